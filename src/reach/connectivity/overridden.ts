import type { PortSet } from '../../base/ports.ts';
import type { Graph } from '../../reference/graph.ts';
import type { Path } from '../../base/json.ts';
import type { Resource } from '../../resource/resource.ts';
import type { Match } from '../../resource/selector.ts';
import { decideTurns } from './decide.ts';
import type { Traffic } from './decide.ts';
import { rulesOfTurns } from './explain.ts';
import type { Direction } from '../policy/policy.ts';
import type { PodClass } from './end-class.ts';
import { PolicyTable } from './tiers.ts';
import { matching } from './traffic-policy.ts';
import type { TrafficRule } from './traffic-policy.ts';

/** A rule of a NetworkPolicy that allows nothing of what the manifests show, because the admin tier denies all of it. */
export interface Overridden {
  /** From the policy's value. */
  readonly path: Path;
  readonly direction: Direction;
  /** The rule that denies the first of it. */
  readonly by: Resource;
  readonly byPath: Path;
  readonly subject: Resource;
  readonly peer: Resource;
}

/** The overridden rules of a NetworkPolicy, for certain. */
export function overriddenRules(graph: Graph, policy: Resource): readonly Overridden[] {
  const table = graph.memo('policy table', () => new PolicyTable(graph));
  if (!table.cluster.some(({ tier }) => tier === 'Admin')) return [];
  const compiled = table.namespaced(policy);
  if (compiled === undefined) return [];
  return (['ingress', 'egress'] as const).flatMap((direction) =>
    compiled[direction].flatMap((rule) => overridden(table, rule, direction, compiled.applies) ?? []),
  );
}

function overridden(
  table: PolicyTable,
  rule: TrafficRule,
  direction: Direction,
  applies: (pods: PodClass) => Match,
): Overridden | undefined {
  const peers = candidatesAmong(table, rule);
  let first: Overridden | undefined;
  for (const subject of table.classes.pods) {
    const match = applies(subject);
    if (match === 'maybe') return undefined;
    if (match === 'no') continue;
    for (const peer of peers) {
      const traffic: Traffic = { subject, direction, peer };
      const { sure, most } = matching(rule, peer, direction === 'ingress' ? subject : peer);
      if (most.isEmpty) continue;
      const turns = table.tiersOf(subject, direction).admin;
      const denied = surelyDenied(decideTurns(turns, traffic));
      // What is perhaps allowed by the rule is perhaps its purpose.
      if (sure.isEmpty || !most.isSubsetOf(denied)) return undefined;
      const [range] = sure.ranges();
      if (range === undefined || first !== undefined) continue;
      const port = { protocol: range.protocol, port: range.first };
      const by = rulesOfTurns(turns, traffic, port).find(
        ({ action, certain }) => action === 'deny' && certain,
      );
      if (by === undefined) return undefined;
      const owners = { subject: subject.pod.owner, peer: peer.pod.owner };
      first = { path: rule.path, direction, by: by.policy, byPath: by.path, ...owners };
    }
  }
  return first;
}

function candidatesAmong(
  { classes }: PolicyTable,
  { candidates: { pods } }: TrafficRule,
): readonly PodClass[] {
  if (pods === 'all') return classes.pods;
  return [...new Set([...pods()].map((pod) => classes.ofPod(pod)))];
}

function surelyDenied({ allow, deny, pass, none }: ReturnType<typeof decideTurns>): PortSet {
  return deny.subtract(allow).subtract(pass).subtract(none);
}
