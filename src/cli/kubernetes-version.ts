import { UsageError } from './usage.ts';

/** Minor versions of Kubernetes 1 that the rules know. */
export const OLDEST_MINOR = 22;
export const NEWEST_MINOR = 37;

const VERSION = /^v?1\.(\d{1,3})(?:\.\d+)?(?:[-+][\w.+-]*)?$/;

/** `1.34` of `1.34`, `v1.34`, `1.34.2`, `v1.34.2+k3s1` or `v1.34.2-gke.100`. */
export function minorVersion(text: string): string {
  const minor = Number(VERSION.exec(text)?.[1] ?? Number.NaN);
  if (Number.isNaN(minor)) {
    throw new UsageError(`'${text}' is no version of Kubernetes`, ['Write it as 1.34 or v1.34.2.']);
  }
  if (minor < OLDEST_MINOR || minor > NEWEST_MINOR) {
    throw new UsageError(`Kubernetes 1.${minor} is outside of what kubeplumb knows`, [
      `It knows 1.${OLDEST_MINOR} to 1.${NEWEST_MINOR}.`,
    ]);
  }
  return `1.${minor}`;
}
