import type { Path } from '../../base/json.ts';
import type { Part } from '../../document/document.ts';
import type { Graph } from '../../reference/graph.ts';
import type { Pod } from '../../resource/pod.ts';
import type { Resource } from '../../resource/resource.ts';
import { meets } from '../../resource/together.ts';
import { Connectivity } from '../connectivity/connectivity.ts';
import type { End } from '../connectivity/connectivity.ts';
import type { SideReason } from '../connectivity/explain.ts';
import type { NearRule } from '../connectivity/near-rule.ts';
import type { Caller } from '../peer/caller.ts';
import { hasForeignPolicies } from '../policy/other-policies.ts';
import type { Direction, PolicyRule } from '../policy/policy.ts';
import { Reach } from '../reach.ts';
import { isOneOfCopies } from '../service/behind.ts';
import type { Edge, Landing } from './edge.ts';
import { neededEdges } from './needed.ts';

/** A promised request that no policy lets through, whoever of its callers sends it and wherever it lands. */
export interface BlockedEdge {
  readonly edge: Edge;
  /** The first of them: the others fare alike. */
  readonly caller: Caller;
  readonly landing: Landing;
  /** What blocks it at the pods that receive it; undefined where they let it in. */
  readonly ingress: Cause | undefined;
  /** What blocks it at the pods that send it; undefined alike. */
  readonly egress: Cause | undefined;
}

/** What a person would change for a request to get through. */
export interface Cause {
  readonly policy: Resource;
  readonly direction: Direction;
  readonly at: Path;
  readonly part: Part;
  /**
   * `denied`: a rule that denies it. `ports`: a rule for this peer and other ports. `peers`: a rule for this port and
   * other peers. `unmentioned`: no rule comes near. `closed`: there is no rule at all.
   */
  readonly why: 'denied' | 'ports' | 'peers' | 'unmentioned' | 'closed';
  /** That of the place. */
  readonly rule: PolicyRule | undefined;
  /** The other policies that isolate the pods and do not allow it either. */
  readonly others: readonly Resource[];
}

/** What is blocked and would be changed in one policy, at one place: one root cause. */
export interface BlockedHere {
  readonly cause: Cause;
  readonly edges: readonly [BlockedEdge, ...BlockedEdge[]];
}

/** The root causes in a policy. An edge that both sides block is told at the side that receives it. */
export function blockedAt(graph: Graph, policy: Resource): readonly BlockedHere[] {
  const table = graph.memo('blocked edges', () => {
    const found = new Map<Resource, Map<string, [BlockedEdge, ...BlockedEdge[]]>>();
    for (const one of blockedEdges(graph)) {
      const cause = one.ingress ?? one.egress;
      if (cause === undefined) continue;
      const places = found.get(cause.policy) ?? new Map<string, [BlockedEdge, ...BlockedEdge[]]>();
      found.set(cause.policy, places);
      const key = cause.at.join('\0');
      const known = places.get(key);
      if (known === undefined) places.set(key, [one]);
      else known.push(one);
    }
    return found;
  });
  return [...(table.get(policy)?.values() ?? [])].flatMap((edges) => {
    const cause = edges[0].ingress ?? edges[0].egress;
    return cause === undefined ? [] : [{ cause, edges }];
  });
}

function blockedEdges(graph: Graph): readonly BlockedEdge[] {
  const isolates = POLICY_TYPES.some((type) => graph.all(type).length > 0);
  if (!isolates) return [];
  const connectivity = new Connectivity(graph);
  return neededEdges(graph).flatMap((edge) => blocked(graph, connectivity, edge) ?? []);
}

const POLICY_TYPES = [
  'networking.k8s.io/NetworkPolicy',
  'policy.networking.k8s.io/AdminNetworkPolicy',
  'policy.networking.k8s.io/BaselineAdminNetworkPolicy',
  'policy.networking.k8s.io/ClusterNetworkPolicy',
] as const;

function blocked(graph: Graph, connectivity: Connectivity, edge: Edge): BlockedEdge | undefined {
  if (edge.landings.some((landing) => 'pod' in landing && isTunnelled(graph, landing.pod))) return undefined;
  const pairs = edge.callers.flatMap((caller) => edge.landings.map((landing) => ({ caller, landing })));
  const open = pairs.some(({ caller, landing }) => {
    const { allowed, depends } = connectivity.between(caller.end, endOf(landing));
    return [allowed, depends].some((ports) => ports.contains(landing.protocol, landing.port));
  });
  const [first] = pairs;
  if (open || first === undefined) return undefined;
  const { caller, landing } = first;
  const to = endOf(landing);
  const { egress, ingress } = connectivity.explain(caller.end, to, landing.protocol, landing.port);
  const causeOf = (reason: SideReason | undefined, direction: Direction, pod: Pod | undefined) =>
    reason?.verdict !== 'blocked' || pod === undefined
      ? undefined
      : cause(graph, reason, direction, pod, connectivity.nearRules(caller.end, to, direction, landing));
  const found = {
    edge,
    caller,
    landing,
    ingress: causeOf(ingress, 'ingress', 'pod' in landing ? landing.pod : undefined),
    egress: causeOf(egress, 'egress', 'pod' in caller.end ? caller.end.pod : undefined),
  };
  return found.ingress === undefined && found.egress === undefined ? undefined : found;
}

