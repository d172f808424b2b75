import type { MapRow } from '../../reach/map/connection-map.ts';
import type { Exposure } from '../../reach/map/exposure.ts';
import type { MapReason } from '../../reach/map/reasons.ts';

/** What `connectivity` was asked for. */
export interface Answer {
  /** Sorted: by source, then by destination. May be walked several times. */
  readonly rows: Iterable<MapRow>;
  /** Undefined if nobody asked why. */
  readonly because: ((row: MapRow) => readonly MapReason[]) | undefined;
  /** Undefined if nobody asked. */
  readonly exposures: readonly Exposure[] | undefined;
  /** What makes the answer less certain than it looks: sentences. */
  readonly notes: readonly string[];
}
