import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { JsonObject, JsonValue, Path } from '../../src/base/json.ts';
import { isList, isObject, listOf, objectOf, stringOf } from '../../src/base/json.ts';
import { celSyntax } from '../../src/rule/cel.ts';
import { formatTest } from '../../src/schema/custom/format.ts';
import { knownKind, knownKinds } from '../../src/schema/custom/known.ts';
import type { KnownKind } from '../../src/schema/custom/known.ts';
import { problemsOfSchema } from '../../src/schema/custom/problems.ts';
import { withReplicas } from '../../src/schema/custom/replicas.ts';
import { judge } from '../../src/schema/judge.ts';

const ROOT = join(import.meta.dirname, '../..');
const DATA = join(ROOT, 'schemas/custom');

interface Source {
  readonly sha256: string;
  readonly releases: readonly {
    readonly name: string;
    readonly of: readonly {
      readonly commit: string;
      readonly sha256: string;
      readonly files: readonly string[];
    }[];
  }[];
}

const sources = JSON.parse(readFileSync(join(ROOT, 'build/schemas/releases/sources.json'), 'utf8')) as Record<
  string,
  Source
>;

const ALL = knownKinds().map((key) => {
  const slash = key.lastIndexOf('/');
  const [apiVersion, kind] = [key.slice(0, slash), key.slice(slash + 1)];
  const known = knownKind(apiVersion, kind);
  if (known === undefined) throw new Error(`${key} is listed, and not there`);
  return { key, apiVersion, kind, known };
});

describe('the manifest of sources', () => {
  it.each(Object.entries(sources))('has the hash and the releases of %s', (project, { sha256, releases }) => {
    const text = readFileSync(join(DATA, `${project}.json`), 'utf8');
    expect(createHash('sha256').update(text).digest('hex')).toBe(sha256);
    const table = JSON.parse(text) as { readonly releases: readonly string[] };
    expect(releases.map(({ name }) => name)).toEqual(table.releases);
    for (const { of } of releases)
      for (const { commit, sha256: hash, files } of of) {
        expect(commit).toMatch(/^[0-9a-f]{40}$/);
        expect(hash).toMatch(/^[0-9a-f]{64}$/);
        expect(files.length).toBeGreaterThan(0);
      }
  });

  it('is of every project that is known', () => {
    const projects = new Set(
      Object.values(JSON.parse(readFileSync(join(DATA, 'kinds.json'), 'utf8')) as object),
    );
    expect([...projects].sort()).toEqual(Object.keys(sources).sort());
  });
});

/** Every schema that a kind has in some release, with all that is below it, each once. */
function* schemasOf({ forms }: KnownKind, seen: Set<JsonObject>): Iterable<JsonObject> {
  const open: (JsonValue | undefined)[] = forms.map(({ schema }) => schema);
  while (open.length > 0) {
    const schema = open.pop();
    if (!isObject(schema) || seen.has(schema)) continue;
    seen.add(schema);
    yield schema;
    open.push(...Object.values(objectOf(schema.properties)), schema.items, schema.additionalProperties);
  }
}

