import type { Diagnostic } from '../../diagnostic/diagnostic.ts';
import type { MapRow } from '../../reach/map/connection-map.ts';
import { gained } from '../../reach/map/difference.ts';
import type { ConnectionChange } from '../../reach/map/difference.ts';
import type { Workload } from '../../reach/map/workload.ts';
import type { FindingDifference } from '../../workspace/finding-difference.ts';
import type { Locator } from '../locate.ts';

/** What lies between two states of the manifests. */
export interface Diff {
  readonly changes: readonly ConnectionChange[];
  readonly findings: FindingDifference;
  readonly before: Side;
  readonly after: Side;
}

export interface Side {
  readonly workloads: readonly Workload[];
  readonly places: Locator;
}

/** What the change opens. */
export function opened({ changes }: Diff): readonly MapRow[] {
  return changes.flatMap(({ from, to, before, after }) => rowOf(from, to, gained(before, after)));
}

/** What the change closes. */
export function closed({ changes }: Diff): readonly MapRow[] {
  return changes.flatMap(({ from, to, before, after }) => rowOf(from, to, gained(after, before)));
}

function rowOf(from: MapRow['from'], to: MapRow['to'], open: MapRow['open']): readonly MapRow[] {
  return open.allowed.isEmpty && open.depends.isEmpty ? [] : [{ from, to, open }];
}

export function isEmpty({ changes, findings: { added, fixed } }: Diff): boolean {
  return changes.length + added.length + fixed.length === 0;
}

export const NO_CHANGE = 'No change in connections or findings.';

/** `shop/web.yaml:3 error[rule-id] message`, in the file of its own side. */
export function findingText(
  { place, severity, rule, message }: Diagnostic,
  places: Locator,
): {
  readonly where: string;
  readonly label: string;
  readonly message: string;
} {
  const { file, range } = places.locate(place);
  return { where: `${file}:${range.start.line}`, label: `${severity}[${rule}]`, message };
}
