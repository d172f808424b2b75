import type { JsonValue, Path } from '../base/json.ts';
import type { Visit } from './visit.ts';

/** The forms that statements of upstream's validation have. Each is told by a rule of its own. */
export type Form =
  | 'format'
  | 'range'
  | 'required'
  | 'supported'
  | 'exclusive'
  | 'forbidden'
  | 'repeated'
  | 'order'
  | 'agreement';

/** A statement that does not hold. */
export interface Violation {
  readonly form: Form;
  /** From the value of the object. What is required is not there. */
  readonly path: Path;
  readonly part?: 'key';
  /** What is written there, where it says something. */
  readonly value?: JsonValue;
  /** Completes `spec.replicas of Deployment web`: "must be 0 or more". */
  readonly problem: string;
  /** What was meant, where that is plain. */
  readonly meant?: string | number | boolean;
  /** The other of two places. */
  readonly other?: { readonly path: Path; readonly message: string };
}

/**
 * Judges a value that is there, and reports to the visit what is wrong with it. What is of another type than the judge speaks of is
 * left to the schemas.
 */
export type Judge = (value: JsonValue, visit: Visit) => void;

/**
 * Where, and what holds there. The path begins at what the table is of: `ports[*].name`. `[*]` is each entry of a list, `{*}` each
 * value of a map, `{key}` each of its keys; the empty path is the whole.
 */
export type Statement = readonly [path: string, ...holds: readonly (Judge | SharedType | Versions)[]];

/** Minor versions of Kubernetes, the first and the last that state it; what is left out has no end. */
export interface Versions {
  readonly since?: number;
  readonly until?: number;
}

/** Whatever is stated of a type holds where it is embedded. */
export interface SharedType {
  readonly type: string;
}

/** What upstream states of a kind (`apps/Deployment`), or of a type that several kinds embed (`Container`). */
export interface Table {
  readonly of: string;
  /** File and function of upstream. */
  readonly source: string;
  readonly statements: readonly Statement[];
}

export function is(type: string): SharedType {
  return { type };
}
