import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { JsonObject, JsonValue } from '../../src/base/json.ts';
import { fieldsOf } from '../../src/schema/definitions.ts';
import { definitionId, jsonSchemas } from '../../src/schema/json-schema.ts';
import { allKinds, isIn, kindCalled, schemaVersions } from '../../src/schema/kinds.ts';
import { schemaReader } from '../../src/schema/validate.ts';
import type { Validator } from '../../src/schema/validate.ts';
import { validatorOf } from '../../src/schema/validators.ts';
import { mutationsOf } from './mutation.ts';
import { compiledBy, newAjv, sorted } from './oracle.ts';
import { sampleOf } from './sample.ts';

interface Known {
  readonly key: string;
  readonly definition: string;
  readonly validator: Validator | undefined;
}

/** `[apiVersion, kind]` of `apps/v1/Deployment`. */
function halves(key: string): readonly [apiVersion: string, kind: string] {
  const slash = key.lastIndexOf('/');
  return [key.slice(0, slash), key.slice(slash + 1)];
}

/** How many values a validator says the same of as ajv does; throws for the first that it does not. */
function compared(all: readonly Known[], version: number): number {
  const ajv = newAjv();
  const roots = all.map(({ definition }) => definition);
  ajv.addSchema({
    $id: 'definitions.json',
    definitions: jsonSchemas(roots, (name) => fieldsOf(name, version)),
  });
  let count = 0;
  for (const { key, definition, validator } of all) {
    const oracle = compiledBy(ajv, { $ref: definitionId(definition) });
    const [apiVersion, kind] = halves(key);
    const sample = sampleOf(apiVersion, kind, definition, version);
    const values: JsonValue[] = [sample.value, { kind: 3, other: [1] }, null, [], 'text'];
    for (const { value } of mutationsOf(sample)) values.push(value);
    for (const value of values) {
      count++;
      expect([key, value, sorted(validator?.(value) ?? [])]).toEqual([key, value, sorted(oracle(value))]);
    }
  }
  return count;
}

describe('validators find what ajv finds', () => {
  it.each(schemaVersions().map((version) => [version]))('in the kinds of Kubernetes 1.%i', (version) => {
    const all = allKinds().flatMap((key): readonly Known[] => {
      const [apiVersion, kind] = halves(key);
      const found = kindCalled(apiVersion, kind);
      return found !== undefined && isIn(found.versions, version)
        ? [{ key, definition: found.definition, validator: validatorOf(apiVersion, kind, version) }]
        : [];
    });
    expect(compared(all, version)).toBeGreaterThan(1_000);
  });

  it('in schemas of all kinds', () => {
    fc.assert(
      fc.property(SCHEMAS, fc.array(VALUES, { minLength: 1, maxLength: 8 }), (schema, values) => {
        const oracle = compiledBy(newAjv(), schema);
        const validate = read(schema);
        for (const value of values) expect(sorted(validate(value))).toEqual(sorted(oracle(value)));
      }),
      { numRuns: 150 },
    );
  });
});

const read = schemaReader({
  definition: () => ({}),
  matcherOf: (pattern) => (text) => new RegExp(pattern).test(text),
});

const NAMES = fc.constantFrom('a', 'b', 'a/b', 'a~b', '');
const TYPES = fc.constantFrom('null', 'boolean', 'integer', 'number', 'string', 'array', 'object');
const SMALL = fc.integer({ min: -2, max: 4 });

const { value: VALUES } = fc.letrec<{ value: JsonValue }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 3 },
    fc.constantFrom<JsonValue>(null, true, 0, 1, 2, 1.5, -3, '', 'a', 'ab', 'äö', '😀', '😀a', 'bbbb'),
    fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(NAMES, tie('value'), { maxKeys: 4, noNullPrototype: true }),
  ),
}));

