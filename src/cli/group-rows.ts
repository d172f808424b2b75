import { AddressSet } from '../base/addresses.ts';
import type { Connections } from '../reach/connectivity/connectivity.ts';
import type { ConnectionMap, WorkloadGroup } from '../reach/map/connection-map.ts';
import type { Workload } from '../reach/map/workload.ts';
import type { GroupRow } from '../report/connectivity/answer.ts';
import type { PortSet } from '../base/ports.ts';

/** The ends that `--from` or `--to` name. */
export interface Filter {
  readonly holds: (workload: Workload) => boolean;
  readonly addresses: AddressSet;
}

export interface Asked {
  readonly from: Filter | undefined;
  readonly to: Filter | undefined;
}

/** The ports that are asked for; undefined if there are none. */
export type Kept = (
  open: Connections,
) => { readonly open: Connections; readonly blocked: PortSet } | undefined;

/** What is asked for, between groups of workloads that have equal connections. */
export function* groupRows(map: ConnectionMap, { from, to }: Asked, kept: Kept): Iterable<GroupRow> {
  const is = (filter: Filter | undefined, workload: Workload): boolean => filter?.holds(workload) !== false;
  const groups = map
    .groups((workload) => `${is(from, workload)} ${is(to, workload)}`)
    .flatMap((group) => (reads(group) ? [group] : apart(group)));
  const within = (filter: Filter | undefined): readonly WorkloadGroup[] =>
    groups.filter(({ workloads: [first] }) => is(filter, first));
  const destinations = within(to);
  for (const source of within(from)) {
    const size = source.workloads.length;
    for (const destination of destinations) {
      const isSame = source === destination;
      const others = isSame && !source.reachesItself ? size - 1 : destination.workloads.length;
      const ports = others === 0 ? undefined : kept(map.betweenGroups(source, destination));
      if (ports !== undefined) yield { from: source, to: destination, ...ports, pairs: size * others };
    }
    for (const { to: end, open } of map.pairsToOutside(source.workloads[0])) {
      const outside = end.outside.intersect(to?.addresses ?? AddressSet.all);
      const ports = outside.isEmpty ? undefined : kept(open);
      if (ports !== undefined) yield { from: source, to: { outside }, ...ports, pairs: size };
    }
  }
  for (const destination of destinations) {
    for (const { from: end, open } of map.pairsFromOutside(destination.workloads[0])) {
      const outside = end.outside.intersect(from?.addresses ?? AddressSet.all);
      const ports = outside.isEmpty ? undefined : kept(open);
      if (ports !== undefined)
        yield { from: { outside }, to: destination, ...ports, pairs: destination.workloads.length };
    }
  }
}

/** Two lone pods are better named one by one: each reaches the other. */
function reads({ workloads, reachesItself }: WorkloadGroup): boolean {
  return reachesItself || workloads.length !== 2;
}

function apart({ workloads, reachesItself }: WorkloadGroup): readonly WorkloadGroup[] {
  return workloads.map((one) => ({ workloads: [one], reachesItself }));
}

/** The groups that rows are between, in the order of their names. */
export function groupsIn(rows: readonly GroupRow[]): readonly WorkloadGroup[] {
  const all = rows.flatMap(({ from, to }) => [from, to]).filter((end) => 'workloads' in end);
  return [...new Set(all)].sort((a, b) => (a.workloads[0].name < b.workloads[0].name ? -1 : 1));
}