describe('every custom resource that is known', () => {
  it('has schemas that can be read, and expressions that can be', () => {
    const seen = new Set<JsonObject>();
    const unread: string[] = [];
    let rules = 0;
    for (const { key, known } of ALL) {
      for (const { schema, releases } of known.forms)
        if (problemsOfSchema({}, schema) === undefined) unread.push(`${key} of ${releases[0] ?? ''}`);
      for (const schema of schemasOf(known, seen))
        for (const entry of listOf(schema['x-kubernetes-validations'])) {
          rules++;
          const rule = stringOf(objectOf(entry).rule) ?? '';
          if (celSyntax(rule) === undefined) unread.push(rule);
        }
    }
    expect(unread).toEqual([]);
    expect(ALL.length).toBeGreaterThan(180);
    expect(rules).toBeGreaterThan(300);
  });

  it('refuses in every release a field that none of them has', () => {
    const missed: string[] = [];
    for (const { key, apiVersion, kind } of ALL)
      for (const path of [['noSuchField'], ['metadata', 'noSuchField']] satisfies readonly Path[]) {
        const metadata = path.length > 1 ? { name: 'a', noSuchField: 1 } : { name: 'a' };
        const value = { apiVersion, kind, metadata, ...(path.length > 1 ? {} : { noSuchField: 1 }) };
        const judgement = judge({ apiVersion, kind, value }, 34, []);
        const found = judgement?.problems.some(
          (problem) => problem.is === 'unknown' && problem.path.join() === path.join(),
        );
        if (found !== true || judgement?.releases?.takenBy(path) !== undefined)
          missed.push(`${key} ${path.join('.')}`);
      }
    expect(missed).toEqual([]);
  });

  it('takes nothing but an object for what its definition calls one', () => {
    const missed = ALL.filter(({ apiVersion, kind, known }) => {
      const spec = objectOf(objectOf(known.forms[0]?.schema.properties).spec);
      if (spec.type !== 'object') return false;
      const value = { apiVersion, kind, metadata: { name: 'a' }, spec: 'text' };
      const problems = judge({ apiVersion, kind, value }, 34, [])?.problems ?? [];
      return !problems.some((problem) => problem.is === 'type' && problem.path.join() === 'spec');
    });
    expect(missed.map(({ key }) => key)).toEqual([]);
  });
});

describe('what the releases of a project say', () => {
  const route = (spec: JsonObject): JsonObject => ({
    apiVersion: 'gateway.networking.k8s.io/v1',
    kind: 'HTTPRoute',
    metadata: { name: 'web' },
    spec,
  });
  const judged = (value: JsonObject): readonly (string | undefined)[] => {
    const apiVersion = stringOf(value.apiVersion) ?? '';
    const kind = stringOf(value.kind) ?? '';
    const judgement = judge({ apiVersion, kind, value }, 34, []);
    return (judgement?.problems ?? []).map(
      ({ is, path }) => `${is} ${path.join('.')} ${judgement?.releases?.takenBy(path) ?? 'refused by all'}`,
    );
  };

  it('is nothing where the newest takes an object, whatever older ones say', () => {
    expect(judged(route({ rules: [{ name: 'one', backendRefs: [{ name: 'web', port: 80 }] }] }))).toEqual([]);
  });

  it('names who takes what the newest refuses', () => {
    expect(judged(route({ rules: [{ retry: { attempts: 3 } }] }))).toEqual([
      'unknown spec.rules.0.retry Gateway API 1.6 experimental',
    ]);
  });

  it('is certain where all of them refuse it, each for a reason of its own', () => {
    const gateway = {
      apiVersion: 'gateway.networking.k8s.io/v1',
      kind: 'Gateway',
      metadata: { name: 'edge' },
      spec: {
        gatewayClassName: 'a',
        addresses: [{ type: 'IPAddress', value: '5m' }],
        listeners: [{ name: 'http', port: 80, protocol: 'HTTP' }],
      },
    };
    expect(judged(gateway)).toEqual(['value spec.addresses.0 refused by all']);
  });
});

