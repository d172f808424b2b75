import { parseAddress } from '../base/addresses.ts';
import type { Address } from '../base/addresses.ts';
import { getAt, listOf, objectOf, stringOf } from '../base/json.ts';
import type { Resource } from './resource.ts';

/**
 * The addresses of a Pod that was running when it was read from its cluster: `status.podIPs`, before those `status.podIP`
 * (core/v1 PodStatus). Undefined where it has none yet, and where it has ended or is about to: others get them then.
 */
export function addressesOfPod({ type, value }: Resource): readonly Address[] | undefined {
  const status = objectOf(value.status);
  if (type !== 'Pod' || ENDED.has(stringOf(status.phase) ?? '')) return undefined;
  if (stringOf(getAt(value, ['metadata', 'deletionTimestamp'])) !== undefined) return undefined;
  const written = [status.podIP, ...listOf(status.podIPs).map((entry) => objectOf(entry).ip)];
  const texts = new Set(written.flatMap((text) => stringOf(text) ?? []).filter((text) => text !== ''));
  const addresses = [...texts].map((text) => parseAddress(text));
  const known = addresses.filter((address) => address !== undefined);
  return known.length === 0 || known.length < addresses.length ? undefined : known;
}

const ENDED: ReadonlySet<string> = new Set(['Succeeded', 'Failed']);
