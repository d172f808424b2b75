import type { Path } from '../../base/json.ts';
import type { Graph } from '../../reference/graph.ts';
import type { Resource } from '../../resource/resource.ts';
import { nameOf } from '../../resource/resource.ts';
import { Connectivity } from '../connectivity/connectivity.ts';
import type { End } from '../connectivity/connectivity.ts';
import type { SideReason } from '../connectivity/explain.ts';
import type { Direction } from '../policy/policy.ts';
import type { MapEnd, MapRow } from './connection-map.ts';

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

/** Why a row is open, at both sides: asked for the first port of each of its ranges, each reason once. */
export function reasonsOf(graph: Graph, { from, to, open }: MapRow): readonly MapReason[] {
  const [source, destination] = [endOf(from), endOf(to)];
  if (source === undefined || destination === undefined) return [];
  const connectivity = new Connectivity(graph);
  const found = new Map<string, MapReason>();
  for (const { protocol, first } of [open.allowed, open.depends].flatMap((ports) => ports.ranges())) {
    const { egress, ingress } = connectivity.explain(source, destination, protocol, first);
    for (const reason of [...sideReasons('egress', egress), ...sideReasons('ingress', ingress)])
      found.set([reason.direction, reason.message, ...reason.path].join('\0'), reason);
  }
  return [...found.values()].sort((a, b) =>
    a.direction < b.direction ? -1 : a.direction > b.direction ? 1 : 0,
  );
}

function sideReasons(direction: Direction, side: SideReason | undefined): readonly MapReason[] {
  if (side === undefined) return [];
  const { isolating, rules } = side;
  if (isolating.length === 0 && rules.length === 0)
    return [{ direction, message: `No policy limits ${direction}`, policy: undefined, path: [] }];
  return rules.map(({ policy, path, action, certain }) => ({
    direction,
    message: `${nameOf(policy)} ${VERBS[action]} it${certain ? '' : ', perhaps'}`,
    policy,
    path,
  }));
}

const VERBS = { allow: 'allows', deny: 'denies', pass: 'passes' } as const;

function endOf(end: MapEnd): End | undefined {
  if ('workload' in end) {
    const [pod] = end.workload.pods;
    return pod === undefined ? undefined : { pod };
  }
  const [range] = end.outside.ranges();
  return range === undefined ? undefined : { address: { family: range.family, value: range.first } };
}
