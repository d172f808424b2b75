import { hasForeignPolicies } from '../../reach/policy/other-policies.ts';
import type { Reach } from '../../reach/reach.ts';
import { endsByItself, isWhole } from '../../reach/service/behind.ts';
import type { Graph } from '../../reference/graph.ts';
import type { Pod } from '../../resource/pod.ts';
import { nameOf } from '../../resource/resource.ts';
import { formatLabels } from '../../resource/selector.ts';
import { meets } from '../../resource/together.ts';
import type { Check } from '../rule.ts';

/** So many other workloads of the namespace are isolated, at least, for the one that is not to stand out. */
const FEWEST_OTHERS = 3;

/** A workload that no policy selects, in a namespace where the ingress of all others is limited. */
export const check: Check = function* (resource, { graph, reach }) {
  const [pod, another] = graph.podsOf(resource);
  if (pod === undefined || another !== undefined || !isJudged(graph, pod) || !isOpen(reach, pod)) return;
  if (resource.unrendered !== undefined || hasForeignPolicies(graph, pod.namespace)) return;
  const others = graph.pods(pod.namespace).filter((one) => one.owner !== resource && isJudged(graph, one));
  const owners = new Set(others.map(({ owner }) => owner.name));
  if (owners.size < FEWEST_OTHERS || others.some((one) => isOpen(reach, one))) return;
  const policies = reach.policies(pod.namespace).map((policy) => policy.resource);
  if (!policies.every((policy) => meets(policy, resource) && policy.unrendered === undefined)) return;
  yield {
    at: [...pod.path, 'metadata', 'labels'],
    part: 'key',
    message: `No policy limits who reaches ${nameOf(resource)} (${formatLabels(pod.labels)}), while policies limit that for the ${owners.size} other workloads of namespace ${pod.namespace}.`,
    related: policies.slice(0, 4).map((policy) => ({
      resource: policy,
      at: ['spec', 'podSelector'],
      part: 'key' as const,
      message: `${nameOf(policy)} does not select it`,
    })),
  };
};

/** Pods that serve, and whose labels are all known. */
function isJudged(graph: Graph, pod: Pod): boolean {
  return isWhole(pod) && !pod.hostNetwork && !endsByItself(pod) && graph.servicesOf(pod).length > 0;
}

function isOpen(reach: Reach, pod: Pod): boolean {
  const { sure, possible } = reach.isolating(pod, 'ingress');
  return sure.length + possible.length === 0;
}
