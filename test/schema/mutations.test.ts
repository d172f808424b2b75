import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../src/base/json.ts';
import { allKinds, isIn, kindCalled, schemaVersions } from '../../src/schema/kinds.ts';
import { judge } from '../../src/schema/judge.ts';
import { mutationsOf } from './mutation.ts';
import { sampleOf } from './sample.ts';

const NONE: Parameters<typeof judge>[2] = [];

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
