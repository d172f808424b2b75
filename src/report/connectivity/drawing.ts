import type { Verdict } from '../../reach/connectivity/explain.ts';
import type { Answer, GroupEnd } from './answer.ts';
import { describeOutside, portsOf } from './entry.ts';
import { groupName } from './group-name.ts';

/** A drawing of the map: a box for each namespace, in it a node for each group of workloads, an arrow for each pair of groups. */
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

export function drawingOf({ groupRows }: Answer): Drawing {
  const all = [...groupRows];
  const ends = new Map<string, GroupEnd>();
  for (const { from, to } of all) for (const end of [from, to]) ends.set(keyOf(end), end);
  const keys = [...ends.keys()].sort();
  const ids = new Map(keys.map((key, index) => [key, `n${index + 1}`]));
  const boxes = new Map<string, DrawnEnd[]>();
  const outside: DrawnEnd[] = [];
  for (const key of keys) {
    const end = ends.get(key);
    const id = ids.get(key) ?? '';
    if (end === undefined) continue;
    if ('outside' in end) outside.push({ id, label: describeOutside(end.outside) });
    else {
      const namespaces = new Set(end.workloads.map((one) => one.namespace));
      const [{ namespace: first }] = end.workloads;
      const namespace = namespaces.size === 1 ? first : `${namespaces.size} namespaces`;
      const own = boxes.get(namespace) ?? [];
      boxes.set(namespace, own);
      own.push({ id, label: groupName(end, namespace) });
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
  return { namespaces: boxes, outside, arrows };
}

function keyOf(end: GroupEnd): string {
  return 'workloads' in end ? `0${end.workloads[0].name}` : `1${describeOutside(end.outside)}`;
}
