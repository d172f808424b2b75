import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LineIndex } from '../../src/source/lines.ts';

describe('LineIndex', () => {
  it.each([
    ['the start', 'ab\ncd', 0, { line: 1, column: 1 }],
    ['the last unit before a line break', 'ab\ncd', 1, { line: 1, column: 2 }],
    ['a line break itself', 'ab\ncd', 2, { line: 1, column: 3 }],
    ['the first unit after LF', 'ab\ncd', 3, { line: 2, column: 1 }],
    ['the end of the text', 'ab\ncd', 5, { line: 2, column: 3 }],
    ['the end after a last line break', 'ab\n', 3, { line: 2, column: 1 }],
    ['between CR and LF', 'ab\r\ncd', 3, { line: 1, column: 4 }],
    ['after CRLF', 'ab\r\ncd', 4, { line: 2, column: 1 }],
    ['after a lone CR', 'ab\rcd', 3, { line: 2, column: 1 }],
    ['after two CRs', 'a\r\rb', 3, { line: 3, column: 1 }],
    ['after a pair of surrogates', 'a😀b', 3, { line: 1, column: 4 }],
    ['the only place of an empty text', '', 0, { line: 1, column: 1 }],
    ['before the text', 'ab', -4, { line: 1, column: 1 }],
    ['behind the text', 'a\nb', 99, { line: 2, column: 2 }],
  ])('knows %s', (_name, text, offset, position) => {
    expect(new LineIndex(text).positionAt(offset)).toEqual(position);
  });

  it('does not take other line separators of Unicode for line ends', () => {
    expect(new LineIndex('a\u2028b\u0085c').lineCount).toBe(1);
  });

  it('gives the text of a line without its end', () => {
    const lines = new LineIndex('one\r\ntwo\rthree\n\nfive');
    expect([1, 2, 3, 4, 5].map((line) => lines.lineText(line))).toEqual(['one', 'two', 'three', '', 'five']);
    expect(lines.lineCount).toBe(5);
  });

  it('gives no text for a line that does not exist', () => {
    const lines = new LineIndex('one\n');
    expect([0, 2, 3].map((line) => lines.lineText(line))).toEqual(['', '', '']);
  });

  const text = fc.string({ unit: fc.constantFrom('a', '\n', '\r', '\r\n', '😀', ' ') });

  it('agrees with counting the line ends before an offset', () => {
    fc.assert(
      fc.property(text, fc.nat(40), (content, at) => {
        const offset = Math.min(at, content.length);
        const cutsPair = content[offset - 1] === '\r' && content[offset] === '\n';
        const before = content.slice(0, cutsPair ? offset - 1 : offset).split(/\r\n|\r|\n/);
        const column = (before.at(-1)?.length ?? 0) + (cutsPair ? 2 : 1);
        expect(new LineIndex(content).positionAt(offset)).toEqual({ line: before.length, column });
      }),
    );
  });

  it('gives the lines that a split at line ends gives', () => {
    fc.assert(
      fc.property(text, (content) => {
        const lines = new LineIndex(content);
        const all = Array.from({ length: lines.lineCount }, (_, index) => lines.lineText(index + 1));
        expect(all).toEqual(content.split(/\r\n|\r|\n/));
      }),
    );
  });
});
