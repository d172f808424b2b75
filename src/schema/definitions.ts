import { definitions } from 'kubeplumb:schemas';
import { load } from '../base/load.ts';
import { isIn } from './kinds.ts';
import type { Range } from './kinds.ts';

/**
 * Fields of an object with their types, in the short form of `schemas/kubernetes/README.md`: `!` before a required one,
 * then `[]` or `{}` for a list or a map of what follows, then a letter, or `#` and the name of a definition.
 */
export type Fields = Readonly<Record<string, string>>;

interface Variant {
  readonly versions: readonly Range[];
  readonly fields: Fields;
}

let table: Readonly<Record<string, readonly Variant[] | undefined>> | undefined;

/** The version whose definitions custom resources refer to: that of a check that names none. */
export const CUSTOM_VERSION = 34;

/** The fields of a definition in a version that has schemas; undefined where it is not there. */
export function fieldsOf(name: string, version: number): Fields | undefined {
  // Written by build/schemas/main.mjs, which is held to its sources.
  table ??= load(definitions) as NonNullable<typeof table>;
  return table[name]?.find(({ versions }) => isIn(versions, version))?.fields;
}

/** A type, taken apart. */
export interface FieldType {
  readonly required: boolean;
  /** The outermost first. */
  readonly within: readonly ('list' | 'map')[];
  readonly of: Letter | 'ref';
  /** Of a reference. */
  readonly definition: string;
  /** The only strings that are taken; empty for all. */
  readonly values: readonly string[];
}

/** String, whole number, number, boolean, quantity, integer or string, time, base64, anything. */
export type Letter = 's' | 'i' | 'n' | 'b' | 'q' | 'x' | 't' | 'y' | '*';

const TYPE = /^(!?)((?:\[\]|\{\})*)(?:#(.+)|([sinbqxty*])(?:\((.*)\))?)$/;

export function readType(text: string): FieldType {
  const [, required, within = '', definition, letter, values] = TYPE.exec(text) ?? [];
  if (definition === undefined && letter === undefined) throw new Error(`'${text}' is no type`);
  return {
    required: required === '!',
    within: (within.match(/../g) ?? []).map((pair) => (pair === '[]' ? 'list' : 'map')),
    of: (letter ?? 'ref') as Letter | 'ref',
    definition: definition ?? '',
    values: values === undefined ? [] : values.split('|'),
  };
}
