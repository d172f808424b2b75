import type { Graph } from '../../reference/graph.ts';
import type { Pod } from '../../resource/pod.ts';
import { matches } from '../../resource/selector.ts';
import type { Match, Selector } from '../../resource/selector.ts';
import { admitsNamespace } from '../policy/policy.ts';

export type SelectPods = (pod: Pod) => Match;

export const EVERYTHING: Selector = { requirements: [] };

/** The pods that one selector matches, in the namespaces that another one matches. */
export function podsIn(graph: Graph, namespaces: Selector, pods: Selector): SelectPods {
  const known = new Map<string, Match>();
  return (pod) => {
    let around = known.get(pod.namespace);
    if (around === undefined) {
      around = admitsNamespace(graph, namespaces, pod.namespace);
      known.set(pod.namespace, around);
    }
    if (around === 'no') return 'no';
    const within = matches(pods, pod);
    return around === 'maybe' && within === 'yes' ? 'maybe' : within;
  };
}

/** The pods of one namespace that a selector matches. */
export function podsOfNamespace(namespace: string, pods: Selector): SelectPods {
  return (pod) => (pod.namespace === namespace ? matches(pods, pod) : 'no');
}
