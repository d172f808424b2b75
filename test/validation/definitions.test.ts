import { describe, expect, it } from 'vitest';
import { Workspace } from '../../src/workspace/workspace.ts';

/** What is refused of a definition with one schema: the rule, and where. */
function refusedOf(schema: object, more: { version?: object; spec?: object } = {}): readonly string[] {
  const definition = {
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: { name: 'widgets.example.com' },
    spec: {
      group: 'example.com',
      scope: 'Namespaced',
      names: { plural: 'widgets', kind: 'Widget' },
      versions: [
        { name: 'v1', served: true, storage: true, schema: { openAPIV3Schema: schema }, ...more.version },
      ],
      ...more.spec,
    },
  };
  const workspace = new Workspace({ kubernetesVersion: '1.36', closedWorld: false });
  const { diagnostics } = workspace.check([{ file: 'a.yaml', text: JSON.stringify(definition) }]);
  return diagnostics.filter(({ severity }) => severity === 'error').map(({ rule }) => rule);
}

const object = (properties: object, more: object = {}): object => ({ type: 'object', properties, ...more });
const field = (schema: object): object => object({ spec: object({ a: schema }) });
const keyed = (keys: readonly string[], items: object): object =>
  field({ type: 'array', 'x-kubernetes-list-type': 'map', 'x-kubernetes-list-map-keys': keys, items });
const rule = (schema: object, text: string, more: object = {}): object =>
  field({ ...schema, 'x-kubernetes-validations': [{ rule: text, ...more }] });

describe('a schema of a definition that the API server refuses', () => {
  it.each<[string, string, object]>([
    ['no type', 'value-required', field({})],
    ['an empty type', 'value-required', field({ type: '' })],
    ['an unknown type', 'value-unsupported', field({ type: 'map' })],
    ['type null', 'value-unsupported', field({ type: 'null' })],
    ['entries without a type', 'value-required', field({ type: 'array', items: {} })],
    [
      'a list of schemas of entries',
      'value-malformed',
      field({ type: 'array', items: [{ type: 'string' }] }),
    ],
    ['no object for the whole', 'value-unsupported', { type: 'string' }],
    ['additionalProperties for the whole', 'field-forbidden', object({}, { additionalProperties: true })],
    ['nullable for the whole', 'value-unsupported', object({}, { nullable: true })],
    [
      'additionalProperties false beside properties',
      'fields-exclusive',
      field(object({ b: { type: 'string' } }, { additionalProperties: false })),
    ],
    ['a $ref', 'field-forbidden', field({ $ref: '#/a', type: 'object' })],
    ['definitions', 'field-forbidden', object({}, { definitions: { a: { type: 'string' } } })],
    [
      'unknown fields in entries',
      'field-forbidden',
      field({ type: 'array', items: { type: 'string', maxLenght: 5 } }),
    ],
    ['a type in anyOf', 'field-forbidden', field({ type: 'integer', anyOf: [{ type: 'integer' }] })],
    [
      'int-or-string in another order',
      'field-forbidden',
      field({ 'x-kubernetes-int-or-string': true, anyOf: [{ type: 'string' }, { type: 'integer' }] }),
    ],
    ['a default in allOf', 'field-forbidden', field({ type: 'integer', allOf: [{ default: 1 }] })],
    [
      'a description below not',
      'field-forbidden',
      field({ type: 'object', not: { properties: { b: { description: 'b' } } } }),
    ],
    ['metadata in oneOf', 'field-forbidden', object({}, { oneOf: [{ properties: { metadata: {} } }] })],
    ['labels in metadata', 'field-forbidden', object({ metadata: object({ labels: { type: 'object' } }) })],
    ['a default in metadata', 'field-forbidden', object({ kind: { type: 'string', default: 'Widget' } })],
    ['kind as a number', 'value-unsupported', object({ kind: { type: 'integer' } })],
    [
      'an embedded object without fields',
      'value-required',
      field({ type: 'object', 'x-kubernetes-embedded-resource': true }),
    ],
    [
      'int-or-string that keeps unknown fields',
      'fields-exclusive',
      field({ 'x-kubernetes-int-or-string': true, 'x-kubernetes-preserve-unknown-fields': true }),
    ],
    [
      'preserve-unknown-fields false',
      'value-unsupported',
      field({ type: 'object', 'x-kubernetes-preserve-unknown-fields': false }),
    ],
    [
      'a set of objects',
      'value-required',
      field({ type: 'array', 'x-kubernetes-list-type': 'set', items: { type: 'object' } }),
    ],
    ['a map type of no map', 'value-unsupported', field({ type: 'object', 'x-kubernetes-map-type': 'set' })],
    [
      'keys without a list type',
      'value-required',
      field({ type: 'array', 'x-kubernetes-list-map-keys': ['b'], items: { type: 'object' } }),
    ],
    ['a key that is no property', 'values-disagree', keyed(['b'], object({ c: { type: 'string' } }))],
    [
      'a key twice',
      'entry-repeated',
      keyed(['b', 'b'], object({ b: { type: 'string' } }, { required: ['b'] })),
    ],
    [
      'a key that may be null',
      'value-unsupported',
      keyed(['b'], object({ b: { type: 'string', nullable: true } }, { required: ['b'] })),
    ],
    [
      'a key that is an object',
      'value-unsupported',
      keyed(['b'], object({ b: { type: 'object' } }, { required: ['b'] })),
    ],
    ['a rule without a text', 'value-required', rule({ type: 'string' }, ' ')],
    [
      'a message of two lines',
      'value-malformed',
      rule({ type: 'string' }, 'self != ""', { message: 'a\nb' }),
    ],
    ['a rule of two lines without a message', 'value-required', rule({ type: 'string' }, 'self !=\n""')],
    ['an unknown reason', 'field-value-invalid', rule({ type: 'string' }, 'self != ""', { reason: 'Wrong' })],
    [
      'a fieldPath to nowhere',
      'value-malformed',
      rule(object({ b: { type: 'string' } }), 'self.b != ""', { fieldPath: '.c' }),
    ],
    ['a rule that is no CEL', 'cel-expression-invalid', rule({ type: 'string' }, 'self =! ""')],
    [
      'a rule on a field that is not there',
      'cel-expression-invalid',
      rule(object({ b: { type: 'string' } }), 'has(self.c)'),
    ],
    ['a default of another type', 'definition-default-invalid', field({ type: 'integer', default: 'x' })],
    [
      'a default of another form',
      'definition-default-invalid',
      field({ type: 'array', items: { type: 'string', format: 'date' }, default: ['2024-02-30'] }),
    ],
  ])('%s', (_, id, schema) => {
    expect(refusedOf(schema)).toContain(id);
  });
});

