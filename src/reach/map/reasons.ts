import type { Path } from '../../base/json.ts';
import { getAt, listOf, stringOf } from '../../base/json.ts';
import type { PortSet } from '../../base/ports.ts';
import type { Graph } from '../../reference/graph.ts';
import type { Resource } from '../../resource/resource.ts';
import { nameOf } from '../../resource/resource.ts';
import { Connectivity } from '../connectivity/connectivity.ts';
import type { End } from '../connectivity/connectivity.ts';
import type { DecidingRule, Isolation, Port, SideReason } from '../connectivity/explain.ts';
import type { NearRule } from '../connectivity/near-rule.ts';
import type { Direction } from '../policy/policy.ts';
import type { MapEnd } from './connection-map.ts';
import { Networks } from './networks.ts';
import type { Joined } from './networks.ts';

/** One policy, or the lack of one, that has a say in a connection of the map. */
export interface MapReason {
  readonly direction: Direction;
  /** A sentence without a full stop. */
  readonly message: string;
  /** Undefined where no policy isolates the pods. */
  readonly policy: Resource | undefined;
  /** From the policy's value. */
  readonly path: Path;
}

/**
 * Why ports of a pair are open, at both sides, or closed, at the sides that close them: asked for one port of all that
 * rules treat alike, each reason once.
 */
export function reasonsOf(
  graph: Graph,
  { from, to }: { readonly from: MapEnd; readonly to: MapEnd },
  ports: PortSet,
): readonly MapReason[] {
  const connectivity = new Connectivity(graph);
  const found = new Map<string, MapReason>();
  for (const { how, message, by } of joinsOf(graph, from, to)) {
    found.set(message, { direction: 'egress', message, policy: by, path: [] });
    if (how === 'apart') return [...found.values()];
  }
  for (const source of endsOf(connectivity, from))
    for (const destination of endsOf(connectivity, to))
      for (const piece of connectivity.pieces(source, destination, ports))
        for (const reason of ofPiece(connectivity, source, destination, piece))
          found.set([reason.direction, reason.message, ...reason.path].join('\0'), reason);
  return [...found.values()].sort((a, b) =>
    a.direction < b.direction ? -1 : a.direction > b.direction ? 1 : 0,
  );
}

/** Why no network, or perhaps none, leads from one workload to the other. */
function joinsOf(graph: Graph, from: MapEnd, to: MapEnd): readonly Joined[] {
  if (!('workload' in from) || !('workload' in to)) return [];
  const destinations = to.workload.pods;
  return from.workload.pods.flatMap((a) =>
    destinations.flatMap((b) => Networks.of(graph).between(a, b) ?? []),
  );
}

function ofPiece(connectivity: Connectivity, from: End, to: End, piece: PortSet): readonly MapReason[] {
  const [range] = piece.ranges();
  if (range === undefined) return [];
  const port: Port = { protocol: range.protocol, port: range.first };
  const explanation = connectivity.explain(from, to, port.protocol, port.port);
  return (['egress', 'ingress'] as const).flatMap((direction) => {
    const side = explanation[direction];
    if (side === undefined) return [];
    if (side.verdict === 'blocked')
      return closing(direction, side, connectivity.nearRules(from, to, direction, port));
    return explanation.verdict === 'blocked' ? [] : opening(direction, side);
  });
}

function opening(direction: Direction, { isolating, rules }: SideReason): readonly MapReason[] {
  if (isolating.length === 0 && rules.length === 0)
    return [{ direction, message: `No policy limits ${direction}`, policy: undefined, path: [] }];
  if (rules.length === 0) return isolating.map((one) => isolation(direction, one, undefined));
  return rules.map((rule) => decision(direction, rule));
}

/** The rules that deny it, else the policies none of whose rules allows it. */
function closing(
  direction: Direction,
  { isolating, rules }: SideReason,
  near: readonly NearRule[],
): readonly MapReason[] {
  const others = rules.filter(({ action }) => action !== 'allow').map((rule) => decision(direction, rule));
  return [
    ...others,
    ...isolating.map((one) =>
      isolation(
        direction,
        one,
        near.find(({ policy, misses }) => policy === one.policy && misses === 'ports') ??
          near.find(({ policy }) => policy === one.policy),
      ),
    ),
  ];
}

function decision(direction: Direction, { policy, path, action, certain }: DecidingRule): MapReason {
  const message = `${nameOf(policy)}${tierOf(policy)} ${VERBS[action]} it${certain ? '' : ', perhaps'}`;
  return { direction, message, policy, path };
}

const VERBS = { allow: 'allows', deny: 'denies', pass: 'passes' } as const;

/** The tier is in the name of a kind, or is said by the policy. */
function tierOf({ kind, value }: Resource): string {
  return kind === 'ClusterNetworkPolicy' ? ` (tier ${stringOf(getAt(value, ['spec', 'tier'])) ?? ''})` : '';
}

/** What the rules of a policy that isolates the pods lack. */
function isolation(
  direction: Direction,
  { policy, certain }: Isolation,
  near: NearRule | undefined,
): MapReason {
  const perhaps = certain ? '' : ', perhaps';
  const rules = ['spec', direction];
  if (near !== undefined) {
    const others = near.misses === 'ports' ? 'other ports' : 'other peers';
    const message = `${nameOf(policy)} allows it for ${others} only${perhaps}`;
    return { direction, message, policy, path: near.path };
  }
  const written = getAt(policy.value, rules);
  const message =
    listOf(written).length === 0
      ? `${nameOf(policy)} allows no ${direction}${perhaps}`
      : `No rule of ${nameOf(policy)} allows it${perhaps}`;
  return { direction, message, policy, path: written === undefined ? ['spec'] : rules };
}

/** One end for each class of pods, and the first of the addresses. */
function endsOf(connectivity: Connectivity, end: MapEnd): readonly End[] {
  if ('workload' in end) {
    const byClass = new Map(end.workload.pods.map((pod) => [connectivity.classOf({ pod }), { pod }]));
    return [...byClass.values()];
  }
  const [range] = end.outside.ranges();
  return range === undefined ? [] : [{ address: { family: range.family, value: range.first } }];
}
