import type { PortSet } from '../../base/ports.ts';
import type { Graph } from '../../reference/graph.ts';
import type { Resource } from '../../resource/resource.ts';
import type { ClusterPolicy } from './cluster-policy.ts';
import { decidePolicy } from './decide.ts';
import type { PodClass } from './end-class.ts';
import type { Outcome } from './outcome.ts';
import type { Direction } from '../policy/policy.ts';
import { namesOf } from './rule-ports.ts';
import { PolicyTable } from './tiers.ts';

/** Two policies of one tier and priority that decide differently about the same traffic (CP2). */
export interface Contradiction {
  readonly other: Resource;
  readonly direction: Direction;
  /** Of one of the pods to which both apply. */
  readonly subject: PodClass['pod'];
  /** What one lets in or out and the other denies. */
  readonly ports: PortSet;
}

/** The first contradiction of a policy with each other one, certain ones only. */
export function contradictionsOf(graph: Graph, policy: Resource): readonly Contradiction[] {
  const table = graph.memo('policy table', () => new PolicyTable(graph));
  const own = table.cluster.find(({ resource }) => resource === policy);
  if (own?.priority === undefined) return [];
  return table.cluster
    .filter((one) => one !== own && one.tier === own.tier && one.priority === own.priority)
    .flatMap((other) => firstContradiction(table, own, other) ?? []);
}

function firstContradiction(
  { classes }: PolicyTable,
  policy: ClusterPolicy,
  other: ClusterPolicy,
): Contradiction | undefined {
  const both = classes.pods.filter((pods) => [policy, other].every((one) => one.applies(pods) === 'yes'));
  for (const direction of ['ingress', 'egress'] as const) {
    if (policy[direction].length === 0 || other[direction].length === 0) continue;
    for (const subject of direction === 'egress' ? both.slice(0, 1) : oneOfEach(both)) {
      for (const peer of [...classes.pods, ...classes.addresses]) {
        const traffic = { subject, direction, peer };
        const ports = contested(decidePolicy(policy, traffic), decidePolicy(other, traffic));
        if (!ports.isEmpty) return { other: other.resource, direction, subject: subject.pod, ports };
      }
    }
  }
  return undefined;
}

/** What rules decide hinges on the subject only where names mean its ports. */
function oneOfEach(subjects: readonly PodClass[]): Iterable<PodClass> {
  return new Map(subjects.map((subject) => [namesOf(subject), subject])).values();
}

function contested(a: Outcome, b: Outcome): PortSet {
  return surely(a, 'allow')
    .intersect(surely(b, 'deny'))
    .union(surely(a, 'deny').intersect(surely(b, 'allow')));
}

function surely(outcome: Outcome, action: 'allow' | 'deny'): PortSet {
  const others = (['allow', 'deny', 'pass', 'none'] as const).filter((one) => one !== action);
  return others.reduce((ports, one) => ports.subtract(outcome[one]), outcome[action]);
}
