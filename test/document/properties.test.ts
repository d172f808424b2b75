import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { stringify } from 'yaml';
import { getAt, isList, isObject } from '../../src/base/json.ts';
import type { JsonValue, Path } from '../../src/base/json.ts';
import type { Document, Part } from '../../src/document/document.ts';
import { locate } from '../../src/document/locate.ts';
import { parseChunk } from '../../src/document/parse.ts';
import { readDocuments } from '../../src/document/read.ts';
import { splitText } from '../../src/document/split.ts';

const FRAGMENTS = [
  ...[
    'a',
    'b: ',
    ': ',
    '- ',
    '? ',
    '[',
    ']',
    '{',
    '}',
    ',',
    '"',
    "'",
    '|',
    '>-',
    '&x ',
    '*x',
    '<<: ',
    '!!int ',
  ],
  ...[
    '\n',
    '\n  ',
    '\n    ',
    '\r\n',
    '\r',
    '\t',
    '---',
    '\n---\n',
    '\n...\n',
    '# c',
    '%YAML 1.1',
    '\uFEFF',
    '\u2028',
  ],
  ...[
    'yes',
    '0777',
    '1.5',
    '.nan',
    '~',
    '\\',
    '\\u',
    '\0',
    '{"a":1}',
    '__proto__: 1',
    '\ud800',
    '{{ .x }}',
    '`',
    '@',
  ],
];

const soup = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 60 }),
  fc.array(fc.constantFrom(...FRAGMENTS), { maxLength: 25 }).map((parts) => parts.join('')),
  fc.uint8Array({ maxLength: 60 }).map((bytes) => new TextDecoder().decode(bytes)),
);

// Not `<<`: the library writes it without quotes.
const word = fc.oneof(
  fc.constantFrom(
    'yes',
    'on',
    'null',
    '~',
    '0777',
    '1e3',
    '08',
    '',
    ' ',
    'a: b',
    '- a',
    '# c',
    '__proto__',
    '1',
  ),
  fc.string({ maxLength: 12 }),
  fc.constantFrom(
    'two\nlines',
    'one\n\nthree\n',
    'http://a:80/b?c',
    "it's",
    'a "b"',
    '{{ .Values.x }}',
    'ключ',
    '😀',
  ),
);

const { value: anyValue } = fc.letrec<{ value: JsonValue; leaf: JsonValue }>((tie) => ({
  leaf: fc.oneof(
    word,
    fc.integer(),
    fc.boolean(),
    fc.constant(null),
    fc.double({ noNaN: true, noDefaultInfinity: true }),
  ),
  value: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    tie('leaf'),
    fc.array(tie('value'), { maxLength: 4 }),
    fc.dictionary(word, tie('value'), { maxKeys: 4 }),
  ),
}));

const manifest = fc.dictionary(word, anyValue, { minKeys: 1, maxKeys: 5 });

/** YAML 1.1 quoting, so that a string stays a string to Go; `~` and `0o7` are the library's own exceptions. */
const style = fc.record({
  version: fc.constant('1.1' as const),
  aliasDuplicateObjects: fc.constant(false),
  indent: fc.constantFrom(2, 4),
  indentSeq: fc.boolean(),
  collectionStyle: fc.constantFrom('any' as const, 'flow' as const),
  defaultStringType: fc.constantFrom('QUOTE_DOUBLE' as const, 'QUOTE_SINGLE' as const),
  defaultKeyType: fc.constantFrom('QUOTE_DOUBLE' as const, 'QUOTE_SINGLE' as const),
  blockQuote: fc.constant(false),
  lineWidth: fc.constant(0),
});

const written = fc.tuple(manifest, style, fc.boolean()).map(([value, options, json]) => ({
  value,
  text: json ? JSON.stringify(value, null, 2) : stringify(value, options),
}));

function pathsOf(value: JsonValue, path: Path = []): Path[] {
  const paths: Path[] = [path];
  if (isList(value))
    for (const [index, item] of value.entries()) paths.push(...pathsOf(item, [...path, index]));
  else if (isObject(value)) {
    for (const key of Object.keys(value)) paths.push(...pathsOf(value[key] ?? null, [...path, key]));
  }
  return paths;
}

/** Reads a value that was cut out of a document, at the column where it stood. */
function readBack(document: Document, start: number, end: number): JsonValue | undefined {
  const column = start - document.text.lastIndexOf('\n', start - 1) - 1;
  const text = `v:\n${' '.repeat(column)}${document.text.slice(start, end)}\n`;
  return getAt(parseChunk(text)?.value, ['v']);
}

describe('any text', () => {
  test('is split, read and located without an exception', () => {
    fc.assert(
      fc.property(soup, fc.array(fc.oneof(word, fc.nat(3)), { maxLength: 4 }), (text, path) => {
        for (const { document } of readDocuments(text)) {
          for (const part of ['key', 'value', 'entry'] satisfies Part[]) {
            const { start, end } = locate(document, path, part);
            expect(0 <= start && start <= end && end <= document.text.length).toBe(true);
          }
          for (const { span } of document.problems) {
            expect(0 <= span.start && span.start <= span.end && span.end <= document.text.length).toBe(true);
          }
        }
      }),
      { numRuns: 600 },
    );
  });

  test('is the sum of its chunks, each at its offset', () => {
    fc.assert(
      fc.property(soup, (text) => {
        let offset = 0;
        for (const chunk of splitText(text)) {
          expect(chunk.offset).toBe(offset);
          offset += chunk.text.length;
        }
        expect(
          splitText(text)
            .map((chunk) => chunk.text)
            .join(''),
        ).toBe(text);
      }),
    );
  });

  test('gives the same document each time', () => {
    fc.assert(
      fc.property(soup, (text) => {
        expect(parseChunk(text)).toEqual(parseChunk(text));
      }),
    );
  });

  test('has problems if it has no value', () => {
    fc.assert(
      fc.property(soup, (text) => {
        const document = parseChunk(text);
        if (document !== undefined && document.value === undefined) expect(document.problems).not.toEqual([]);
      }),
    );
  });
});

describe('a written value', () => {
  test('is read back', () => {
    fc.assert(
      fc.property(written, ({ value, text }) => {
        expect(normal(parseChunk(text)?.value)).toEqual(normal(value));
      }),
      { numRuns: 150 },
    );
  });

  test('stands at every one of its paths where locate says', () => {
    fc.assert(
      fc.property(written, ({ text }) => {
        const document = parseChunk(text);
        if (document?.value === undefined) throw new Error(`unread: ${text}`);
        for (const path of pathsOf(document.value)) {
          if (path.length === 0) continue;
          const { start, end } = locate(document, path, 'value');
          expect(readBack(document, start, end), JSON.stringify(path)).toEqual(getAt(document.value, path));
        }
      }),
      { numRuns: 150 },
    );
  });
});

/** Go reads -0 as 0. */
function normal(value: JsonValue | undefined): unknown {
  return JSON.parse(JSON.stringify(value ?? null)) as unknown;
}
