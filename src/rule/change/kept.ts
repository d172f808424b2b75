import { isList, isObject, objectOf, stringOf } from '../../base/json.ts';
import type { JsonObject, JsonValue, Path } from '../../base/json.ts';
import { isQuantity, Quantity } from '../../base/quantity.ts';
import { keptValue } from './unwritten.ts';

/** A field that differs, by the place in the new manifest. */
export interface Change {
  readonly path: Path;
  readonly before: JsonValue | undefined;
  readonly after: JsonValue | undefined;
}

/**
 * Where two values differ once the API server has filled in what it always fills in. Named entries of lists are compared by their
 * names, and other lists of different lengths as a whole. `isFilled` tells fields that may also be filled in by others: added, they say nothing.
 */
export function keptChanges(
  before: JsonValue | undefined,
  after: JsonValue | undefined,
  path: Path,
  isFilled: (field: string) => boolean = () => false,
): readonly Change[] {
  const compare = (
    old: JsonValue | undefined,
    current: JsonValue | undefined,
    at: Path,
  ): readonly Change[] => {
    if (isObject(old ?? {}) && isObject(current ?? {})) {
      const [one, two] = [objectOf(old), objectOf(current)];
      const around = at.findLast((step) => typeof step === 'string') ?? '';
      return fieldsOf(one, two).flatMap((field) => {
        const [was, is] = [keptValue(one, field, around), keptValue(two, field, around)];
        if (was === undefined && is === undefined) return [];
        if (was === undefined && isFilled(field)) return [];
        // An object of nothing but what is filled in anyway.
        if (isObject(was ?? {}) && isObject(is ?? {}) && compare(was, is, [...at, field]).length === 0)
          return [];
        if (was === undefined || is === undefined)
          return [{ path: [...at, field], before: one[field] ?? was, after: two[field] ?? is }];
        return compare(was, is, [...at, field]);
      });
    }
    if (isList(old) && isList(current)) {
      const pairs = pairsOf(old, current);
      if (pairs === undefined) return [{ path: at, before: old, after: current }];
      return pairs.flatMap(([was, is], index) => compare(was, is, [...at, index]));
    }
    return isAlike(old, current, at) ? [] : [{ path: at, before: old, after: current }];
  };
  return compare(before, after, path);
}

function fieldsOf(one: JsonObject, two: JsonObject): readonly string[] {
  return [...new Set([...Object.keys(two), ...Object.keys(one)])];
}

/** Each new entry with the old one that it stands for; undefined where an entry is added or removed. */
function pairsOf(
  old: readonly JsonValue[],
  current: readonly JsonValue[],
): readonly (readonly [JsonValue | undefined, JsonValue])[] | undefined {
  if (old.length !== current.length) return undefined;
  const named = new Map(old.map((entry) => [stringOf(entryName(entry)), entry]));
  const names = new Set(current.map((entry) => stringOf(entryName(entry))));
  if (named.has(undefined) || names.has(undefined) || named.size < old.length || names.size < current.length)
    return current.map((entry, index) => [old[index], entry]);
  if ([...names].some((name) => !named.has(name))) return undefined;
  return current.map((entry) => [named.get(stringOf(entryName(entry))), entry]);
}

function entryName(entry: JsonValue): JsonValue | undefined {
  const { name, metadata } = objectOf(entry);
  return name ?? objectOf(metadata).name;
}

const AMOUNTS: ReadonlySet<string> = new Set(['requests', 'limits', 'overhead', 'capacity']);

/** Amounts are the same however they are written: `1` and `1000m`. */
function isAlike(old: JsonValue | undefined, current: JsonValue | undefined, path: Path): boolean {
  if (old === current) return true;
  const isAmount =
    AMOUNTS.has(String(path.at(-2))) || path.at(-1) === 'sizeLimit' || path.at(-1) === 'divisor';
  return isAmount && compareAmounts(old, current) === 0;
}

/** Undefined where one of them is no amount. */
export function compareAmounts(
  one: JsonValue | undefined,
  two: JsonValue | undefined,
): -1 | 0 | 1 | undefined {
  const [a, b] = [textOf(one), textOf(two)];
  if (a === undefined || b === undefined) return undefined;
  return Quantity.of(a).compare(Quantity.of(b));
}

/** Longer ones are no amounts that anybody writes, and are not read (Quantity.of). */
const LONGEST = 100;

function textOf(value: JsonValue | undefined): string | undefined {
  if (typeof value !== 'string' && typeof value !== 'number') return undefined;
  const text = String(value);
  return text.length <= LONGEST && isQuantity(text) ? text : undefined;
}
