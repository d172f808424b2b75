import { UNKNOWN, either } from './range.ts';
import type { Range } from './range.ts';
import type { Type } from './type.ts';

/** Where the estimate cannot be known for certain. */
export class Unsure extends Error {}

/** What is known of a part of an expression before anything is evaluated. */
export interface Estimate {
  readonly cost: number;
  readonly type: Type;
  /** Undefined: not known. */
  readonly size?: Range;
  /** Of the entries of a list, or of the values of a map. */
  readonly entries?: Entries;
  /** From a variable through the schema. It may be one that leads nowhere, and yet counts (cel-go checker/cost.go getPath). */
  readonly path?: readonly string[];
}

export interface Entries {
  readonly key: Range;
  readonly value: Range;
}

export function sizeOrUnknown({ size }: Estimate): Range {
  return size ?? UNKNOWN;
}

export function eitherEntries(a: Entries | undefined, b: Entries | undefined): Entries | undefined {
  if (a === undefined || b === undefined) return undefined;
  return { key: either(a.key, b.key), value: either(a.value, b.value) };
}

/** Variables of the loops around a part. */
export interface Scope {
  readonly root: Type;
  readonly locals: ReadonlyMap<string, Omit<Estimate, 'cost'>>;
}

/** What the schema says of the size at the end of a path; undefined where it leads nowhere. */
export function sizeAt({ root }: Scope, path: readonly string[] | undefined): Range | undefined {
  if (path === undefined || path.length === 0) return undefined;
  let here: Type | undefined = root;
  for (const step of path.slice(1)) {
    if (step === '@keys') here = here.kind === 'map' ? KEY : undefined;
    else if (step === '@items' || step === '@values') here = here.element;
    else here = here.fields?.get(step);
    if (here === undefined) return undefined;
  }
  return { min: 0, max: here.most };
}

/** Keys are counted as if they had no length. */
const KEY: Type = { kind: 'string', most: 0, shortest: 2 };

/** The first that is known: what was computed, what the schema says, 1 for what has no size. */
export function sized(scope: Scope, part: Omit<Estimate, 'cost'>): Range | undefined {
  return part.size ?? sizeAt(scope, part.path) ?? (isScalar(part.type) ? { min: 1, max: 1 } : undefined);
}

function isScalar({ kind, element }: Type): boolean {
  if (kind === 'optional') return element !== undefined && isScalar(element);
  return SCALARS.has(kind);
}

const SCALARS: ReadonlySet<string> = new Set(['bool', 'double', 'duration', 'int', 'timestamp']);
