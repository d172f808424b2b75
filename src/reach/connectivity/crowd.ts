import type { Graph } from '../../reference/graph.ts';
import { contradiction, implies } from '../../resource/implies.ts';
import type { Match, Selector } from '../../resource/selector.ts';
import { describePeer } from '../policy/describe.ts';
import { admitsNamespace } from '../policy/policy.ts';

/** Pods of the cluster that need not be there: those that selectors describe, none of the host network. */
export interface Crowd {
  /** Where it is one namespace, its name. */
  readonly home: string | undefined;
  readonly namespaces: Selector;
  readonly pods: Selector;
}

/** How the pods of a crowd lie to those of another one; `unknown`: as labels that no manifest shows decide. */
export type Relation = 'within' | 'apart' | 'partly' | 'unknown';

const ANY: Selector = { requirements: [] };

export const ALL_PODS: Crowd = { home: undefined, namespaces: ANY, pods: ANY };

/** The pods of one namespace that a selector matches. */
export function crowdOf(home: string, pods: Selector): Crowd {
  const requirement = { key: NAME_LABEL, operator: 'In', values: [home], path: [] } as const;
  return { home, namespaces: { requirements: [requirement] }, pods };
}

/** Every namespace has it (kubernetes/website "Well-Known Labels", kubernetes.io/metadata.name). */
const NAME_LABEL = 'kubernetes.io/metadata.name';

export function describeCrowd({ home, namespaces, pods }: Crowd): string {
  return describePeer(
    { path: [], block: undefined, pods, namespaces: home === undefined ? namespaces : undefined },
    `namespace ${home ?? ''}`,
  );
}

/** Those that are in both. */
export function bothCrowds(a: Crowd, b: Crowd): Crowd {
  return {
    home: a.home ?? b.home,
    namespaces: { requirements: [...a.namespaces.requirements, ...b.namespaces.requirements] },
    pods: { requirements: [...a.pods.requirements, ...b.pods.requirements] },
  };
}

export function relationOf(graph: Graph, crowd: Crowd, to: Crowd): Relation {
  const around =
    crowd.home === undefined ? between(crowd.namespaces, to.namespaces) : atHome(graph, crowd.home, to);
  const within = between(crowd.pods, to.pods);
  if (around === 'apart' || within === 'apart') return 'apart';
  if (around === 'within') return within;
  return around;
}

/** Of a namespace by its name more is known than what the selector says. */
function atHome(graph: Graph, home: string, { home: other, namespaces }: Crowd): Relation {
  if (other !== undefined) return other === home ? 'within' : 'apart';
  return OF_MATCH[admitsNamespace(graph, namespaces, home)];
}

const OF_MATCH: Readonly<Record<Match, Relation>> = { yes: 'within', no: 'apart', maybe: 'unknown' };

function between(narrow: Selector, wide: Selector): Relation {
  if (implies(narrow, wide)) return 'within';
  const together = { requirements: [...narrow.requirements, ...wide.requirements] };
  return contradiction(together) === undefined ? 'partly' : 'apart';
}
