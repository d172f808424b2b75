import type * as library from '@marcbachmann/cel-js';
import { cel } from 'kubeplumb:schemas';
import { isList, isObject } from '../base/json.ts';
import type { JsonValue } from '../base/json.ts';
import { isGoOnly } from '../schema/crd.ts';
import { load } from '../schema/load.ts';
import { addKubernetesFunctions } from './cel-library.ts';

/** What an expression gave: a value, or why it could not be evaluated. */
export type Outcome = { readonly value: unknown } | { readonly error: string };
export type Variables = Readonly<Record<string, unknown>>;

let made: library.Environment | undefined;

/** Loaded at the first expression: most inputs have none. */
function environment(): library.Environment {
  if (made === undefined) {
    const { Environment } = load(cel) as typeof library;
    const plain = new Environment({ enableOptionalTypes: true, unlistedVariablesAreDyn: true });
    made = addKubernetesFunctions(plain);
  }
  return made;
}

/** Compiled at the first use. */
export function celProgram(text: string): (variables: Variables) => Outcome {
  let compiled: ((variables: Variables) => unknown) | undefined;
  return (variables) => {
    if (isGoOnly(text)) return { error: 'it has a regular expression that JavaScript reads in another way' };
    try {
      compiled ??= environment().parse(text) as (variables: Variables) => unknown;
      return { value: compiled(variables) };
    } catch (error) {
      const [first = ''] = (error instanceof Error ? error.message : String(error)).split('\n');
      return { error: first };
    }
  };
}

/** Several expressions look at one object; its CEL form is made once, and lives as long as it does. */
const converted = new WeakMap<object, unknown>();

/** Integers are CEL ints, objects maps. */
export function celValue(value: JsonValue | undefined): unknown {
  if (typeof value === 'number' && Number.isInteger(value)) return BigInt(value);
  if (!isList(value) && !isObject(value)) return value;
  let cel = converted.get(value);
  if (cel === undefined) {
    cel = isList(value)
      ? value.map(celValue)
      : new Map(Object.entries(value).map(([key, entry]) => [key, celValue(entry)]));
    converted.set(value, cel);
  }
  return cel;
}
