import { AddressSet } from '../../base/addresses.ts';
import type { MapEnd } from '../../reach/map/connection-map.ts';
import type { Workload } from '../../reach/map/workload.ts';
import { describeOutside, describePorts, portsOf } from './entry.ts';
import type { Row } from './entry.ts';
import type { GroupEnd, GroupRow } from './answer.ts';

/** Destinations that the same sources reach on the same ports. */
export interface Gathered {
  /** What the destinations are called together. */
  readonly to: readonly string[];
  readonly lines: readonly { readonly ports: string; readonly from: readonly string[] }[];
}

interface Sources {
  /** Their names: a diff has workloads of two maps. */
  readonly workloads: Set<string>;
  outside: AddressSet;
}

/** Rows by destination, with what a person would say for many names at once. */
export function gather(rows: Iterable<Row | GroupRow>, workloads: readonly Workload[]): readonly Gathered[] {
  const crowd = new Crowd(workloads);
  const byDestination = new Map<string, { to: AnyEnd; sources: Map<string, Sources> }>();
  for (const row of rows) {
    const { from, to } = row;
    const key = 'outside' in to ? `1${describeOutside(to.outside)}` : `0${membersOf(to)[0]?.name ?? ''}`;
    const known = byDestination.get(key) ?? { to, sources: new Map<string, Sources>() };
    byDestination.set(key, known);
    for (const [verdict, set] of portsOf(row)) {
      const ports = describePorts(set, verdict);
      const sources = known.sources.get(ports) ?? { workloads: new Set(), outside: AddressSet.none };
      known.sources.set(ports, sources);
      if ('outside' in from) sources.outside = sources.outside.union(from.outside);
      else for (const { name } of membersOf(from)) sources.workloads.add(name);
    }
  }
  const alike = new Map<string, { to: AnyEnd[]; lines: Gathered['lines'] }>();
  for (const [, { to, sources }] of [...byDestination].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const lines = [...sources]
      .map(([ports, { workloads: own, outside }]) => ({
        ports,
        from: crowd.describe(own, outside, membersOf(to).length === 1 ? membersOf(to)[0] : undefined),
      }))
      .sort((a, b) => (a.ports < b.ports ? -1 : 1));
    const key = JSON.stringify(lines);
    const known = alike.get(key);
    if (known === undefined) alike.set(key, { to: [to], lines });
    else known.to.push(to);
  }
  return [...alike.values()].map(({ to, lines }) => ({ to: crowd.names(to), lines }));
}

type AnyEnd = MapEnd | GroupEnd;

function membersOf(end: AnyEnd): readonly Workload[] {
  if ('workload' in end) return [end.workload];
  return 'workloads' in end ? end.workloads : [];
}

const ALL = 'all workloads';
/** So many may be missing from all, and so many times more must be there, to name those that are missing. */
const FEW_MISSING = 4;
const FAR_MORE = 3;

/** Names for many workloads at once. */
class Crowd {
  readonly #all: readonly Workload[];
  readonly #byNamespace = new Map<string, Workload[]>();

  constructor(workloads: readonly Workload[]) {
    this.#all = workloads;
    for (const workload of workloads) {
      const own = this.#byNamespace.get(workload.namespace) ?? [];
      this.#byNamespace.set(workload.namespace, own);
      own.push(workload);
    }
  }

  /** `itself` counts as reached: whether a lone pod reaches itself is no question. */
  describe(
    workloads: ReadonlySet<string>,
    outside: AddressSet,
    itself: Workload | undefined,
  ): readonly string[] {
    const has = ({ name }: Workload): boolean => name === itself?.name || workloads.has(name);
    const inside = this.#allBut(workloads, has) ?? this.#namesOf(workloads, has);
    if (outside.isEmpty) return inside;
    const [first = '', ...others] = inside;
    return first.startsWith(ALL) && outside.equals(AddressSet.all)
      ? [`everybody${first.slice(ALL.length)}`, ...others]
      : [...inside, describeOutside(outside)];
  }

  names(ends: readonly AnyEnd[]): readonly string[] {
    const workloads = new Set(ends.flatMap((end) => membersOf(end).map(({ name }) => name)));
    const outside = ends.flatMap((end) => ('outside' in end ? [describeOutside(end.outside)] : []));
    const has = ({ name }: Workload): boolean => workloads.has(name);
    return [...(this.#allBut(workloads, has) ?? this.#namesOf(workloads, has)), ...outside];
  }

  /** Undefined where too many are missing to name those instead. */
  #allBut(workloads: ReadonlySet<string>, has: (one: Workload) => boolean): readonly string[] | undefined {
    const missing = this.#all.filter((one) => !has(one));
    if (workloads.size < 2 || missing.length > FEW_MISSING || workloads.size < missing.length * FAR_MORE)
      return undefined;
    return missing.length === 0 ? [ALL] : [`${ALL} but ${missing.map(({ name }) => name).join(', ')}`];
  }

  #namesOf(workloads: ReadonlySet<string>, has: (one: Workload) => boolean): readonly string[] {
    return [...this.#byNamespace].flatMap(([namespace, own]) =>
      own.every(has) && own.filter(({ name }) => workloads.has(name)).length > 1
        ? [`${namespace}/*`]
        : own.filter(({ name }) => workloads.has(name)).map(({ name }) => name),
    );
  }
}