describe('its neighbour that the API server takes', () => {
  it.each<[string, object]>([
    ['no fields', { type: 'object' }],
    ['any type, kept as it is', field({ 'x-kubernetes-preserve-unknown-fields': true })],
    ['additionalProperties false alone', field({ type: 'object', additionalProperties: false })],
    [
      'additionalProperties true beside properties',
      field(object({ b: { type: 'string' } }, { additionalProperties: true })),
    ],
    [
      'int-or-string in allOf',
      field({
        'x-kubernetes-int-or-string': true,
        allOf: [{ anyOf: [{ type: 'integer' }, { type: 'string' }] }, { maximum: 5 }],
      }),
    ],
    [
      'bounds in anyOf',
      field({ type: 'integer', anyOf: [{ maximum: 5 }, { enum: [9] }], not: { enum: [3] } }),
    ],
    [
      'name and generateName in metadata',
      object({ metadata: object({ name: { type: 'string' }, generateName: { type: 'string' } }) }),
    ],
    [
      'a field called metadata further in',
      field(
        object({
          metadata: object({ labels: { type: 'object', additionalProperties: { type: 'string' } } }),
        }),
      ),
    ],
    [
      'a set of atomic objects',
      field({
        type: 'array',
        'x-kubernetes-list-type': 'set',
        items: { type: 'object', 'x-kubernetes-map-type': 'atomic' },
      }),
    ],
    ['a key with a default', keyed(['b'], object({ b: { type: 'string', default: '' } }))],
    ['nothing required', object({}, { required: [] })],
    [
      'oldSelf in a list by keys',
      keyed(
        ['b'],
        object(
          { b: { type: 'string', maxLength: 5 } },
          { required: ['b'], 'x-kubernetes-validations': [{ rule: 'self.b == oldSelf.b' }] },
        ),
      ),
    ],
    [
      'a rule of two lines with a message',
      rule({ type: 'string', maxLength: 5 }, 'self !=\n""', {
        message: 'must be set',
        reason: 'FieldValueRequired',
      }),
    ],
    [
      'a fieldPath in brackets',
      rule(object({ 'b.c': { type: 'string', maxLength: 5 } }), 'self.b__dot__c != ""', {
        fieldPath: "['b.c']",
      }),
    ],
    [
      'a default of a field that may be any',
      field({ 'x-kubernetes-preserve-unknown-fields': true, default: { b: [1] } }),
    ],
  ])('%s', (_, schema) => {
    expect(refusedOf(schema)).toEqual([]);
  });
});

