import { readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import { describe, expect, test } from 'vitest';
import { isList, isObject, type JsonValue } from '../../src/base/json.ts';
import { json } from '../../src/report/json.ts';
import { at, CHAIN, diagnostic, manifest, result } from './results.ts';

const schema = JSON.parse(
  readFileSync(new URL('../../schemas/report.schema.json', import.meta.url), 'utf8'),
) as JsonValue;
const matches = new Ajv().compile(schema as object);
/** The schema allows fields of later releases; what is printed today must all be described. */
const matchesExactly = new Ajv().compile(closed(schema) as object);

function closed(value: JsonValue): JsonValue {
  if (isList(value)) return value.map(closed);
  if (!isObject(value)) return value;
  const entries = Object.entries(value).map(([key, inner]) => [key, closed(inner ?? null)] as const);
  const copy = Object.fromEntries(entries);
  return isObject(copy.properties) && copy.type === 'object'
    ? { ...copy, additionalProperties: false }
    : copy;
}

function parsed(text: string): JsonValue {
  return JSON.parse(text) as JsonValue;
}

test('the report has the promised fields in the promised order', () => {
  expect(`\n${json(CHAIN)}`).toMatchInlineSnapshot(`
    "
    {
      "version": 1,
      "diagnostics": [
        {
          "rule": "ingress-backend-port-missing",
          "severity": "error",
          "message": "Ingress shop/web sends /api to port 8080 of Service shop/api, which has only 80 (http).",
          "file": "shop/ingress.yaml",
          "range": {
            "start": {
              "line": 16,
              "column": 27
            },
            "end": {
              "line": 16,
              "column": 31
            }
          },
          "resource": {
            "apiVersion": "networking.k8s.io/v1",
            "kind": "Ingress",
            "namespace": "shop",
            "name": "web"
          },
          "path": "spec.rules[0].http.paths[0].backend.service.port.number",
          "related": [
            {
              "file": "shop/service.yaml",
              "range": {
                "start": {
                  "line": 10,
                  "column": 13
                },
                "end": {
                  "line": 10,
                  "column": 15
                }
              },
              "message": "Service shop/api listens on 80 (http)",
              "resource": {
                "apiVersion": "v1",
                "kind": "Service",
                "namespace": "shop",
                "name": "api"
              }
            }
          ],
          "fixes": [
            {
              "title": "Use port 80",
              "safety": "safe"
            }
          ],
          "fingerprint": "0123456789abcdef"
        }
      ],
      "summary": {
        "files": 2,
        "documents": 2,
        "resources": 2,
        "errors": 1,
        "warnings": 0,
        "infos": 0,
        "copies": 0
      }
    }
    "
  `);
});

describe('the schema', () => {
  const bare = result([], [diagnostic({ file: 'big.yaml' }, { severity: 'warning' })]);

  test.each([
    ['a chain', CHAIN],
    ['a file that could not be read', bare],
    ['nothing', result([], [])],
  ])('describes every field of the report of %s', (_name, checked) => {
    matchesExactly(parsed(json(checked)));
    expect(matchesExactly.errors).toBeNull();
  });

  test.each([
    ['another version', /"version": 1/, '"version": 2'],
    ['an unknown severity', /"severity": "error"/, '"severity": "fatal"'],
    ['a missing message', /"message": "Ingress.*",/, ''],
    ['a line before the first', /"line": 16/, '"line": 0'],
    ['a column that is no number', /"column": 27/, '"column": "27"'],
    ['a resource without a name', /"name": "web"/, '"title": "web"'],
    ['a fix without safety', /"safety": "safe"/, '"safe": true'],
    ['a rule id that is no id', /"rule": "/, '"rule": "KP/'],
    ['a sum without errors', /"errors": 1/, '"failures": 1'],
  ])('refuses %s', (_name, good, bad) => {
    const text = json(CHAIN);
    const broken = text.replace(good, bad);
    expect(broken).not.toBe(text);
    expect(matches(parsed(broken))).toBe(false);
  });
});

test('columns count UTF-16 units, from the start of a line that any line break ended', () => {
  const text = manifest('a.yaml', 'x: 1\r\n{"👩": 2}\r\n');
  expect(parsed(json(result([text], [diagnostic(at(text, '2'))])))).toMatchObject({
    diagnostics: [{ range: { start: { line: 2, column: 8 }, end: { line: 2, column: 9 } } }],
  });
});

test('a place behind the first document of a file is counted from the start of the file', () => {
  const second = {
    file: 'a.yaml',
    index: 1,
    offset: 9,
    document: { text: 'b: 2\n', value: { b: 2 }, problems: [] },
  };
  const checked = {
    ...result([], [diagnostic({ file: 'a.yaml', manifest: second, path: ['b'], part: 'value' })]),
    texts: new Map([['a.yaml', 'a: 1\n---\nb: 2\n']]),
  };
  expect(parsed(json(checked))).toMatchObject({
    diagnostics: [{ path: 'b', range: { start: { line: 3, column: 4 }, end: { line: 3, column: 5 } } }],
  });
});
