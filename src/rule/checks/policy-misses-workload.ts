import { hasForeignPolicies } from '../../reach/policy/other-policies.ts';
import type { Reach } from '../../reach/reach.ts';
import { endsByItself, isWhole } from '../../reach/service/behind.ts';
import type { Graph } from '../../reference/graph.ts';
import type { Pod } from '../../resource/pod.ts';
import { nameOf } from '../../resource/resource.ts';
import type { Resource } from '../../resource/resource.ts';
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
  const { names, open } = judgedIn(graph, reach, pod.namespace);
  const others = names.size - (names.get(resource.name)?.size === 1 ? 1 : 0);
  if (others < FEWEST_OTHERS || open.size > 1) return;
  const policies = reach.policies(pod.namespace).map((policy) => policy.resource);
  if (!policies.every((policy) => meets(policy, resource) && policy.unrendered === undefined)) return;
  yield {
    at: [...pod.path, 'metadata', 'labels'],
    part: 'key',
    message: `No policy limits who reaches ${nameOf(resource)} (${formatLabels(pod.labels)}), while policies limit that for the ${others} other workloads of namespace ${pod.namespace}.`,
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

/** Of the pods of a namespace that are judged: their owners by name, and those that no policy isolates. */
function judgedIn(
  graph: Graph,
  reach: Reach,
  namespace: string,
): { readonly names: ReadonlyMap<string, ReadonlySet<Resource>>; readonly open: ReadonlySet<Resource> } {
  return graph.memo(`judged workloads:${namespace}`, () => {
    const names = new Map<string, Set<Resource>>();
    const open = new Set<Resource>();
    for (const pod of graph.pods(namespace)) {
      if (!isJudged(graph, pod)) continue;
      const owners = names.get(pod.owner.name) ?? new Set<Resource>();
      names.set(pod.owner.name, owners.add(pod.owner));
      if (isOpen(reach, pod)) open.add(pod.owner);
    }
    return { names, open };
  });
}