const { schema: SCHEMAS } = fc.letrec<{ schema: JsonObject }>((tie) => {
  const one = tie('schema');
  const some = fc.array(one, { minLength: 1, maxLength: 3 });
  const keywords = {
    type: fc.oneof<fc.Arbitrary<JsonValue>[]>(TYPES, fc.uniqueArray(TYPES, { minLength: 1, maxLength: 3 })),
    enum: fc.array(VALUES, { minLength: 1, maxLength: 3 }),
    pattern: fc.constantFrom('^a', 'b$', '^.$', '^[ab]*$'),
    minimum: SMALL,
    maximum: SMALL,
    exclusiveMinimum: SMALL,
    exclusiveMaximum: SMALL,
    multipleOf: fc.integer({ min: 1, max: 3 }),
    minLength: SMALL,
    maxLength: SMALL,
    minItems: SMALL,
    maxItems: SMALL,
    minProperties: SMALL,
    maxProperties: SMALL,
    required: fc.uniqueArray(fc.constantFrom('a', 'b', 'a/b'), { maxLength: 2 }),
  };
  const plain = fc.record(keywords, { requiredKeys: [] });
  const nested = fc.record(
    {
      ...keywords,
      properties: fc.dictionary(NAMES, one, { maxKeys: 3, noNullPrototype: true }),
      additionalProperties: fc.oneof<fc.Arbitrary<JsonValue>[]>(fc.boolean(), one),
      items: one,
      allOf: some,
      anyOf: some,
      oneOf: some,
      not: one,
    },
    { requiredKeys: [] },
  );
  return { schema: fc.oneof({ maxDepth: 2 }, plain, nested) };
});

describe('what the API server holds otherwise than ajv', () => {
  it.each<[JsonObject, JsonValue, boolean]>([
    [{ multipleOf: 0.1 }, 0.3, true],
    [{ multipleOf: 0.01 }, 1.15, true],
    [{ multipleOf: 0.1 }, 0.35, false],
    [{ multipleOf: 2 }, 3, false],
    [{ multipleOf: 2.5 }, 5, true],
    [{ minimum: 0.5 }, 0, true],
    [{ minimum: 0.5 }, 0.4, false],
    [{ minimum: 1.5 }, 0, false],
    [{ maximum: -1.5 }, -1, true],
    [{ required: ['toString'] }, {}, false],
    [{ enum: [{ toString: 1 }] }, { toString: 1 }, true],
    [{ maxLength: 1 }, '😀', true],
    [{ maxLength: 1 }, '😀a', false],
  ])('%j takes %j: %s', (schema, value, taken) => {
    expect(read(schema)(value).length === 0).toBe(taken);
  });
});

describe('a schema', () => {
  it.each<JsonObject>([
    { type: 'text' },
    { enum: [] },
    { required: 'a' },
    { minLength: '3' },
    { pattern: 3 },
    { properties: { a: { type: [3] } } },
    { anyOf: {} },
    { items: 'text' },
  ])('that is none cannot be read: %j', (schema) => {
    expect(() => read(schema)).toThrow();
  });

  it('leaves open what it cannot tell, whatever is asked of it', () => {
    const unread = schemaReader({ definition: () => ({}), matcherOf: () => () => undefined });
    expect(unread({ not: { pattern: 'a' }, maxLength: 1 })('text')).toEqual([]);
    expect(unread({ pattern: 'a', type: 'string' })(3)).toHaveLength(1);
  });

  it('ends where schema and value have billions of pairs', () => {
    const branch: JsonObject = { anyOf: Array.from({ length: 10_000 }, () => ({ type: 'string' })) };
    expect(read({ items: branch })(Array.from({ length: 100_000 }, () => 1))).toEqual([]);
  }, 20_000);

  it('may refer to itself as deep as a value goes', () => {
    const tree: JsonObject = {
      type: 'object',
      properties: { a: { $ref: 'tree' } },
      additionalProperties: false,
    };
    const validate = schemaReader({ definition: () => tree, matcherOf: () => () => true })({ $ref: 'tree' });
    let value: JsonValue = { b: 1 };
    for (let i = 0; i < 500; i++) value = { a: value };
    expect(validate(value)).toEqual([
      {
        instancePath: '/a'.repeat(500),
        keyword: 'additionalProperties',
        params: { additionalProperty: 'b' },
      },
    ]);
  });
});
