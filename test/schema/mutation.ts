import type { JsonValue, Path } from '../../src/base/json.ts';
import type { Problem } from '../../src/schema/problems.ts';
import { changed, wrongFor } from './sample.ts';
import type { Sample } from './sample.ts';

/** An object with one mistake. */
export interface Mutation {
  readonly is: Problem['is'];
  /** Where the one problem must be. */
  readonly path: Path;
  readonly value: JsonValue;
}

/** Places are picked evenly: all of a large kind would take minutes, and say the same. */
const EACH = 12;

export function* mutationsOf({ value, spots, objects }: Sample): Iterable<Mutation> {
  for (const path of picked(objects))
    yield {
      is: 'unknown',
      path: [...path, 'noSuchField'],
      value: changed(value, [...path, 'noSuchField'], 1),
    };
  for (const { path, type } of picked(spots)) {
    const wrong = wrongFor(type);
    if (wrong !== undefined) yield { is: 'type', path, value: changed(value, path, wrong) };
  }
  for (const { path } of picked(spots.filter(({ type }) => type.required)))
    yield { is: 'missing', path: path.slice(0, -1), value: changed(value, path, undefined) };
  for (const { path, type } of picked(spots.filter(({ type }) => type.values.length > 0)))
    if (type.within.length === 0) yield { is: 'value', path, value: changed(value, path, 'NoSuchValue') };
}

function picked<T>(all: readonly T[]): readonly T[] {
  const step = Math.max(1, all.length / EACH);
  return all.filter((_, index) => Math.floor(index / step) !== Math.floor((index - 1) / step));
}
