import { parseCidr } from '../../base/cidr.ts';
import { formatPath, isObject, listOf, objectOf } from '../../base/json.ts';
import type { JsonObject, JsonValue, Path } from '../../base/json.ts';
import { isPlaceholder } from '../../reference/world.ts';
import type { Resource } from '../../resource/resource.ts';

const ACTIONS: Readonly<Record<string, readonly string[]>> = {
  AdminNetworkPolicy: ['Allow', 'Deny', 'Pass'],
  BaselineAdminNetworkPolicy: ['Allow', 'Deny'],
  ClusterNetworkPolicy: ['Accept', 'Deny', 'Pass'],
};

/**
 * Why the API server refuses a policy without a namespace: the first reason by the definitions of network-policy-api
 * (config/crd/standard and experimental: enumerations, minItems, minProperties and maxProperties of peers). Fields that a
 * later version may have are no reason.
 */
export function clusterPolicyRefusal({ kind, value }: Resource): string | undefined {
  const actions = ACTIONS[kind];
  if (actions === undefined) return undefined;
  const spec = objectOf(value.spec);
  const { tier } = spec;
  if (kind === 'ClusterNetworkPolicy' && !isOneOf(tier, ['Admin', 'Baseline']))
    return `spec.tier is ${textOf(tier)}, and neither Admin nor Baseline`;
  if (Object.keys(objectOf(spec.subject)).length !== 1)
    return 'spec.subject needs one of namespaces and pods';
  for (const [direction, side] of SIDES)
    for (const [index, entry] of listOf(spec[direction]).entries()) {
      const found = ruleFlaw(objectOf(entry), ['spec', direction, index], side, actions);
      if (found !== undefined) return found;
    }
  return undefined;
}

const SIDES = [
  ['ingress', 'from'],
  ['egress', 'to'],
] as const;

function ruleFlaw(
  rule: JsonObject,
  path: Path,
  side: 'from' | 'to',
  actions: readonly string[],
): string | undefined {
  if (!isOneOf(rule.action, actions))
    return `${formatPath([...path, 'action'])} is ${textOf(rule.action)}, and none of ${actions.join(', ')}`;
  const peers = listOf(rule[side]);
  if (peers.length === 0) return `${formatPath([...path, side])} names nobody`;
  for (const [index, entry] of peers.entries()) {
    const peer = objectOf(entry);
    const at = formatPath([...path, side, index]);
    const fields = Object.keys(peer).length;
    if (!isObject(entry) || fields !== 1)
      return `${at} has ${fields === 0 ? 'no field' : `${fields} fields`}, and needs one`;
    const wrong = listOf(peer.networks).find(
      (text) => typeof text !== 'string' || (parseCidr(text) === undefined && !isPlaceholder(text)),
    );
    if (wrong !== undefined) return `${at}.networks has ${textOf(wrong)}, which is no block of addresses`;
  }
  return undefined;
}

function isOneOf(value: JsonValue | undefined, allowed: readonly string[]): boolean {
  return typeof value === 'string' && (allowed.includes(value) || isPlaceholder(value));
}

function textOf(value: JsonValue | undefined): string {
  return value === undefined ? 'not set' : JSON.stringify(value);
}
