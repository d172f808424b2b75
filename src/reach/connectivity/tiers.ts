import type { Graph } from '../../reference/graph.ts';
import type { Resource } from '../../resource/resource.ts';
import type { Match } from '../../resource/selector.ts';
import { CLUSTER_POLICY_TYPES, compileClusterPolicy } from './cluster-policy.ts';
import type { ClusterPolicy, ClusterTier } from './cluster-policy.ts';
import { EndClasses } from './end-class.ts';
import type { PodClass } from './end-class.ts';
import { compileNetworkPolicy } from './network-policy.ts';
import type { NetworkPolicy } from './network-policy.ts';
import type { Direction } from '../policy/policy.ts';
import { PolicyIndex } from './policy-index.ts';
import { Reach } from '../reach.ts';
import type { TrafficPolicy, TrafficRule } from './traffic-policy.ts';

/** A policy together with whether it applies to the pods in question: for certain, or perhaps. */
export interface Applied<P extends TrafficPolicy> {
  readonly policy: P;
  readonly applies: Exclude<Match, 'no'>;
}

/** The policies that act on pods in one direction, in the order in which they are asked (CP1). */
export interface Tiers {
  readonly admin: readonly Turn[];
  /** Those that isolate the pods (NP1). */
  readonly namespaced: readonly Applied<NetworkPolicy>[];
  readonly baseline: readonly Turn[];
}

/** Policies of a tier with one priority: nobody knows which of them is asked first (CP2). */
export interface Turn {
  readonly policies: readonly Applied<ClusterPolicy>[];
  /** False for those that have no priority: they may be asked before, between or after all others. */
  readonly placed: boolean;
}

export function rulesOf(
  { admin, namespaced, baseline }: Tiers,
  direction: Direction,
): readonly TrafficRule[] {
  return appliedOf({ admin, namespaced, baseline }).flatMap(({ policy }) => policy[direction]);
}

/** Which policies act, in which order and with which certainty, as a text. */
export function keyOfTiers(tiers: Tiers, idOf: (policy: Resource) => string): string {
  const turns = [...tiers.admin, ...tiers.baseline].map(
    ({ policies, placed }) => `${String(placed)}:${policies.length}`,
  );
  const applied = appliedOf(tiers).map(({ policy, applies }) => `${idOf(policy.resource)} ${applies}`);
  return [tiers.admin.length, ...turns, ...applied].join('|');
}

function appliedOf({ admin, namespaced, baseline }: Tiers): readonly Applied<TrafficPolicy>[] {
  return [...[...admin, ...baseline].flatMap((turn) => turn.policies), ...namespaced];
}

/** Whether policies act at all. */
export function isLimited(tiers: Tiers): boolean {
  return appliedOf(tiers).length > 0;
}

/** The same policies with other rules in one direction. */
export function withRules(
  { admin, namespaced, baseline }: Tiers,
  direction: Direction,
  change: (rule: TrafficRule) => TrafficRule,
): Tiers {
  const changed = <P extends TrafficPolicy>({ policy, applies }: Applied<P>): Applied<P> => ({
    policy: { ...policy, [direction]: policy[direction].map(change) },
    applies,
  });
  const turn = ({ policies, placed }: Turn): Turn => ({ policies: policies.map(changed), placed });
  return { admin: admin.map(turn), namespaced: namespaced.map(changed), baseline: baseline.map(turn) };
}

const NO_TIERS: Tiers = { admin: [], namespaced: [], baseline: [] };

/** All policies of the input, compiled once, and the ends that they tell apart. */
export class PolicyTable {
  readonly classes: EndClasses;
  readonly #namespaced = new Map<string, PolicyIndex>();
  readonly #compiled = new Map<Resource, NetworkPolicy>();
  /** Those without a namespace. */
  readonly cluster: readonly ClusterPolicy[];
  readonly #tiers: Readonly<Record<Direction, (Tiers | undefined)[]>> = { ingress: [], egress: [] };

  constructor(graph: Graph) {
    const reach = new Reach(graph);
    for (const namespace of graph.namespaces()) {
      const compiled = reach.policies(namespace).map((policy) => {
        const one = compileNetworkPolicy(graph, policy);
        this.#compiled.set(policy.resource, one);
        return [policy.subject, one] as const;
      });
      this.#namespaced.set(namespace, new PolicyIndex(compiled));
    }
    this.cluster = CLUSTER_POLICY_TYPES.flatMap((type) => graph.all(type)).flatMap(
      (resource) => compileClusterPolicy(graph, resource) ?? [],
    );
    const rules = [...this.#compiled.values(), ...this.cluster].flatMap(({ ingress, egress }) => [
      ...ingress,
      ...egress,
    ]);
    this.classes = new EndClasses(
      graph,
      rules.flatMap(({ blocks }) => blocks.flatMap((block) => block.ranges())),
    );
  }

  /** A NetworkPolicy of the input, compiled. */
  namespaced(policy: Resource): NetworkPolicy | undefined {
    return this.#compiled.get(policy);
  }

  tiersOf(pods: PodClass, direction: Direction): Tiers {
    return (this.#tiers[direction][pods.index] ??= this.#find(pods, direction));
  }

  #find(pods: PodClass, direction: Direction): Tiers {
    const inNamespace = this.#namespaced.get(pods.pod.namespace)?.candidatesFor(pods.pod) ?? [];
    const namespaced = appliedTo(
      pods,
      inNamespace.filter(({ isolates }) => isolates[direction]),
    );
    const cluster = appliedTo(
      pods,
      // A policy without rules for a direction leaves it alone (CP4).
      this.cluster.filter((policy) => policy[direction].length > 0),
    );
    if (namespaced.length === 0 && cluster.length === 0) return NO_TIERS;
    return { admin: turns(cluster, 'Admin'), namespaced, baseline: turns(cluster, 'Baseline') };
  }
}

function appliedTo<P extends TrafficPolicy>(pods: PodClass, policies: readonly P[]): readonly Applied<P>[] {
  return policies.flatMap((policy) => {
    const applies = policy.applies(pods);
    return applies === 'no' ? [] : [{ policy, applies }];
  });
}

function turns(policies: readonly Applied<ClusterPolicy>[], tier: ClusterTier): readonly Turn[] {
  const own = policies.filter(({ policy }) => policy.tier === tier);
  const priorities = new Set(own.flatMap(({ policy }) => policy.priority ?? []));
  const placed = [...priorities]
    .sort((a, b) => a - b)
    .map((priority) => ({
      policies: own.filter(({ policy }) => policy.priority === priority),
      placed: true,
    }));
  const others = own.filter(({ policy }) => policy.priority === undefined);
  return others.length === 0 ? placed : [...placed, { policies: others, placed: false }];
}
