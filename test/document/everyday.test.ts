import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import { manifests } from '../../bench/manifests.mjs';
import { readEveryday } from '../../src/document/everyday.ts';
import { parseYaml } from '../../src/document/parse.ts';
import { splitText } from '../../src/document/split.ts';

/** Declines, or reads exactly what the library reads, without anything to complain about. */
function agrees(text: string): 'read' | 'declined' {
  const value = readEveryday(text);
  if (value === undefined) return 'declined';
  expect({ text, ...parseYaml(text) }).toEqual({ text, value, problems: [] });
  return 'read';
}

/** As generators write definitions of custom resources. */
const SEVERAL_LINES = `spec:
  description: Field of an object, such as its name
    and more of it.


    - a list
  other: 'It''s the name (a.b) of
    another, or ''none''.

    More: no key.'
  third: "One\\n\\ntwo \\"three\\"
    four\\
    \\ five six\\tseven"
  fourth:
  - first of
    all
  - last
`;

describe('the reader of everyday manifests', () => {
  it.each([
    'a: 1\n',
    '--- # c\na: b # c\nb: [x, "y", {z: 1}]\n',
    'a:\n- b: 1\n  c: |\n    x\n\n     y\n  d: e\n-\n  f: g\n- h\n',
    'a:\n  - b\n  # c\n  - # d\n    e: f\n',
    "a: 'it''s'\nb: http://x:80/y#z\nc: -1\nd: 0644\ne: on\nf:\ng: ~\n",
    'data:\n  app.conf: |-\n    # not a comment\n    key: value\n',
    'a: b\n  c\n',
    'a: b, [c]  \n    - d\n\n\n  "e" *f\n# c\ng: h\n',
    'a:\n- b\n  c\n- d: e\n   f\n',
    'a: 1\n  2\nb: 2001-01-01\n  10:00:00\n',
    "a: 'b''s\n  c''\n\n  d'  # c\nb: 'c\n\n  '\n",
    'a: "b \n\n\n   c: d # e\n\n  "\nb: "\n  c"\n',
    'a: "b\\n \\"c\\" \\\\ \\t"  # d\nb: "\\ c \\ \n  d\\\n   \\  e\n\n  f \\\n  g"\n',
    'a: “b” – c…\n',
    '# only in the middle\n\na: {}\n\n',
  ])('reads %j', (text) => {
    expect(agrees(text)).toBe('read');
  });

  it.each([
    'a: &x 1\n',
    'a: *x\n',
    'a: !!str 1\n',
    'a: b # c\n  d\n',
    'a: b\n  # c\n  d\n',
    'a: b\n  c: d\n',
    'a: b\n  c:\n',
    'a: b\n  c # d\n',
    'a: b\n  c\n # d\n  e\n',
    'a: [b]\n  c\n',
    'a: "b"\n  c\n',
    'a: "b\n  c" d\n',
    'a: "b\n  c" # d\n  e\n',
    'a: "b\\\n\n  c"\n',
    'a: "b\\x41"\n',
    'a: "b\\"\n',
    'a: "b\\\nc"\n',
    'a: "b\nc"\n',
    'a: "b\n  c\n',
    'a: >\n  b\n',
    'a: |+\n  b\n',
    'a: |2\n  b\n',
    'a: |\n\n  b\n',
    'a: |\n  b',
    'a: b: c\n',
    'a:\n  b: 1\n c: 2\n',
    'a: 1\na: 2\n',
    'yes: 1\n',
    '1: a\n',
    '"a": b\n',
    'a: [1,\n  2]\n',
    'a: {b}\n',
    'a: {b:1}\n',
    'a:\tb\n',
    'a: b\r\n',
    'a: .inf\n',
    '- a\n',
    'a\n',
    '---\n',
    '--- a: b\n',
    'a: b\n...\nc: d\n',
    '%YAML 1.1\n---\na: b\n',
    ' a: b\n',
    'a: - b\n',
    'a:\n  - - b\n',
    'a: [b]c\n',
    'a: "b" c\n',
    '? a\n: b\n',
    '<<: {a: b}\n',
    'a: b\u00a0c\u0085\n',
  ])('leaves %j to the library', (text) => {
    expect(agrees(text)).toBe('declined');
  });

  it('reads generated manifests, all of them', () => {
    for (const { text } of manifests(400, 7)) {
      for (const chunk of splitText(text))
        expect([chunk.text, agrees(chunk.text)]).toEqual([chunk.text, 'read']);
    }
  });

  const corpus = join(import.meta.dirname, '../../../shared/corpus');
  it.skipIf(!existsSync(corpus))('agrees over the corpus, and reads most of it', () => {
    const outcomes = readdirSync(corpus, { recursive: true, encoding: 'utf8' })
      .filter((name) => /\.ya?ml$/.test(name))
      .flatMap((name) => splitText(readFileSync(join(corpus, name), 'utf8')))
      .map(({ text }) => agrees(text));
    expect(outcomes.filter((outcome) => outcome === 'read').length).toBeGreaterThan(outcomes.length / 2);
  });

  it('agrees over values in every style', () => {
    const word = fc.oneof(
      fc.stringMatching(/^[a-z][a-z0-9./-]{0,8}$/),
      fc.constantFrom(
        'y',
        'no',
        '~',
        '08',
        '1e3',
        '0x1F',
        ': ',
        ' #',
        'a: b',
        '- a',
        '#',
        '{',
        'x\ny',
        'x\n\n y\n',
        '',
        ' ',
        "it's",
        '"',
      ),
      fc.string({ maxLength: 6 }),
    );
    const value = fc.letrec((tie) => ({
      node: fc.oneof(
        { maxDepth: 4 },
        word,
        fc.integer(),
        fc.boolean(),
        fc.constant(null),
        tie('list'),
        tie('map'),
      ),
      list: fc.array(tie('node'), { maxLength: 3 }),
      map: fc.dictionary(word, tie('node'), { maxKeys: 4 }),
    }));
    const style = fc.record({
      indent: fc.constantFrom(2, 4),
      indentSeq: fc.boolean(),
      lineWidth: fc.constantFrom(0, 20, 80),
      defaultStringType: fc.constantFrom('PLAIN', 'QUOTE_SINGLE', 'QUOTE_DOUBLE', 'BLOCK_LITERAL'),
      collectionStyle: fc.constantFrom('any', 'block', 'flow'),
    } as const);
    fc.assert(
      fc.property(value.map, style, (map, options) => {
        agrees(stringify(map, options));
      }),
      { numRuns: 2000 },
    );
  });

  it('agrees over manifests that were damaged', () => {
    const whole = [...manifests(60, 11)].flatMap(({ text }) => splitText(text).map((chunk) => chunk.text));
    const texts = [...whole, ...Array.from({ length: whole.length / 2 }, () => SEVERAL_LINES)];
    const noise = fc.constantFrom(
      ' ',
      '  ',
      '\n',
      '\t',
      ':',
      ': ',
      '- ',
      '-',
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
      '&a',
      '*a',
      '!',
      '?',
      '%',
      '---',
      '...',
      'é',
      '\r',
      'yes',
      '0',
    );
    fc.assert(
      fc.property(
        fc.constantFrom(...texts),
        fc.array(fc.tuple(fc.nat(), fc.nat(6), noise), { minLength: 1, maxLength: 3 }),
        (text, edits) => {
          let damaged = text;
          for (const [at, length, insert] of edits) {
            const start = at % (damaged.length + 1);
            damaged = damaged.slice(0, start) + insert + damaged.slice(start + length);
          }
          agrees(damaged);
        },
      ),
      { numRuns: 2000 },
    );
  });
});
