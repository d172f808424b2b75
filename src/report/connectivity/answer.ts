import type { AddressSet } from '../../base/addresses.ts';
import type { PortSet } from '../../base/ports.ts';
import type { Connections } from '../../reach/connectivity/connectivity.ts';
import type { MapRow, WorkloadGroup } from '../../reach/map/connection-map.ts';
import type { Verdict } from '../../reach/connectivity/explain.ts';
import type { Exposure } from '../../reach/map/exposure.ts';
import type { MapReason } from '../../reach/map/reasons.ts';

/** A pair of ends, with the ports that were asked for. */
export interface AnswerRow extends MapRow {
  /** Empty if nobody asked for what is closed. */
  readonly blocked: PortSet;
}

/** Many connections that are alike: from each of one end to each of another, but of a lone pod to itself. */
export interface GroupRow {
  readonly from: GroupEnd;
  readonly to: GroupEnd;
  readonly open: Connections;
  readonly blocked: PortSet;
  /** How many pairs of ends it stands for. */
  readonly pairs: number;
}

export type GroupEnd = WorkloadGroup | { readonly outside: AddressSet };

/** What `connectivity` was asked for. */
export interface Answer {
  /** Sorted: by source, then by destination. May be walked several times. */
  readonly rows: Iterable<AnswerRow>;
  /** The same by groups, in the order of their first names; connections from outside last. May be walked several times. */
  readonly groupRows: Iterable<GroupRow>;
  /** Those of the rows, each once. */
  readonly groups: readonly WorkloadGroup[];
  /** Undefined if nobody asked why. */
  readonly because: ((row: MapRow, ports: PortSet) => readonly MapReason[]) | undefined;
  /** Those that were asked for by name; undefined for what may be open. */
  readonly verdicts: readonly Verdict[] | undefined;
  /** Undefined if nobody asked. */
  readonly exposures: readonly Exposure[] | undefined;
  /** What makes the answer less certain than it looks: sentences. */
  readonly notes: readonly string[];
}
