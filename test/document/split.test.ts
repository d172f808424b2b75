import { describe, expect, test } from 'vitest';
import { readDocuments } from '../../src/document/read.ts';
import { splitText } from '../../src/document/split.ts';

function texts(text: string): string[] {
  return splitText(text).map((chunk) => chunk.text);
}

describe('a file', () => {
  test.each<[string, string, string[]]>([
    ['at lines that start with ---', 'a: 1\n---\nb: 2\n', ['a: 1\n', '---\nb: 2\n']],
    ['also inside quotes and block scalars', 'a: "x\n---\ny"\n', ['a: "x\n', '---\ny"\n']],
    ['not where --- is indented', 'a: |\n  ---\n', ['a: |\n  ---\n']],
    ['not at carriage returns', 'a: 1\r---\rb: 2', ['a: 1\r---\rb: 2']],
    [
      'between objects of JSON',
      ' {"a": "}{"}\n{"b": 1} {"c": 2}\n',
      [' {"a": "}{"}\n', '{"b": 1} ', '{"c": 2}\n'],
    ],
    ['not between braces of templates', '{{ .a }}{{ .b }}', ['{{ .a }}{{ .b }}']],
    ['not between objects after ---', '---\n{"a": 1}\n{"b": 2}', ['---\n{"a": 1}\n{"b": 2}']],
  ])('is cut %s', (_, text, chunks) => {
    expect(texts(text)).toEqual(chunks);
  });

  test('whose documents are empty, null or comments has none', () => {
    expect(readDocuments('# a\n---\n\n---\nnull\n---\n# b\n')).toEqual([]);
  });

  test('keeps the neighbours of a document that cannot be read', () => {
    const documents = readDocuments('a: 1\n---\nb: [\n---\nc: 3\n');
    expect(documents.map(({ document }) => document.value)).toEqual([{ a: 1 }, undefined, { c: 3 }]);
    expect(documents.map(({ offset }) => offset)).toEqual([0, 5, 14]);
  });

  test('is parsed by the function that is given', () => {
    const seen: string[] = [];
    readDocuments('a: 1\n---\nb: 2\n', (text) => {
      seen.push(text);
      return undefined;
    });
    expect(seen).toEqual(['a: 1\n', '---\nb: 2\n']);
  });
});
