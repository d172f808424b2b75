import type { Graph } from '../../reference/graph.ts';
import { matches } from '../../resource/selector.ts';
import type { LabelSet, Match, Selector } from '../../resource/selector.ts';
import { admitsNamespace } from '../policy/policy.ts';
import type { Unseen } from './unseen.ts';

/** What selectors see of a pod; of one whose namespace no manifest shows, that is undefined. */
export interface Selectable extends LabelSet {
  readonly namespace: string | undefined;
}

export type SelectPods = (pod: Selectable) => Match;

export const EVERYTHING: Selector = { requirements: [] };

/** The pods that one selector matches, in the namespaces that another one matches. */
export function podsIn(graph: Graph, namespaces: Selector, pods: Selector): SelectPods {
  const known = new Map<string | undefined, Match>();
  return (pod) => {
    let around = known.get(pod.namespace);
    if (around === undefined) {
      around =
        pod.namespace === undefined
          ? admitsUnshown(graph, namespaces)
          : admitsNamespace(graph, namespaces, pod.namespace);
      known.set(pod.namespace, around);
    }
    if (around === 'no') return 'no';
    const within = matches(pods, pod);
    return around === 'maybe' && within === 'yes' ? 'maybe' : within;
  };
}

/** Of a namespace that no manifest shows it is known only that it is none of those whose workloads are shown. */
function admitsUnshown(graph: Graph, { requirements }: Selector): Match {
  const isShown = (name: string): boolean => graph.pods(name).length > 0;
  const others = requirements.some(
    ({ key, operator, values }) =>
      key === 'kubernetes.io/metadata.name' && operator === 'In' && values.every(isShown),
  );
  return others ? 'no' : matches({ requirements }, { labels: {}, open: true });
}

/** The pods of one namespace that a selector matches. */
export function podsOfNamespace(namespace: string, pods: Selector): SelectPods {
  return (pod) => (pod.namespace === namespace ? matches(pods, pod) : 'no');
}

/** What has perhaps no pod is perhaps not selected. */
export function selectUnseen(select: SelectPods, { isPod, namespace, labels }: Unseen): Match {
  if (isPod === 'no') return 'no';
  const match = select({ namespace, ...labels });
  return match === 'yes' ? isPod : match;
}
