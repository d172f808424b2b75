import { AddressSet } from '../../base/addresses.ts';
import type { AddressRange } from '../../base/addresses.ts';
import { PortSet } from '../../base/ports.ts';
import type { Graph } from '../../reference/graph.ts';
import { Connectivity } from '../connectivity/connectivity.ts';
import type { Connections, End } from '../connectivity/connectivity.ts';
import type { EndClass } from '../connectivity/end-class.ts';
import { Networks } from './networks.ts';
import { workloadsOf } from './workload.ts';
import type { Workload } from './workload.ts';

/** One end of a connection of the map. */
export type MapEnd = { readonly workload: Workload } | OutsideEnd;

export interface OutsideEnd {
  readonly outside: AddressSet;
}

/** What is open from one end to another. */
export interface MapRow {
  readonly from: MapEnd;
  readonly to: MapEnd;
  readonly open: Connections;
}

/** Workloads that have equal connections with everybody. */
export interface WorkloadGroup {
  /** Sorted by name; never empty. */
  readonly workloads: readonly [Workload, ...Workload[]];
  /** Whether they run several pods, between which there are connections. */
  readonly reachesItself: boolean;
}

/** Workloads whose pods no policy tells apart. */
interface Alike {
  readonly classes: readonly EndClass[];
  /** One pod of each class. */
  readonly ends: readonly End[];
  readonly workloads: readonly Workload[];
}

/**
 * Every connection between workloads and with addresses outside, decided once for all workloads that are alike. The
 * connections of a workload with itself are those between two of its pods; what runs one pod has none.
 */
export class ConnectionMap {
  readonly workloads: readonly Workload[];
  readonly #connectivity: Connectivity;
  readonly #networks: Networks;
  readonly #alike = new Map<Workload, Alike>();
  readonly #outside = new Map<
    Alike,
    { readonly from: readonly Outside[]; readonly to: readonly Outside[] }
  >();
  readonly #addresses: readonly AddressRange[];

