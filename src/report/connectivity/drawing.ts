import type { MapEnd } from '../../reach/map/connection-map.ts';
import type { Verdict } from '../../reach/connectivity/explain.ts';
import type { Answer } from './answer.ts';
import { describeOutside, portsOf } from './entry.ts';

/** A drawing of the map: a box for each namespace, an arrow for each pair. */
export interface Drawing {
  /** Sorted by name. */
  readonly namespaces: ReadonlyMap<string, readonly DrawnEnd[]>;
  readonly outside: readonly DrawnEnd[];
  readonly arrows: readonly Arrow[];
}

export interface DrawnEnd {
  /** `n1`, `n2`, in the order of names. */
  readonly id: string;
  /** Without its namespace. */
  readonly label: string;
}

export interface Arrow {
  readonly from: string;
  readonly to: string;
  readonly label: string;
  readonly verdict: Verdict;
}

export function drawingOf({ rows }: Answer): Drawing {
  const all = [...rows];
  const ends = new Map<string, MapEnd>();
  for (const { from, to } of all) for (const end of [from, to]) ends.set(keyOf(end), end);
  const keys = [...ends.keys()].sort();
  const ids = new Map(keys.map((key, index) => [key, `n${index + 1}`]));
  const namespaces = new Map<string, DrawnEnd[]>();
  const outside: DrawnEnd[] = [];
  for (const key of keys) {
    const end = ends.get(key);
    const id = ids.get(key) ?? '';
    if (end === undefined) continue;
    if ('outside' in end) outside.push({ id, label: describeOutside(end.outside) });
    else {
      const { namespace, name } = end.workload;
      const own = namespaces.get(namespace) ?? [];
      namespaces.set(namespace, own);
      own.push({ id, label: name.slice(namespace.length + 1) });
    }
  }
  const arrows = all.flatMap((row) =>
    portsOf(row).map(([verdict, ports]): Arrow => ({
      from: ids.get(keyOf(row.from)) ?? '',
      to: ids.get(keyOf(row.to)) ?? '',
      label: ports.isAll ? '' : String(ports),
      verdict,
    })),
  );
  return { namespaces, outside, arrows };
}

function keyOf(end: MapEnd): string {
  return 'workload' in end ? `0${end.workload.name}` : `1${describeOutside(end.outside)}`;
}
