import { listOf, objectOf } from '../../base/json.ts';
import { hasOtherPolicies } from '../../reach/policy/other-policies.ts';
import type { Direction, Policy } from '../../reach/policy/policy.ts';
import { wholePods } from '../../reach/policy/whole-pods.ts';
import { nameOf } from '../../resource/resource.ts';
import type { Check, Context } from '../rule.ts';

const TYPES = { ingress: 'Ingress', egress: 'Egress' } as const;

/** Rules of a direction that policyTypes leaves out: nobody reads them (NP2). */
export const check: Check = function* (resource, context) {
  const policy = context.reach.policy(resource);
  const types = listOf(objectOf(resource.value.spec).policyTypes);
  if (types.length === 0 || !types.every((type) => type === 'Ingress' || type === 'Egress')) return;
  for (const direction of ['ingress', 'egress'] as const) {
    if (policy.isolates[direction] || policy[direction].length === 0) continue;
    const deniers = deniersOf(policy, direction, context);
    const [denier] = deniers;
    const effect =
      denier === undefined
        ? `they neither allow nor limit ${direction}`
        : `what they would allow is denied by ${nameOf(denier.resource)}`;
    yield {
      at: ['spec', direction],
      part: 'key',
      message: `policyTypes of ${nameOf(resource)} leaves ${TYPES[direction]} out, so its ${direction} rules are ignored: ${effect}.`,
      ...(denier === undefined ? { severity: 'warning' } : {}),
      related: deniers.slice(0, 10).map((other) => ({
        resource: other.resource,
        message: `${nameOf(other.resource)} denies all ${direction} of these pods`,
      })),
    };
  }
};

/** The policies that leave the pods of this one no traffic at all in a direction; none if some traffic may pass. */
function deniersOf(
  { resource, subject }: Policy,
  direction: Direction,
  { graph, reach }: Context,
): readonly Policy[] {
  if (!graph.isComplete(resource, resource.namespace) || hasOtherPolicies(graph, resource.namespace))
    return [];
  for (const pod of wholePods(graph, resource, resource.namespace, subject) ?? []) {
    const { sure, possible } = reach.isolating(pod, direction);
    const open = [...sure, ...possible].some((other) => other[direction].length > 0);
    if (sure.length > 0 && !open && !pod.hostNetwork) return sure;
  }
  return [];
}