  constructor(graph: Graph) {
    this.workloads = workloadsOf(graph);
    this.#networks = Networks.of(graph);
    this.#connectivity = new Connectivity(graph);
    this.#addresses = this.#connectivity.addresses();
    const groups = new Map<string, { classes: EndClass[]; ends: End[]; workloads: Workload[] }>();
    for (const workload of this.workloads) {
      const ends = workload.pods.map((pod): End => ({ pod }));
      const byClass = new Map(ends.map((end) => [this.#connectivity.classOf(end), end]));
      const classes = [...byClass.keys()].sort((a, b) => a.index - b.index);
      const key = classes.map(({ index }) => index).join(',');
      const group = groups.get(key) ?? { classes, ends: [...byClass.values()], workloads: [] };
      groups.set(key, group);
      group.workloads.push(workload);
      this.#alike.set(workload, group);
    }
  }

  /** The rows from a workload between whose ends something may be open, in the order of names, addresses last. */
  *rowsFrom(from: Workload, onlyTo?: (to: MapEnd) => boolean): Iterable<MapRow> {
    for (const row of this.pairsFrom(from, onlyTo)) if (isOpen(row.open)) yield row;
  }

  /** The same with all that is closed. What runs one pod has no connections with itself, and no row. */
  *pairsFrom(from: Workload, onlyTo?: (to: MapEnd) => boolean): Iterable<MapRow> {
    for (const workload of this.workloads) {
      const to = { workload };
      if (onlyTo?.(to) === false || (workload === from && isAlone(workload))) continue;
      yield { from: { workload: from }, to, open: this.between(from, workload) };
    }
    for (const row of this.pairsToOutside(from)) if (onlyTo?.(row.to) !== false) yield row;
  }

  *pairsToOutside(from: Workload): Iterable<MapRow & { readonly to: OutsideEnd }> {
    for (const { outside, open } of this.#withOutside(from).to)
      yield { from: { workload: from }, to: { outside }, open };
  }

  /** The rows from addresses outside to a workload. */
  *rowsFromOutside(to: Workload): Iterable<MapRow> {
    for (const row of this.pairsFromOutside(to)) if (isOpen(row.open)) yield row;
  }

  *pairsFromOutside(to: Workload): Iterable<MapRow & { readonly from: OutsideEnd }> {
    for (const { outside, open } of this.#withOutside(to).from)
      yield { from: { outside }, to: { workload: to }, open };
  }

  /**
   * Workloads that have equal connections with everybody, in the order of their first names. `told` sets workloads apart for other
   * reasons. Where networks divide the pods, each is by itself.
   */
  groups(told: (workload: Workload) => string): readonly WorkloadGroup[] {
    const numbers = this.#connectivity.groups();
    const found = new Map<string, { workloads: [Workload, ...Workload[]]; reachesItself: boolean }>();
    for (const workload of this.workloads) {
      const own = new Set(this.#of(workload).classes.map(({ index }) => numbers[index] ?? 0));
      const reachesItself = !isAlone(workload);
      const key = this.#networks.areOne
        ? `${told(workload)} ${reachesItself} ${[...own].sort((a, b) => a - b).join(',')}`
        : workload.name;
      const known = found.get(key);
      if (known === undefined) found.set(key, { workloads: [workload], reachesItself });
      else known.workloads.push(workload);
    }
    return [...found.values()];
  }

  /** What is open from one of a group to another one of a group, which may be the same group. */
  betweenGroups(from: WorkloadGroup, to: WorkloadGroup): Connections {
    const [source] = from.workloads;
    const [first, second] = to.workloads;
    return this.between(source, from === to ? (second ?? first) : first);
  }

  /** Of one workload with itself: between two of its pods. Pods of two are never the same, however alike they are. */
  between(from: Workload, to: Workload): Connections {
    if (from === to && isAlone(from)) return NOTHING;
    return this.#joined(from, to, this.#open(from, to));
  }

  /** What policies let through, as far as a network leads from one to the other. */
  #joined(from: Workload, to: Workload, open: Connections): Connections {
    if (this.#networks.areOne) return open;
    const ways = from.pods.flatMap((a) => to.pods.map((b) => this.#networks.between(a, b)?.how));
    if (ways.every((how) => how === undefined)) return open;
    if (ways.every((how) => how === 'apart')) return NOTHING;
    return { allowed: PortSet.none, depends: open.allowed.union(open.depends) };
  }

  #open(from: Workload, to: Workload): Connections {
    const sources = this.#of(from).classes;
    const destinations = this.#of(to).classes;
    const [source, another] = sources;
    const [destination, more] = destinations;
    if (source !== undefined && destination !== undefined && another === undefined && more === undefined)
      return this.#connectivity.betweenAlike(source, destination);
    return together(sources.flatMap((a) => destinations.map((b) => this.#connectivity.betweenAlike(a, b))));
  }

  #of(workload: Workload): Alike {
    const found = this.#alike.get(workload);
    if (found === undefined) throw new RangeError(`${workload.name} is not of this map`);
    return found;
  }

  #withOutside(workload: Workload): { readonly from: readonly Outside[]; readonly to: readonly Outside[] } {
    const alike = this.#of(workload);
    let found = this.#outside.get(alike);
    if (found === undefined) {
      found = {
        from: this.#addressesBy((address) =>
          together(alike.ends.map((end) => this.#connectivity.between(address, end))),
        ),
        to: this.#addressesBy((address) =>
          together(alike.ends.map((end) => this.#connectivity.between(end, address))),
        ),
      };
      this.#outside.set(alike, found);
    }
    return found;
  }

  /** Addresses with equal connections together, in the order of their first address. */
  #addressesBy(decide: (address: End) => Connections): readonly Outside[] {
    const ranges = new Map<string, { open: Connections; ranges: AddressRange[] }>();
    for (const range of this.#addresses) {
      const open = decide({ address: { family: range.family, value: range.first } });
      const key = `${String(open.allowed)}|${String(open.depends)}`;
      const known = ranges.get(key) ?? { open, ranges: [] };
      ranges.set(key, known);
      known.ranges.push(range);
    }
    return [...ranges.values()].map(({ open, ranges: own }) => ({ outside: AddressSet.of(own), open }));
  }
}

interface Outside {
  readonly outside: AddressSet;
  readonly open: Connections;
}

const NOTHING: Connections = { allowed: PortSet.none, depends: PortSet.none };

/** What all of them allow is allowed, what only some of them may allow depends. */
function together(all: readonly Connections[]): Connections {
  const [first, ...others] = all;
  if (first === undefined) return NOTHING;
  if (others.length === 0) return first;
  const allowed = others.reduce((known, one) => known.intersect(one.allowed), first.allowed);
  const most = all.reduce((known, one) => known.union(one.allowed).union(one.depends), PortSet.none);
  return { allowed, depends: most.subtract(allowed) };
}

function isAlone({ pods }: Workload): boolean {
  return pods.every(({ replicas }) => replicas === 1);
}

function isOpen({ allowed, depends }: Connections): boolean {
  return !allowed.isEmpty || !depends.isEmpty;
}
