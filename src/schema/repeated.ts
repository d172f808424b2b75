import { isObject } from '../base/json.ts';
import type { JsonValue } from '../base/json.ts';

/**
 * The entries of a list that nothing tells apart from one before them, each with that one: by some of their fields, or as a
 * whole where there are none. One that lacks a field is like another that lacks it. Source: apiextensions-apiserver
 * pkg/apiserver/schema/listtype/validation.go.
 */
export function* repeatedIn(
  list: readonly JsonValue[],
  keys: readonly string[],
): Iterable<readonly [index: number, first: number]> {
  const seen = new Map<string, number>();
  for (const [index, item] of list.entries()) {
    // Of what is no object the type is wrong, and nothing else is said.
    if (keys.length > 0 && item !== null && !isObject(item)) return;
    const key = textOf(
      keys.length === 0 ? item : keys.map((name) => (isObject(item) ? item[name] : undefined)),
    );
    const first = seen.get(key);
    if (first === undefined) seen.set(key, index);
    else yield [index, first];
  }
}

/** The same text for the same value, whatever the order of its fields. */
function textOf(value: JsonValue | readonly (JsonValue | undefined)[]): string {
  return JSON.stringify(value, (_, one: unknown) =>
    typeof one === 'object' && one !== null && !Array.isArray(one)
      ? Object.fromEntries(Object.entries(one).sort(([a], [b]) => (a < b ? -1 : 1)))
      : one,
  );
}
