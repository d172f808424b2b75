import { isList, isObject } from '../../base/json.ts';
import type { JsonValue, Path } from '../../base/json.ts';

/**
 * Where two values differ in what both of them write. Keys that only one side has are passed over: the API server may fill them in.
 * Lists of other lengths differ as a whole.
 */
export function writtenDifferences(
  before: JsonValue | undefined,
  after: JsonValue | undefined,
  path: Path,
): readonly Path[] {
  if (before === undefined || before === null || after === undefined || after === null) return [];
  if (isList(before) && isList(after))
    return before.length === after.length
      ? before.flatMap((entry, index) => writtenDifferences(entry, after[index], [...path, index]))
      : [path];
  if (isObject(before) && isObject(after))
    return Object.keys(after).flatMap((key) =>
      Object.hasOwn(before, key) ? writtenDifferences(before[key], after[key], [...path, key]) : [],
    );
  return before === after ? [] : [path];
}
