import fc from 'fast-check';
import { expect, test } from 'vitest';
import { cellsOf, widthOf } from '../../src/report/cells.ts';
import { visible } from '../../src/report/escape/terminal.ts';
import { clip } from '../../src/report/clip.ts';
import { wrap } from '../../src/report/wrap.ts';

const line = fc
  .array(fc.constantFrom('a', 'bc ', '\t', '価', '👩‍👩‍👧', 'e\u0301', '\x1b', '"', 'x'.repeat(30)), {
    maxLength: 40,
  })
  .map((parts) => parts.join(''));
const marked = line.chain((text) =>
  fc.tuple(fc.constant(text), fc.nat(text.length), fc.nat(text.length), fc.integer({ min: 12, max: 100 })),
);

test('a clipped line is never wider than asked for, and its mark is inside of it', () => {
  fc.assert(
    fc.property(marked, ([text, a, b, width]) => {
      const { shown, column, columns } = clip(text, Math.min(a, b), Math.max(a, b), width);
      expect(widthOf(shown)).toBeLessThanOrEqual(width);
      expect(column).toBeGreaterThanOrEqual(0);
      expect(columns).toBeGreaterThanOrEqual(1);
      expect(column + columns).toBeLessThanOrEqual(width + 1);
    }),
  );
});

test('a mark in plain text stands under the characters that it means', () => {
  const plain = fc
    .array(fc.constantFrom('a', 'b', 'cd', ' ', 'e'.repeat(50)), { maxLength: 30 })
    .map((parts) => parts.join(''));
  fc.assert(
    fc.property(plain, fc.nat(200), fc.integer({ min: 1, max: 8 }), (text, start, length) => {
      const from = Math.min(start, text.length);
      const to = Math.min(from + length, text.length);
      const { shown, column } = clip(text, from, to, 40);
      expect(shown.padEnd(100).slice(column, column + to - from)).toBe(text.slice(from, to));
    }),
  );
});

test.each([
  ['abc', 3],
  ['価格', 4],
  ['e\u0301', 1],
  ['👩‍👩‍👧', 2],
  ['❤️', 2],
  ['ｗｉｄｅ', 8],
  ['a\tb', 5],
  ['\u200b', 0],
])('%j takes %i columns', (text, columns) => {
  expect(widthOf(text)).toBe(columns);
});

test('the cells of a line are the line', () => {
  fc.assert(
    fc.property(line, (text) => {
      const offsets = cellsOf(text).map(({ offset }) => offset);
      expect(offsets).toEqual([...offsets].sort((a, b) => a - b));
      expect(visible(text)).toHaveLength(text.length);
    }),
  );
});

test('wrapping changes nothing but spaces into line breaks', () => {
  const sentence = fc
    .array(fc.constantFrom('a', 'word', 'longer-word', '価格'), { minLength: 1, maxLength: 30 })
    .map((words) => words.join(' '));
  fc.assert(
    fc.property(sentence, fc.integer({ min: 12, max: 40 }), fc.nat(10), (text, width, taken) => {
      const lines = wrap(text, width, taken);
      expect(lines.join(' ')).toBe(text);
      lines.forEach((one, index) => {
        const most = index === 0 && one.includes(' ') ? width - taken : width;
        expect(widthOf(one)).toBeLessThanOrEqual(most);
      });
    }),
  );
});
