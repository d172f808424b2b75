import { describe, expect, it } from 'vitest';
import type { JsonObject, JsonValue, Path } from '../../src/base/json.ts';
import { allKinds, isIn, kindCalled, schemaVersions } from '../../src/schema/kinds.ts';
import { judge } from '../../src/schema/judge.ts';
import type { Problem } from '../../src/schema/problems.ts';
import { changed, sampleOf, wrongFor } from './sample.ts';
import type { Sample } from './sample.ts';

interface Mutation {
  readonly is: Problem['is'];
  /** Where the one problem must be. */
  readonly path: Path;
  readonly value: JsonValue;
}

const NONE: Parameters<typeof judge>[2] = [];

/** Places are picked evenly: all of a large kind would take minutes, and say the same. */
const EACH = 12;

function* mutationsOf({ value, spots, objects }: Sample): Iterable<Mutation> {
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

describe.each(schemaVersions().map((version) => [version]))('Kubernetes 1.%i', (version) => {
  const kinds = allKinds().flatMap((key) => {
    const slash = key.lastIndexOf('/');
    const [apiVersion, kind] = [key.slice(0, slash), key.slice(slash + 1)];
    const found = kindCalled(apiVersion, kind);
    return found !== undefined && isIn(found.versions, version)
      ? [{ apiVersion, kind, sample: sampleOf(apiVersion, kind, found.definition, version) }]
      : [];
  });

  it('takes an object of every kind', () => {
    const refused = kinds.filter(
      ({ apiVersion, kind, sample }) =>
        judge({ apiVersion, kind, value: sample.value }, version, NONE)?.problems.length !== 0,
    );
    expect(refused.map(({ kind }) => kind)).toEqual([]);
    expect(kinds.length).toBeGreaterThan(60);
  });

  it('finds each mistake once, where it is', () => {
    let mutations = 0;
    const missed: string[] = [];
    for (const { apiVersion, kind, sample } of kinds) {
      for (const { is, path, value } of mutationsOf(sample)) {
        mutations++;
        const found = judge({ apiVersion, kind, value: value as JsonObject }, version, NONE)?.problems ?? [];
        const [only] = found;
        if (found.length !== 1 || only?.is !== is || only.path.join() !== path.join())
          missed.push(
            `${kind} ${is} at ${path.join('.')}: ${JSON.stringify(found.map((one) => [one.is, one.path]))}`,
          );
      }
    }
    process.stdout.write(
      `1.${version}: ${kinds.length} kinds, ${mutations} mutations, ${mutations - missed.length} found\n`,
    );
    expect(missed.slice(0, 20)).toEqual([]);
  });
});
