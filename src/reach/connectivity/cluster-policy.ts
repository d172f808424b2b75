import { listOf, numberOf, objectOf, stringOf } from '../../base/json.ts';
import type { JsonObject, JsonValue, Path } from '../../base/json.ts';
import { PortSet } from '../../base/ports.ts';
import type { Graph } from '../../reference/graph.ts';
import type { TypeName } from '../../resource/kinds.ts';
import type { Resource } from '../../resource/resource.ts';
import { compilePeers, compileSubject } from './cluster-peer.ts';
import type { Action } from './outcome.ts';
import type { Direction } from '../policy/policy.ts';
import { EVERY_PORT, portItem, portList } from './rule-ports.ts';
import type { RulePorts } from './rule-ports.ts';
import { EVERYBODY, ruleFor } from './traffic-policy.ts';
import type { TrafficPolicy, TrafficRule } from './traffic-policy.ts';

export type ClusterTier = 'Admin' | 'Baseline';

/**
 * A policy without a namespace (network-policy-api v1alpha1 AdminNetworkPolicy and BaselineAdminNetworkPolicy,
 * v1alpha2 ClusterNetworkPolicy).
 */
export interface ClusterPolicy extends TrafficPolicy {
  readonly tier: ClusterTier;
  /** Lower is asked first. Undefined where nobody says when the policy is asked: BaselineAdminNetworkPolicy. */
  readonly priority: number | undefined;
}

interface Kind {
  /** Undefined: the API server rejects the object. */
  readonly tier: (resource: Resource, spec: JsonObject) => ClusterTier | undefined;
  readonly actions: ReadonlyMap<string, Action>;
  readonly ports: (rule: JsonObject) => RulePorts;
}

const DENY_AND_PASS = [
  ['Deny', 'deny'],
  ['Pass', 'pass'],
] as const;

const KINDS: ReadonlyMap<TypeName, Kind> = new Map<TypeName, Kind>([
  [
    'policy.networking.k8s.io/AdminNetworkPolicy',
    {
      tier: () => 'Admin',
      actions: new Map<string, Action>([['Allow', 'allow'], ...DENY_AND_PASS]),
      ports: ({ ports }) => portList(listOf(ports).map(readPort)),
    },
  ],
  [
    'policy.networking.k8s.io/BaselineAdminNetworkPolicy',
    {
      // There is one of them, and this is its name (CP3).
      tier: ({ name }) => (name === 'default' ? 'Baseline' : undefined),
      actions: new Map<string, Action>([
        ['Allow', 'allow'],
        ['Deny', 'deny'],
      ]),
      ports: ({ ports }) => portList(listOf(ports).map(readPort)),
    },
  ],
  [
    'policy.networking.k8s.io/ClusterNetworkPolicy',
    {
      tier: (_, { tier }) => (tier === 'Admin' || tier === 'Baseline' ? tier : undefined),
      actions: new Map<string, Action>([['Accept', 'allow'], ...DENY_AND_PASS]),
      ports: ({ protocols }) => portList(listOf(protocols).map(readProtocol)),
    },
  ],
]);

export const CLUSTER_POLICY_TYPES: readonly TypeName[] = [...KINDS.keys()];

/** Undefined for what is no such policy, or one that the API server rejects as a whole. */
export function compileClusterPolicy(graph: Graph, resource: Resource): ClusterPolicy | undefined {
  const kind = KINDS.get(resource.type);
  const spec = objectOf(resource.value.spec);
  const tier = kind?.tier(resource, spec);
  if (kind === undefined || tier === undefined) return undefined;
  return {
    resource,
    tier,
    priority: resource.type.endsWith('/BaselineAdminNetworkPolicy') ? undefined : numberOf(spec.priority),
    applies: compileSubject(graph, objectOf(spec.subject)),
    ingress: compileRules(graph, kind, spec.ingress, 'ingress'),
    egress: compileRules(graph, kind, spec.egress, 'egress'),
  };
}

/** Rules without an action of their kind do nothing: the API server rejects them. */
function compileRules(
  graph: Graph,
  kind: Kind,
  value: JsonValue | undefined,
  direction: Direction,
): readonly TrafficRule[] {
  return listOf(value).flatMap((entry, index) => {
    const rule = objectOf(entry);
    const action = kind.actions.get(stringOf(rule.action) ?? '');
    const path: Path = ['spec', direction, index];
    if (action === undefined) return [];
    const peers = listOf(direction === 'ingress' ? rule.from : rule.to).map(objectOf);
    const known = compilePeers(graph, peers, direction);
    if (known !== undefined) return [ruleFor(known, { path, action, ports: kind.ports(rule) })];
    // A peer that nobody understands fails closed (CP5).
    return action === 'allow' ? [] : [ruleFor([EVERYBODY], { path, action: 'deny', ports: EVERY_PORT })];
  });
}

/** An entry of v1alpha1 `ports` (CP8). */
function readPort(value: JsonValue): RulePorts {
  const { portNumber, portRange, namedPort } = objectOf(value);
  if (typeof namedPort === 'string') return anyProtocol(namedPort);
  const { protocol, port, start, end } = objectOf(portNumber ?? portRange);
  return numbersOf(stringOf(protocol) ?? 'TCP', numberOf(port ?? start), numberOf(port ?? end));
}

/** An entry of v1alpha2 `protocols` (CP8); a protocol without a port means all of its ports. */
function readProtocol(value: JsonValue): RulePorts {
  const item = objectOf(value);
  if (typeof item.destinationNamedPort === 'string') return anyProtocol(item.destinationNamedPort);
  const field = (['tcp', 'udp', 'sctp'] as const).find((name) => item[name] !== undefined);
  if (field === undefined) return NO_PORT;
  const { destinationPort } = objectOf(item[field]);
  if (destinationPort === undefined || destinationPort === null)
    return portItem(field.toUpperCase(), undefined, undefined);
  const { number, range } = objectOf(destinationPort);
  const { start, end } = objectOf(range);
  return numbersOf(field.toUpperCase(), numberOf(number ?? start), numberOf(number ?? end));
}

const NO_PORT: RulePorts = { numbers: PortSet.none, names: [] };

function anyProtocol(name: string): RulePorts {
  return { numbers: PortSet.none, names: [{ name, protocol: undefined }] };
}

function numbersOf(protocol: string, first: number | undefined, last: number | undefined): RulePorts {
  return first === undefined || last === undefined ? NO_PORT : portItem(protocol, first, last);
}
