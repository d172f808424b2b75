import { getAt, isObject } from '../../base/json.ts';
import type { JsonValue, Path } from '../../base/json.ts';
import { nearest } from '../../base/nearest.ts';
import { nameOf } from '../../resource/resource.ts';
import type { Check } from '../rule.ts';

const FIELDS = ['podSelector', 'namespaceSelector', 'ipBlock'];

/** Peers that say nobody, or two things at once (k/k ValidateNetworkPolicyPeer). A field without a value is absent. */
export const check: Check = function* (resource, { reach }) {
  const policy = reach.policy(resource);
  for (const { path } of [...policy.ingress, ...policy.egress].flatMap(({ peers }) => peers)) {
    const peer = getAt(resource.value, path);
    if (peer !== null && !isObject(peer)) continue;
    const set = FIELDS.filter((field) => isSet(peer?.[field]));
    if (set.length === 0) {
      yield {
        at: placeOf(path, peer),
        ...(isObject(peer) && Object.keys(peer).length === 1 ? { part: 'key' as const } : {}),
        message: `This peer of ${nameOf(resource)} names nobody: it needs podSelector, namespaceSelector or ipBlock${withValue(peer)}. The API server rejects the policy.`,
      };
    } else if (set.includes('ipBlock') && set.length > 1) {
      const other = set.find((field) => field !== 'ipBlock') ?? '';
      yield {
        at: [...path, 'ipBlock'],
        part: 'key',
        message: `This peer of ${nameOf(resource)} has ipBlock together with ${other}; the API server rejects the policy. Addresses and labels are two peers, two items of the list.`,
      };
    }
  }
};

function isSet(value: JsonValue | undefined): boolean {
  return value !== undefined && value !== null;
}

function placeOf(path: Path, peer: JsonValue): Path {
  const [only, ...more] = Object.keys(isObject(peer) ? peer : {});
  return only === undefined || more.length > 0 ? path : [...path, only];
}

function withValue(peer: JsonValue): string {
  if (!isObject(peer)) return '';
  const keys = Object.keys(peer);
  const empty = keys.find((key) => FIELDS.includes(key));
  if (empty !== undefined) return ` with a value, and ${empty} has none`;
  for (const key of keys) {
    const meant = nearest(
      key.toLowerCase(),
      FIELDS.map((field) => field.toLowerCase()),
    );
    const field = FIELDS.find((one) => one.toLowerCase() === meant);
    if (field !== undefined || key.toLowerCase() === meant) return `; ${key} is no field (${field ?? ''} is)`;
  }
  return '';
}
