import type { Graph } from '../../reference/graph.ts';
import type { Pod } from '../../resource/pod.ts';
import { matches } from '../../resource/selector.ts';
import type { LabelSet, Match, Selector } from '../../resource/selector.ts';
import { admitsNamespace } from '../policy/policy.ts';
import type { Unseen } from './unseen.ts';

/** What selectors see of a pod; of one whose namespace no manifest shows, that is undefined. */
export interface Selectable extends LabelSet {
  readonly namespace: string | undefined;
  readonly likelyIn?: RegExp;
}

export type SelectPods = (pod: Selectable) => Match;

export const EVERYTHING: Selector = { requirements: [] };

/** The pods that one selector matches, in the namespaces that another one matches. */
export function podsIn(graph: Graph, namespaces: Selector, pods: Selector): SelectPods {
  const known = new Map<string, Match>();
  return (pod) => {
    const { namespace, likelyIn } = pod;
    const key = namespace ?? `/${String(likelyIn)}`;
    let around = known.get(key);
    if (around === undefined) {
      around =
        namespace === undefined
          ? admitsUnshown(graph, namespaces, pods, likelyIn)
          : admitsNamespace(graph, namespaces, namespace);
      known.set(key, around);
    }
    if (around === 'no') return 'no';
    const within = matches(pods, pod);
    return around === 'maybe' && within === 'yes' ? 'maybe' : within;
  };
}

/** Of a namespace that no manifest shows it is known only that it is none of those whose workloads are shown. */
function admitsUnshown(
  graph: Graph,
  { requirements }: Selector,
  pods: Selector,
  likelyIn: RegExp | undefined,
): Match {
  const elsewhere = requirements.some(
    ({ key, operator, values }) =>
      key === NAME_LABEL &&
      operator === 'In' &&
      values.every((name) => likelyIn?.test(name) !== true && isShown(graph, name, pods)),
  );
  return elsewhere ? 'no' : matches({ requirements }, { labels: {}, open: true });
}

/** A selector that matches nothing in a namespace whose workloads are shown is meant for something else in there. */
function isShown(graph: Graph, namespace: string, pods: Selector): boolean {
  if (graph.pods(namespace).length === 0 || graph.mayHoldOtherPods(namespace)) return false;
  const { sure, possible } = graph.select(namespace, pods);
  return sure.length + possible.length > 0;
}

/** The pods of one namespace that a selector matches. */
export function podsOfNamespace(graph: Graph, namespace: string, pods: Selector): SelectPods {
  return podsIn(graph, namespaceCalled(namespace), pods);
}

function namespaceCalled(name: string): Selector {
  return { requirements: [{ key: NAME_LABEL, operator: 'In', values: [name], path: [] }] };
}

/** Every namespace has it (kubernetes/website "Well-Known Labels", kubernetes.io/metadata.name). */
const NAME_LABEL = 'kubernetes.io/metadata.name';

/** The pods that two selectors as of `podsIn` may match. */
export function candidatesIn(graph: Graph, namespaces: Selector, pods: Selector): readonly Pod[] {
  const around = graph.namespaces().filter((name) => admitsNamespace(graph, namespaces, name) !== 'no');
  return candidatesOf(graph, around, pods);
}

export function candidatesOf(graph: Graph, namespaces: readonly string[], pods: Selector): readonly Pod[] {
  return namespaces.flatMap((namespace) => {
    const { sure, possible } = graph.select(namespace, pods);
    return possible.length === 0 ? sure : [...sure, ...possible];
  });
}

/** What has perhaps no pod is perhaps not selected. */
export function selectUnseen(select: SelectPods, { isPod, namespace, likelyIn, labels }: Unseen): Match {
  if (isPod === 'no') return 'no';
  const match = select({ namespace, ...labels, ...(likelyIn && { likelyIn }) });
  return match === 'yes' ? isPod : match;
}
