import type { PortSet } from '../../base/ports.ts';
import type { MapRow } from '../../reach/map/connection-map.ts';
import type { Verdict } from '../../reach/connectivity/explain.ts';
import type { Exposure } from '../../reach/map/exposure.ts';
import type { MapReason } from '../../reach/map/reasons.ts';

/** A pair of ends, with the ports that were asked for. */
export interface AnswerRow extends MapRow {
  /** Empty if nobody asked for what is closed. */
  readonly blocked: PortSet;
}

/** What `connectivity` was asked for. */
export interface Answer {
  /** Sorted: by source, then by destination. May be walked several times. */
  readonly rows: Iterable<AnswerRow>;
  /** Undefined if nobody asked why. */
  readonly because: ((row: MapRow, ports: PortSet) => readonly MapReason[]) | undefined;
  /** Those that were asked for by name; undefined for what may be open. */
  readonly verdicts: readonly Verdict[] | undefined;
  /** Undefined if nobody asked. */
  readonly exposures: readonly Exposure[] | undefined;
  /** What makes the answer less certain than it looks: sentences. */
  readonly notes: readonly string[];
}
