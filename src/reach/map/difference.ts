import { AddressSet } from '../../base/addresses.ts';
import { PortSet } from '../../base/ports.ts';
import type { Connections } from '../connectivity/connectivity.ts';
import type { ConnectionMap, MapEnd, MapRow } from './connection-map.ts';
import type { Workload } from './workload.ts';

/** What changes between two ends; never equal before and after. */
export interface ConnectionChange {
  readonly from: MapEnd;
  readonly to: MapEnd;
  readonly before: Connections;
  readonly after: Connections;
}

/** The changes from one map to another, in the order of the names of both ends. Workloads are told apart by their names. */
export function* differences(before: ConnectionMap, after: ConnectionMap): Iterable<ConnectionChange> {
  const pairs = pairsOf(before, after);
  for (const source of pairs) {
    const old = connectionsByName(before, source.before);
    const current = connectionsByName(after, source.after);
    for (const destination of pairs) {
      const { name, workload } = destination;
      const change = { before: old.get(name) ?? NOTHING, after: current.get(name) ?? NOTHING };
      if (!areEqual(change.before, change.after))
        yield { from: { workload: source.workload }, to: { workload }, ...change };
    }
    for (const { outside, ...change } of outsideChanges(
      outsideOf(source.before && before.rowsFrom(source.before)),
      outsideOf(source.after && after.rowsFrom(source.after)),
    ))
      yield { from: { workload: source.workload }, to: { outside }, ...change };
  }
  for (const destination of pairs) {
    for (const { outside, ...change } of outsideChanges(
      outsideOf(destination.before && before.rowsFromOutside(destination.before)),
      outsideOf(destination.after && after.rowsFromOutside(destination.after)),
    ))
      yield { from: { outside }, to: { workload: destination.workload }, ...change };
  }
}

/** The part that `after` has and `before` has not: what a change opens, or the other way round what it closes. */
export function gained(before: Connections, after: Connections): Connections {
  return {
    allowed: after.allowed.subtract(before.allowed),
    depends: after.depends.subtract(before.allowed).subtract(before.depends),
  };
}

interface Pair {
  readonly name: string;
  readonly workload: Workload;
  readonly before: Workload | undefined;
  readonly after: Workload | undefined;
}

function pairsOf(before: ConnectionMap, after: ConnectionMap): readonly Pair[] {
  const old = new Map(before.workloads.map((one) => [one.name, one]));
  const current = new Map(after.workloads.map((one) => [one.name, one]));
  return [...new Set([...old.keys(), ...current.keys()])].sort().flatMap((name) => {
    const workload = current.get(name) ?? old.get(name);
    return workload === undefined
      ? []
      : [{ name, workload, before: old.get(name), after: current.get(name) }];
  });
}

function connectionsByName(map: ConnectionMap, from: Workload | undefined): ReadonlyMap<string, Connections> {
  if (from === undefined) return new Map();
  return new Map(map.workloads.map((to) => [to.name, map.between(from, to)]));
}

interface Outside {
  readonly outside: AddressSet;
  readonly open: Connections;
}

/** All addresses, those that are blocked among them. */
function outsideOf(rows: Iterable<MapRow> | undefined): readonly Outside[] {
  const found: Outside[] = [];
  let rest = AddressSet.all;
  for (const { from, to, open } of rows ?? []) {
    const end = 'outside' in to ? to : from;
    if (!('outside' in end)) continue;
    found.push({ outside: end.outside, open });
    rest = rest.subtract(end.outside);
  }
  return [...found, { outside: rest, open: NOTHING }];
}

/** Addresses that change alike together, whatever blocks the policies of either side write. */
function* outsideChanges(
  old: readonly Outside[],
  current: readonly Outside[],
): Iterable<{ readonly outside: AddressSet; readonly before: Connections; readonly after: Connections }> {
  for (const { outside: a, open: before } of old) {
    for (const { outside: b, open: after } of current) {
      if (areEqual(before, after)) continue;
      const outside = a.intersect(b);
      if (!outside.isEmpty) yield { outside, before, after };
    }
  }
}

const NOTHING: Connections = { allowed: PortSet.none, depends: PortSet.none };

function areEqual(a: Connections, b: Connections): boolean {
  return a.allowed.equals(b.allowed) && a.depends.equals(b.depends);
}
