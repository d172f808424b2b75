import type { Path } from '../base/json.ts';

/** What a schema says of a value, in the words of messages. */
export interface Shape {
  /** Names of the fields of an object; none for a value that is no such object. */
  readonly fields: readonly string[];
  /** Of each field that is an object itself, the names of its fields. */
  readonly below: ReadonlyMap<string, readonly string[]>;
  /** Names of the fields of the nearest object around it. */
  readonly above: readonly string[];
  /** `a whole number`, `a list of strings`. */
  readonly wanted: string;
  /** What a scalar is to be, where another may be turned into it. */
  readonly scalar: 'string' | 'integer' | 'boolean' | undefined;
  /** The only values that are taken; empty for all. */
  readonly values: readonly string[];
}

/** Undefined for a path that the schema says nothing of. */
export type Guide = (path: Path) => Shape | undefined;