describe('what stands beside the schema', () => {
  const whole = object({ spec: object({ a: { type: 'string' } }) });
  it.each<[string, string, { version?: object; spec?: object }]>([
    ['a status that is no object', 'value-malformed', { version: { subresources: { status: true } } }],
    ['a status with fields', 'field-forbidden', { version: { subresources: { status: { a: 1 } } } }],
    [
      'a warning of a version that is not deprecated',
      'field-forbidden',
      { version: { deprecationWarning: 'old' } },
    ],
    [
      'a column of no type',
      'value-unsupported',
      { version: { additionalPrinterColumns: [{ name: 'a', type: 'text', jsonPath: '.a' }] } },
    ],
    [
      'a field of metadata to select by',
      'value-malformed',
      { version: { selectableFields: [{ jsonPath: '.metadata.name' }] } },
    ],
    ['a group without a point', 'value-malformed', { spec: { group: 'example' } }],
    [
      'a kind with an underscore',
      'value-malformed',
      { spec: { names: { plural: 'widgets', kind: 'My_Widget' } } },
    ],
    [
      'listKind like kind',
      'values-disagree',
      { spec: { names: { plural: 'widgets', kind: 'Widget', listKind: 'Widget' } } },
    ],
    ['preserveUnknownFields', 'value-unsupported', { spec: { preserveUnknownFields: true } }],
    [
      'a webhook of another strategy',
      'field-forbidden',
      { spec: { conversion: { strategy: 'None', webhook: { conversionReviewVersions: ['v1'] } } } },
    ],
    ['the strategy Webhook without one', 'value-required', { spec: { conversion: { strategy: 'Webhook' } } }],
    ['a group of the community without approval', 'value-required', { spec: { group: 'things.k8s.io' } }],
  ])('refuses %s', (_, id, more) => {
    expect(refusedOf(whole, more)).toContain(id);
  });

  it('takes conversion by a webhook', () => {
    const webhook = {
      conversionReviewVersions: ['v1', 'v1beta1'],
      clientConfig: { service: { namespace: 'widgets', name: 'convert', path: '/convert' } },
    };
    expect(refusedOf(whole, { spec: { conversion: { strategy: 'Webhook', webhook } } })).toEqual([]);
  });

  it('tells of anyOf for the whole only where the version has a status of its own', () => {
    const schema = object({ spec: { type: 'object' } }, { anyOf: [{ required: ['spec'] }] });
    expect(refusedOf(schema)).toEqual([]);
    expect(refusedOf(schema, { version: { subresources: { status: {} } } })).toEqual(['field-forbidden']);
  });

  it('walks a deep and wide schema once', () => {
    const leaf = { type: 'string', anyOf: [{ minLength: 1 }, { maxLength: 9 }] };
    const wide = object(Object.fromEntries(Array.from({ length: 2000 }, (_, index) => [`f${index}`, leaf])));
    const deep = Array.from({ length: 40 }).reduce<object>((inner) => object({ inner, leaf }), wide);
    const start = Date.now();
    expect(refusedOf(object({ spec: deep }))).toEqual([]);
    expect(Date.now() - start).toBeLessThan(5000);
  });
});