describe('a format', () => {
  it.each<[string, string, boolean]>([
    ['ipv4', '192.0.2.1', true],
    ['ipv4', '192.0.02.1', true],
    ['ipv4', '2001:db8::1', false],
    ['ipv4', '192.0.2.1/24', false],
    ['ipv6', '2001:db8::1', true],
    ['ipv6', '192.0.2.1', false],
    ['cidr', '10.0.0.0/8', true],
    ['cidr', '10.0.0.0', false],
    ['hostname', 'shop.example.com', true],
    ['hostname', 'a b', false],
    ['uri', 'https://example.com/a', true],
    ['uri', '/a', true],
    ['uri', 'example', false],
    ['uuid', '0b1f1e2c-5d1c-4c0e-9a53-0d2f0c0f5c11', true],
    ['uuid', '0b1f', false],
    ['byte', 'aGVsbG8=', true],
    ['byte', 'hello', false],
    ['date', '2024-02-29', true],
    ['date', '2023-02-29', false],
    ['date-time', '2024-02-29T10:00:00Z', true],
    ['date-time', '2024-02-29T10:00:00.5+02:00', true],
    ['date-time', '2024-02-29 10:00:00', false],
    ['date-time', '2024-02-29T24:00:00Z', false],
    ['duration', '1h30m', true],
    ['duration', '3 days', true],
    ['duration', 'soon', false],
  ])('%s takes %s: %s', (format, text, taken) => {
    expect(formatTest(format)?.(text)).toBe(taken);
  });

  it.each(['int32', 'password', 'toString', 'email'])('%s asks for nothing here', (format) => {
    expect(formatTest(format)).toBeUndefined();
  });
});

describe('entries of a list that are told apart', () => {
  const of = (extension: JsonObject): JsonObject => ({
    type: 'object',
    properties: { all: { type: 'array', items: { type: 'object' }, ...extension } },
  });
  const byName = of({ 'x-kubernetes-list-type': 'map', 'x-kubernetes-list-map-keys': ['name'] });
  const byBoth = of({ 'x-kubernetes-list-type': 'map', 'x-kubernetes-list-map-keys': ['name', 'port'] });
  const whole = of({ 'x-kubernetes-list-type': 'set' });

  it.each<[string, JsonObject, readonly JsonValue[], readonly string[]]>([
    ['by a field', byName, [{ name: 'a' }, { name: 'b' }, { name: 'a' }], ['all.2.name']],
    ['by a field that both lack', byName, [{ port: 1 }, { port: 2 }], ['all.1']],
    [
      'by two fields',
      byBoth,
      [
        { name: 'a', port: 1 },
        { name: 'a', port: 2 },
        { name: 'a', port: 1 },
      ],
      ['all.2'],
    ],
    [
      'as a whole, whatever the order',
      whole,
      [
        { a: 1, b: 2 },
        { b: 2, a: 1 },
      ],
      ['all.1'],
    ],
    ['and are different', whole, [{ a: 1 }, { a: 2 }], []],
    ['in a list that is atomic', of({ 'x-kubernetes-list-type': 'atomic' }), [{ a: 1 }, { a: 1 }], []],
  ])('%s', (_, schema, all, places) => {
    const open = {
      ...schema,
      properties: { all: { ...objectOf(objectOf(schema.properties).all), items: {} } },
    };
    expect(problemsOfSchema({ all }, open)?.map(({ path }) => path.join('.'))).toEqual(places);
  });

  it('are compared after defaults are filled in', () => {
    const schema = of({
      'x-kubernetes-list-type': 'map',
      'x-kubernetes-list-map-keys': ['port', 'protocol'],
      items: { type: 'object', properties: { port: {}, protocol: { type: 'string', default: 'TCP' } } },
    });
    const all = [{ port: 80 }, { port: 80, protocol: 'TCP' }];
    expect(problemsOfSchema({ all }, schema)).toHaveLength(1);
  });
});

describe('the replicas of the scale subresource', () => {
  const schema: JsonObject = {
    type: 'object',
    properties: { spec: { type: 'object', properties: { replicas: { type: 'integer' } } } },
  };

  it.each<[number, boolean]>([
    [0, true],
    [2147483647, true],
    [-1, false],
    [2147483648, false],
  ])('may be %d: %s', (replicas, taken) => {
    const bounded = withReplicas(schema, '.spec.replicas');
    expect(problemsOfSchema({ spec: { replicas } }, bounded)?.length === 0).toBe(taken);
  });

  it('have no bounds where the path leads nowhere', () => {
    expect(withReplicas(schema, '.spec.size.count')).toEqual(schema);
    expect(withReplicas(schema, undefined)).toBe(schema);
    expect(isList(schema.properties)).toBe(false);
  });
});
