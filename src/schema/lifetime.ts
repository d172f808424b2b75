import { formerLifetime } from './former.ts';
import { allKinds, isIn, kindCalled, schemaVersion, schemaVersions } from './kinds.ts';

/** Why an API version is not served. */
export type Unserved =
  /** It went away with a release: `Kubernetes 1.22`. `certain`: of Kubernetes, and not later than the version. */
  | {
      readonly why: 'removed';
      readonly release: string;
      readonly certain: boolean;
      readonly replacedBy: string | undefined;
    }
  /** It came with a later minor version. */
  | { readonly why: 'later'; readonly minor: number }
  /** No version has the kind. */
  | { readonly why: 'never' };

/** Undefined for what is served by a minor version, as far as is known here; `never` only for kinds of the API server. */
export function whyUnserved(apiVersion: string, kind: string, minor: number): Unserved | undefined {
  const version = schemaVersion(minor);
  const found = kindCalled(apiVersion, kind);
  if (found === undefined) {
    const former = formerLifetime(apiVersion, kind);
    if (former === undefined) return { why: 'never' };
    const { removedIn, release, replacedBy } = former;
    if (removedIn !== undefined && removedIn > minor) return undefined;
    return { why: 'removed', release, certain: removedIn !== undefined, replacedBy };
  }
  if (isIn(found.versions, version)) return undefined;
  const next = found.versions.find(([first]) => first > version);
  if (next !== undefined) return { why: 'later', minor: next[0] };
  const last = Math.max(...found.versions.map(([, end]) => end));
  const gone = schemaVersions().find((one) => one > last) ?? version;
  return {
    why: 'removed',
    release: `Kubernetes 1.${gone}`,
    // A version without schemas is held to those of the next.
    certain: minor >= version,
    replacedBy: replacementFor(kind, version),
  };
}

/** The most stable API version of a kind that is served. */
function replacementFor(kind: string, version: number): string | undefined {
  return allKinds()
    .filter((key) => key.endsWith(`/${kind}`))
    .map((key) => key.slice(0, -kind.length - 1))
    .filter((apiVersion) => isIn(kindCalled(apiVersion, kind)?.versions ?? [], version))
    .sort((a, b) => stability(b) - stability(a))[0];
}

function stability(apiVersion: string): number {
  return apiVersion.includes('alpha') ? 0 : apiVersion.includes('beta') ? 1 : 2;
}
