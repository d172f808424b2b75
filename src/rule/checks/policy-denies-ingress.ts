import { listOf, objectOf } from '../../base/json.ts';
import { dependentsOfService } from '../../reach/chain.ts';
import { hasOtherPolicies } from '../../reach/policy/other-policies.ts';
import type { Policy } from '../../reach/policy/policy.ts';
import { nameOf } from '../../resource/resource.ts';
import type { Resource } from '../../resource/resource.ts';
import type { Check } from '../rule.ts';

/** A policy that is about egress, and denies all ingress because policyTypes is left out (NP2). */
export const check: Check = function* (resource, { graph, reach }) {
  const policy = reach.policy(resource);
  if (resource.unrendered !== undefined || !isSilent(policy) || hasOtherPolicies(graph, resource.namespace))
    return;
  const services = new Set<Resource>();
  for (const pod of graph.select(resource.namespace, policy.subject).sure) {
    if (pod.hostNetwork || pod.owner.unrendered !== undefined) continue;
    const { sure, possible } = reach.isolating(pod, 'ingress');
    // Another policy that says something about ingress shows what is meant.
    if ([...sure, ...possible].every(isSilent))
      for (const service of graph.servicesOf(pod)) services.add(service);
  }
  const [service, ...more] = services;
  if (service === undefined) return;
  yield {
    at: ['spec', 'egress'],
    part: 'key',
    message: `${nameOf(resource)} leaves policyTypes out, so it denies all ingress too: requests of ${nameOf(service)}${more.length === 0 ? '' : ` and ${more.length} more`} to its pods are dropped. With policyTypes [Egress] it limits egress only.`,
    related: [...services].slice(0, 5).flatMap((one) => [
      {
        resource: one,
        at: ['spec', 'selector'],
        part: 'key' as const,
        message: `${nameOf(one)} sends requests to these pods`,
      },
      ...dependentsOfService(graph, one),
    ]),
  };
};

/** Whether a policy isolates ingress without a word about it. */
function isSilent({ resource, egress }: Policy): boolean {
  const spec = objectOf(resource.value.spec);
  return listOf(spec.policyTypes).length === 0 && egress.length > 0 && spec.ingress === undefined;
}
