import { createRequire } from 'node:module';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { JsonValue } from '../../src/base/json.ts';
import {
  COMPILED_VERSION,
  customValidatorOf,
  exportName,
  projectOf,
  rootsOf,
  validatorOf,
} from '../../src/schema/validators.ts';
import type { Validator } from '../../src/schema/validators.ts';
import { allKinds, customKindCalled, customKinds, isIn, kindCalled } from '../../src/schema/kinds.ts';
import { DEFAULT_KUBERNETES_VERSION } from '../../src/workspace/options.ts';
import { changed, sampleOf } from './sample.ts';

const FILE = join(import.meta.dirname, '../../dist/validators.cjs');

type Compiled = Readonly<Record<string, Validator | undefined>>;

/** What a build compiles ahead says what ajv says at run time. */
describe('the compiled validators', () => {
  const compiled = createRequire(import.meta.url)(FILE) as Compiled;

  it('are those of the version that a check has by default', () => {
    expect(`1.${COMPILED_VERSION}`).toBe(DEFAULT_KUBERNETES_VERSION);
    expect(Object.keys(compiled).sort()).toEqual(
      [...new Set(rootsOf(COMPILED_VERSION))].map(exportName).sort(),
    );
  });

  it('know every custom resource', () => {
    const load = createRequire(import.meta.url);
    const ofProject = (project: string): Compiled =>
      load(join(import.meta.dirname, `../../dist/validators-${project}.cjs`)) as Compiled;
    for (const key of customKinds()) {
      const slash = key.lastIndexOf('/');
      const [apiVersion, kind] = [key.slice(0, slash), key.slice(slash + 1)];
      const found = customKindCalled(apiVersion, kind);
      if (found === undefined) throw new Error(key);
      const { value } = sampleOf(apiVersion, kind, found.definition, COMPILED_VERSION);
      const ahead = ofProject(projectOf(found.definition))[exportName(found.definition)];
      for (const one of [value, { ...value, noSuchField: 1 }, { kind: 3 }] as readonly JsonValue[])
        expect([key, errorsOf(ahead, one)]).toEqual([key, errorsOf(customValidatorOf(found), one)]);
      expect([key, errorsOf(ahead, value)]).toEqual([key, 'valid']);
    }
  });

  it('find the same in every kind', () => {
    for (const key of allKinds()) {
      const slash = key.lastIndexOf('/');
      const [apiVersion, kind] = [key.slice(0, slash), key.slice(slash + 1)];
      const found = kindCalled(apiVersion, kind);
      if (found === undefined || !isIn(found.versions, COMPILED_VERSION)) continue;
      const { value, spots } = sampleOf(apiVersion, kind, found.definition, COMPILED_VERSION);
      const ahead = compiled[exportName(found.definition)];
      const atRunTime = validatorOf(apiVersion, kind, COMPILED_VERSION);
      const last = spots.at(-1)?.path ?? ['metadata'];
      for (const one of [
        value,
        { kind: 3, other: 1 },
        changed(value, last, []),
        null,
      ] as readonly JsonValue[])
        expect([key, errorsOf(ahead, one)]).toEqual([key, errorsOf(atRunTime, one)]);
    }
  });
});

function errorsOf(validator: Validator | undefined, value: JsonValue): unknown {
  if (validator === undefined) return 'no validator';
  if (validator(value)) return 'valid';
  return validator.errors?.map(({ instancePath, keyword, params }) => [
    instancePath,
    keyword,
    params.missingProperty,
    params.additionalProperty,
  ]);
}
