import { describe, expect, test } from 'vitest';
import { getAt } from '../../src/base/json.ts';
import { locate } from '../../src/document/locate.ts';
import { parseChunk } from '../../src/document/parse.ts';
import { readDocuments } from '../../src/document/read.ts';

/** Only there to notice a hang; these take milliseconds on an idle machine. */
const HANG = 20_000;

function codes(text: string): (string | undefined)[] {
  return readDocuments(text).flatMap(({ document }) => document.problems.map(({ code }) => code));
}

function aliases(levels: number, width: number): string {
  let text = 'a0: &a0 x\n';
  for (let level = 1; level <= levels; level += 1) {
    text += `a${level}: &a${level} [${Array.from({ length: width }, () => `*a${level - 1}`).join(', ')}]\n`;
  }
  return text;
}

describe('nesting', () => {
  const deep = 10_000;
  test.each([
    ['closed brackets', `a: ${'['.repeat(deep)}${']'.repeat(deep)}`],
    ['open brackets', `a: ${'['.repeat(deep)}`],
    ['braces', `a: ${'{b: '.repeat(deep)}1${'}'.repeat(deep)}`],
    ['list dashes', `a:\n${'- '.repeat(deep)}x`],
    ['question marks', `${'? '.repeat(deep)}x`],
    ['indented keys', Array.from({ length: 1500 }, (_, level) => `${' '.repeat(level)}k:\n`).join('')],
    ['JSON', `{"a":${'['.repeat(deep)}${']'.repeat(deep)}}`],
  ])(
    'of too many %s is one problem',
    (_, text) => {
      expect(codes(text)).toEqual(['yaml-too-deep']);
    },
    HANG,
  );

  test('of 450 levels is read in brackets, lists and JSON', () => {
    const brackets = `${'['.repeat(450)}1${']'.repeat(450)}`;
    for (const text of [`a: ${brackets}`, `a:\n${'- '.repeat(450)}1`, `{"a":${brackets}}`]) {
      const document = parseChunk(text);
      const path = ['a', ...Array.from({ length: 450 }, () => 0)];
      expect(getAt(document?.value, path)).toBe(1);
      if (document !== undefined) expect(text.slice(locate(document, path, 'value').start)).toMatch(/^1/);
    }
  });

  test('that only aliases make deep is found', () => {
    let text = `a0: &a0 ${'['.repeat(100)}${']'.repeat(100)}\n`;
    for (let level = 1; level < 20; level += 1) {
      text += `a${level}: &a${level} ${'['.repeat(99)}*a${level - 1}${']'.repeat(99)}\n`;
    }
    expect(codes(text)).toEqual(['yaml-too-deep']);
  });
});

describe('aliases', () => {
  test('that multiply are refused', () => {
    expect(codes(aliases(9, 9))).toEqual(['yaml-alias-bomb']);
    expect(codes(aliases(30, 2))).toEqual(['yaml-alias-bomb']);
    expect(codes(`${aliases(30, 2)}b: *a30\n`.repeat(2))).toEqual(['yaml-alias-bomb']);
  });

  test('that multiply a little are shared, not copied', () => {
    const value = parseChunk(aliases(3, 3))?.value;
    expect(getAt(value, ['a3', 0])).toBe(getAt(value, ['a3', 2]));
    expect(getAt(value, ['a3', 2, 1, 0])).toBe('x');
  });

  test.each([
    ['in a mapping', 'a: &a {b: *a}'],
    ['in a list', 'a: &a [*a]'],
    ['in a merge', 'a: &a\n  <<: *a\n'],
    ['through another', 'a: &a {b: &b {c: *a}}'],
  ])('that contain themselves %s are refused', (_, text) => {
    expect(codes(text)).toEqual(['yaml-alias-bomb']);
  });

  test(
    'that merge each other many times end',
    () => {
      let text = 'm0: &m0 {a: 1}\n';
      for (let level = 1; level <= 40; level += 1)
        text += `m${level}: &m${level}\n  <<: [*m${level - 1}, *m${level - 1}]\n`;
      expect(codes(text)).toEqual(['yaml-alias-bomb']);
      const document = parseChunk(text);
      if (document !== undefined) locate(document, ['m40', 'missing'], 'value');
    },
    HANG,
  );
});

describe('length', () => {
  test.each([
    ['a plain line', `a: ${'x'.repeat(1_000_000)}`],
    ['a quoted line', `a: "${'x'.repeat(1_000_000)}"`],
    ['a line of brackets in a string', `a: '${'['.repeat(1_000_000)}'`],
    ['escapes', `a: "${'\\"'.repeat(200_000)}"`],
    ['backslashes', `a: "${'\\\\'.repeat(200_000)}"`],
    ['a comment', `a: 1 # ${'x'.repeat(1_000_000)}`],
    ['blanks', `a: 1${' '.repeat(500_000)}\nb: 2`],
    ['empty lines', `a: 1${'\n'.repeat(200_000)}b: 2`],
    ['a JSON string', `{"a":"${'\\\\'.repeat(200_000)}"}`],
  ])(
    'of %s does not matter',
    (_, text) => {
      expect(codes(text)).toEqual([]);
      expect(parseChunk(text)?.value).toHaveProperty('a');
    },
    HANG,
  );

  test(
    'of broken text does not matter either',
    () => {
      for (const text of [
        '"',
        "'",
        '[',
        '{',
        '- - ',
        '\t',
        ': ',
        '? ',
        '&a ',
        '!a ',
        '*a ',
        '{"a":',
        '---\n',
        '|\n',
      ]) {
        for (const { document } of readDocuments(text.repeat(2000))) locate(document, ['a', 0], 'entry');
      }
    },
    HANG * 3,
  );
});

test('the key __proto__ is a key like any other', () => {
  for (const text of [
    '__proto__:\n  polluted: true\n',
    '{"__proto__": {"polluted": true}}',
    'a: &a {__proto__: {polluted: true}}\nb: {<<: *a}\n',
  ]) {
    const value = parseChunk(text)?.value;
    const inner = getAt(value, ['b']) ?? value;
    expect(getAt(inner, ['__proto__', 'polluted'])).toBe(true);
    expect('polluted' in {}).toBe(false);
    expect(getAt(inner, ['polluted'])).toBeUndefined();
  }
});