/**
 * Whether requests reach the pod on another port than its own: between the nodes of an ambient mesh all of them go to 15008
 * (istio.io "Ambient and Kubernetes NetworkPolicy").
 */
function isTunnelled(graph: Graph, pod: Pod): boolean {
  const own = pod.labels['istio.io/dataplane-mode'];
  return (own ?? graph.namespaceLabels(pod.namespace).labels['istio.io/dataplane-mode']) === 'ambient';
}

export function endOf(landing: Landing): End {
  return 'pod' in landing ? { pod: landing.pod } : landing.callee.end;
}

/** Undefined where policies may be there that the engine does not know, or those it knows are not as they will be. */
function cause(
  graph: Graph,
  { isolating, rules }: SideReason,
  direction: Direction,
  pod: Pod,
  near: readonly NearRule[],
): Cause | undefined {
  const policies = isolating.filter(({ certain }) => certain).map(({ policy }) => policy);
  const all = [...policies, ...rules.map(({ policy }) => policy)];
  if (hasForeignPolicies(graph, pod.namespace) || graph.mayBeDelivered(pod.namespace)) return undefined;
  if (all.some((policy) => !isAsItWillBe(graph, policy, pod))) return undefined;
  const denial = rules.find(({ certain, action }) => certain && action === 'deny');
  if (denial !== undefined) {
    const { policy, path } = denial;
    return { policy, direction, at: path, part: 'value', why: 'denied', rule: undefined, others: [] };
  }
  const best = nearest(graph, near);
  const policy = best?.policy ?? mostSpecific(graph, policies);
  if (policy === undefined) return undefined;
  const others = policies.filter((one) => one !== policy);
  const rule = best === undefined ? undefined : ruleAt(graph, best);
  if (best !== undefined && rule !== undefined) {
    const key = best.misses === 'ports' ? 'ports' : direction === 'ingress' ? 'from' : 'to';
    return { policy, direction, at: [...best.path, key], part: 'key', why: best.misses, rule, others };
  }
  const closed = policies.every((one) => new Reach(graph).policy(one)[direction].length === 0);
  return {
    policy,
    direction,
    ...placeOf(policy, direction),
    why: closed ? 'closed' : 'unmentioned',
    rule: undefined,
    others,
  };
}

function isAsItWillBe(graph: Graph, policy: Resource, pod: Pod): boolean {
  if (policy.unrendered !== undefined || isOneOfCopies(graph, policy)) return false;
  return policy.namespace === '' || meets(policy, pod.owner);
}

/** The rule that a person would add to: one for this very peer, else one for this port, else one for everybody. */
function nearest(graph: Graph, near: readonly NearRule[]): NearRule | undefined {
  const forThisPeer = near.find(
    (one) => one.misses === 'ports' && (ruleAt(graph, one)?.peers.length ?? 0) > 0,
  );
  return forThisPeer ?? near.find(({ misses }) => misses === 'peers');
}

function ruleAt(graph: Graph, { policy, path }: NearRule): PolicyRule | undefined {
  const [, direction, index] = path;
  if ((direction !== 'ingress' && direction !== 'egress') || typeof index !== 'number') return undefined;
  return new Reach(graph).policy(policy)[direction][index];
}

/** The policy for the fewest pods; of equals the first by name. */
function mostSpecific(graph: Graph, policies: readonly Resource[]): Resource | undefined {
  const size = (policy: Resource): number =>
    graph.select(policy.namespace, new Reach(graph).policy(policy).subject).sure.length;
  return [...policies].sort((a, b) => size(a) - size(b) || (a.name < b.name ? -1 : 1))[0];
}

function placeOf(policy: Resource, direction: Direction): Pick<Cause, 'at' | 'part'> {
  const spec = policy.value.spec;
  const has = (key: string): boolean => typeof spec === 'object' && spec !== null && key in spec;
  if (has(direction)) return { at: ['spec', direction], part: 'key' };
  return has('policyTypes')
    ? { at: ['spec', 'policyTypes'], part: 'key' }
    : { at: ['spec', 'podSelector'], part: 'key' };
}
