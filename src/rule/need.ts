import type { Path } from '../base/json.ts';
import type { Resource } from '../resource/resource.ts';
import type { Breaks } from './rule.ts';

/** Something that a request needs; without a path the whole object. */
export interface Need {
  readonly resource: Resource;
  readonly path: Path | undefined;
  /** Whether it needs what stands below, too: a rule has other backends than the one that is asked. */
  readonly below: boolean;
  /** Instead of what the rule says, where what is broken is one step away. */
  readonly means?: Breaks;
}
