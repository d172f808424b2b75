import { derived } from '../../base/derived.ts';
import { addTo } from '../../base/multimap.ts';
import type { PortSet } from '../../base/ports.ts';
import type { Graph } from '../../reference/graph.ts';
import type { Resource } from '../../resource/resource.ts';
import type { ClusterPolicy } from './cluster-policy.ts';
import { decidePolicy } from './decide.ts';
import type { PodClass } from './end-class.ts';
import type { Action, Outcome } from './outcome.ts';
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
  const { ranks, byResource, byPlace } = derived(table.cluster, 'by place', () => inPlaces(table.cluster));
  const own = byResource.get(policy);
  if (own?.priority === undefined) return [];
  const opposed = OPPOSITES.flatMap(([direction, action, opposite]) =>
    has(own, direction, action) ? (byPlace.get(placeOf(own, direction, opposite)) ?? []) : [],
  );
  const others = new Set(opposed);
  others.delete(own);
  return [...others]
    .sort((a, b) => (ranks.get(a) ?? 0) - (ranks.get(b) ?? 0))
    .flatMap((other) => firstContradiction(table, own, other) ?? []);
}

/** Only where one allows and the other denies do two policies decide differently. */
const OPPOSITES = (['ingress', 'egress'] as const).flatMap((direction) => [
  [direction, 'allow', 'deny'] as const,
  [direction, 'deny', 'allow'] as const,
]);

function has(policy: ClusterPolicy, direction: Direction, action: Action): boolean {
  return policy[direction].some((rule) => rule.action === action);
}

function placeOf({ tier, priority }: ClusterPolicy, direction: Direction, action: Action): string {
  return `${tier} ${String(priority)} ${direction} ${action}`;
}

interface Places {
  /** Their order. */
  readonly ranks: ReadonlyMap<ClusterPolicy, number>;
  readonly byResource: ReadonlyMap<Resource, ClusterPolicy>;
  /** By tier and priority, and by what they do. */
  readonly byPlace: ReadonlyMap<string, readonly ClusterPolicy[]>;
}

function inPlaces(policies: readonly ClusterPolicy[]): Places {
  const byPlace = new Map<string, ClusterPolicy[]>();
  for (const policy of policies)
    for (const [direction, action] of OPPOSITES)
      if (has(policy, direction, action)) addTo(byPlace, placeOf(policy, direction, action), policy);
  const ranks = new Map(policies.map((policy, index) => [policy, index]));
  return { ranks, byResource: new Map(policies.map((policy) => [policy.resource, policy])), byPlace };
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
