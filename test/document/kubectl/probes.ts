import type { randomFrom } from '../../../bench/random.mjs';

/** Lines of a `spec` that look like what people write, and then some: scalars, quotes, brackets, block scalars, tabs, marks. */
const WORDS = [
  'a',
  'b c',
  '-',
  '- a',
  '--',
  ':',
  'a:',
  'a:b',
  ':a',
  '?',
  '? a',
  '#',
  'a #b',
  'a#b',
  '~',
  'yes',
  'No',
  'null',
  '0',
  '-1',
  '007',
  '0x1F',
  '0b11',
  '0b-1',
  '0o7',
  '1_000',
  '1e3',
  '.5',
  '1.',
  '.inf',
  '2001-01-01',
  '"a"',
  "'a'",
  '"a b"',
  "'it''s'",
  '"a\\n"',
  '"\\x41"',
  '"\\u00e9"',
  '"a\\',
  '"',
  "'",
  '[a, b]',
  '[a',
  '{a: b}',
  '{a',
  '[]',
  '{}',
  '[-, a]',
  '[a, -]',
  '{a: -}',
  '[a: b]',
  '[a :b]',
  '{a :b}',
  '[a, ]',
  '[,]',
  '&x',
  '*x',
  '&x a',
  '*y',
  '!a b',
  '!!str 1',
  '!!int a',
  '!',
  '|',
  '|-',
  '|+',
  '|2',
  '>',
  '>-',
  '>+',
  '>1',
  '|2-',
  '%a',
  '@a',
  '`a',
  ',',
  'a, b',
  '\t',
  'a\tb',
  '\ta',
  '<<',
  '=',
  'é',
  '“a”',
  '---',
  '...',
  '!!binary YQ==',
  '!!float 1',
  '!!timestamp 2001-02-30',
  '/a',
  '*',
  '**',
  '$a',
  '{{ a }}',
];
const KEYS = [
  'v',
  'w',
  'a b',
  '"q"',
  "'q'",
  '1',
  'yes',
  '-x',
  '? k',
  '<<',
  'v',
  'é',
  '&k v',
  '!t v',
  '[a]',
  'v #',
  '',
  ':',
  '-',
];
const NOISE = [
  ' ',
  '  ',
  '\n',
  '\t',
  ':',
  ': ',
  '- ',
  '#',
  ' #',
  '"',
  "'",
  '{',
  '}',
  '[',
  ']',
  ',',
  '|',
  '>',
  '&',
  '*',
  '!',
  '?',
  '%',
  '\\',
  '\r',
  '-',
];

export type Random = ReturnType<typeof randomFrom>;

/** The text of an object called `name` with a `spec` that may be anything. */
export function probe(random: Random, name: string): string {
  const { between, chance, pick } = random;
  const lines: string[] = [];
  const value = (depth: number): string => {
    if (chance(0.15) && depth < 3)
      return `[${Array.from({ length: between(0, 3) }, () => value(depth + 1)).join(pick([', ', ',', ' , ', ',\n   ']))}]`;
    if (chance(0.1) && depth < 3)
      return `{${Array.from({ length: between(0, 3) }, () => `${pick(KEYS)}${pick([': ', ':', ' :', ' : '])}${value(depth + 1)}`).join(', ')}}`;
    return pick(WORDS);
  };
  const block = (indent: number, depth: number): void => {
    const space = ' '.repeat(indent);
    for (let left = between(1, 3); left > 0; left--) {
      if (chance(0.1)) lines.push(pick(['', '   ', '\t', `${space}# c`, '# c']));
      const isItem = chance(0.25);
      const head = isItem
        ? `${space}- `
        : `${space}${chance(0.7) ? pick(['v', 'w', 'x', 'y']) : pick(KEYS)}: `;
      if (depth < 3 && chance(0.25)) {
        lines.push(head.trimEnd());
        block(indent + pick([0, 1, 2, 2, 2, 4]), depth + 1);
      } else {
        lines.push(`${head}${value(0)}`);
        while (chance(0.25))
          lines.push(
            `${' '.repeat(indent + between(0, 5))}${pick(['', '', 'a', 'b: c', '# c', '- d', '\t', '\ta', '"', "'", ']', '}', ', a]', ':', 'é'])}`,
          );
      }
    }
  };
  block(pick([2, 2, 2, 1, 4]), 0);
  let body = lines.join('\n');
  if (chance(0.3)) {
    const at = between(0, body.length);
    body = body.slice(0, at) + pick(NOISE) + body.slice(at + between(0, 2));
  }
  return `apiVersion: v1\nkind: Foo\nmetadata:\n  name: ${name}\nspec:\n${body}${chance(0.9) ? '\n' : ''}`;
}
