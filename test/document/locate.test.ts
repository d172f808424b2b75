import { describe, expect, test } from 'vitest';
import type { Path } from '../../src/base/json.ts';
import type { Part } from '../../src/document/document.ts';
import { locate } from '../../src/document/locate.ts';
import { parseChunk } from '../../src/document/parse.ts';

const TEXT = `--- # shop
metadata:
  name: "web" # quoted
  labels: {app: 'it''s', tier: [a, b]}
  yes: on
  0x10: hex
spec:
  ports:
    - port: 80   # http
      name: http

    - &second
      port: 443
  again: *second
  defaults: &defaults
    image: nginx
    tag: "1"
  copy:
    <<: *defaults
    tag: "2"
  text: |-
    one
    two

  empty:
  twice: 1
  twice: 2
`;

function at(text: string, path: Path, part: Part): string {
  const document = parseChunk(text);
  if (document === undefined) throw new Error('no document');
  const { start, end } = locate(document, path, part);
  return document.text.slice(start, end);
}

describe('a place in a document', () => {
  test.each<[Path, Part, string]>([
    [['metadata', 'name'], 'key', 'name'],
    [['metadata', 'name'], 'value', '"web"'],
    [['metadata', 'name'], 'entry', 'name: "web"'],
    [['metadata', 'labels'], 'value', "{app: 'it''s', tier: [a, b]}"],
    [['metadata', 'labels', 'app'], 'value', "'it''s'"],
    [['metadata', 'labels', 'tier', 1], 'value', 'b'],
    [['metadata', 'true'], 'key', 'yes'],
    [['metadata', 'true'], 'entry', 'yes: on'],
    [['metadata', '16'], 'key', '0x10'],
    [['spec', 'ports', 0], 'entry', 'port: 80   # http\n      name: http'],
    [['spec', 'ports', 0, 'port'], 'entry', 'port: 80'],
    [['spec', 'text'], 'value', '|-\n    one\n    two'],
    [['spec', 'empty'], 'key', 'empty'],
    [['spec', 'empty'], 'entry', 'empty:'],
    [['spec', 'twice'], 'entry', 'twice: 2'],
  ])('%j, its %s', (path, part, text) => {
    expect(at(TEXT, path, part)).toBe(text);
  });

  test.each<[Path, Part, string]>([
    [['spec', 'again'], 'entry', 'again: *second'],
    [['spec', 'again', 'port'], 'value', '443'],
    [['spec', 'copy', 'image'], 'entry', 'image: nginx'],
    [['spec', 'copy', 'tag'], 'value', '"2"'],
  ])('%j, its %s, is at the anchor if an alias or a merge leads there', (path, part, text) => {
    expect(at(TEXT, path, part)).toBe(text);
  });

  test.each<[Path, string]>([
    [['metadata', 'namespace'], 'metadata'],
    [['metadata', 'name', 'deeper', 0], 'name'],
    [['spec', 'ports', 7, 'port'], 'ports'],
    [['spec', 'ports', 0, 'nodePort'], 'port: 80   # http\n      name: http'],
  ])('%j, which does not exist, is its nearest ancestor', (path, text) => {
    for (const part of ['key', 'value', 'entry'] satisfies Part[]) expect(at(TEXT, path, part)).toBe(text);
  });

  test('is found in JSON', () => {
    const text = '{"a": {"b\\u0063": [1, "\\/"]}}\n';
    expect(at(text, ['a', 'bc'], 'key')).toBe('"b\\u0063"');
    expect(at(text, ['a', 'bc', 1], 'value')).toBe('"\\/"');
    expect(at(text, ['a'], 'entry')).toBe('"a": {"b\\u0063": [1, "\\/"]}');
  });

  test('is the whole text of a document that cannot be read', () => {
    expect(at('\na: "x\n', ['a'], 'value')).toBe('a: "x');
  });

  test('counts from the start of the text, also behind a BOM', () => {
    expect(at('\uFEFFa: 1\n', ['a'], 'value')).toBe('1');
    expect(at('---\n\uFEFFa: 1\n', ['a'], 'value')).toBe('1');
  });
});

describe('a problem', () => {
  test.each<[string, string, string]>([
    [
      'labels:\n  app: a\n  app: b\n',
      'Key "app" appears twice in this mapping; the API server keeps the last value, "b".',
      'app',
    ],
    [
      'a: 1\n"a": {b: 1}\na: [2]\n',
      'Key "a" appears 3 times in this mapping; the API server keeps the last value.',
      'a',
    ],
    [
      'kind: Pod\napiVersion: v1\nkind: Service\n"apiVersion": v1\n',
      'A second object begins here without a line "---" before it; the API server keeps the last value of each key, and the object above is lost.',
      '"apiVersion"',
    ],
    [
      '{"a": 1, "a": 2}',
      'Key "a" appears twice in this mapping; the API server keeps the last value, 2.',
      '"a"',
    ],
    [
      'a: 1\n...\nb: 2\n',
      'kubectl silently ignores everything from here to the next "---"; start a new document with "---".',
      'b: 2',
    ],
    [
      '---foo\na: 1\n',
      'Nothing but a comment may follow "---" on its line; kubectl refuses the document separator "---foo".',
      'foo',
    ],
    ['a: *b\n', 'The alias "*b" refers to an anchor that does not exist above it.', '*b'],
    ['a:\n\tb: 1\n', 'Tabs are not allowed as indentation; use spaces.', '\t'],
    ['- a\n', 'A manifest must be a mapping; this document is a list.', '- a'],
    [
      'a: .inf\n',
      'The plain value .inf is a number that JSON cannot hold; quote it if a string is meant.',
      '.inf',
    ],
    [
      'a: {{ .x }}\n',
      'A key cannot be a mapping; if this is a template such as "{{ .x }}", quote it.',
      '{ .x }',
    ],
  ])('of %j says what kubectl does, and where', (text, message, place) => {
    const problems = parseChunk(text)?.problems ?? [];
    expect(problems.map((problem) => problem.message)).toEqual([message]);
    const { start, end } = problems[0]?.span ?? { start: 0, end: 0 };
    expect(text.slice(start, end).trimEnd() || text.slice(start, end)).toBe(place);
  });
});
