import { parse as parseCsv } from 'csv-parse/sync';
import parseDot from 'dotparser';
import fc from 'fast-check';
import MarkdownIt from 'markdown-it';
import { describe, expect, it } from 'vitest';
import { csvCell } from '../../src/report/escape/csv.ts';
import { dotString } from '../../src/report/escape/dot.ts';
import { jsonText } from '../../src/report/escape/json.ts';
import { withoutCommands } from '../../src/report/escape/log.ts';
import { markdownFence, markdownInline } from '../../src/report/escape/markdown.ts';
import { mermaidString } from '../../src/report/escape/mermaid.ts';
import { visible, visiblePath } from '../../src/report/escape/terminal.ts';

/** Names of the special signs of a target, mixed with words, digits, other scripts and what no terminal should get. */
function names(...special: readonly string[]): fc.Arbitrary<string> {
  const piece = fc.constantFrom(
    ...special,
    ...[
      'a',
      'web',
      'end',
      'style',
      'abcdef0',
      '1',
      '42',
      ' ',
      '-',
      '.',
      '/',
      ':',
      '::',
      '##',
      '[',
      ']',
      '\\',
      'ß',
      'ﬂ',
      '東',
      '😀',
    ],
    ...['\n', '\r', '\t', '\0', '\x1b[31m', '\x9b', '\u202e', '\u200b', '\ud800', '\u2028'],
  );
  return fc.array(piece, { minLength: 1, maxLength: 14 }).map((pieces) => pieces.join(''));
}

const MANY = { numRuns: 3000 };

describe('Markdown', () => {
  const parser = new MarkdownIt({ html: true, linkify: true });
  const SIGNS = names(
    ...[
      '`',
      '``',
      '```',
      '~',
      '~~~',
      '*',
      '**',
      '_',
      '#',
      '# ',
      '|',
      '<',
      '>',
      '<b>',
      '</code>',
      '<!--',
      '-->',
      '&',
      '&amp;',
      '&#35;',
    ],
    ...[
      '@',
      '@octocat',
      '@a/b',
      '#1',
      'a/b#1',
      '!1',
      '~label',
      '%1',
      '$1',
      '&1',
      ':+1:',
      'GH-1',
      '0123456789abcdef',
      '(',
      ')',
      '![',
    ],
    ...[
      'www.a.com',
      'http://a.com',
      'a@b.com',
      'mailto:',
      '](x)',
      '- ',
      '1. ',
      '+ ',
      '> ',
      '---',
      '===',
      '$`',
      '\\|',
      '{',
      '}',
      '"',
      "'",
    ],
  );
  const PLAIN = /^[\p{L}\p{N}\s%→—–…(),.;:'’-]*$/u;

  /** The text of inline tokens; fails for anything but words and code. */
  function textOf(source: string, text: (inline: string) => string): string {
    const tokens = parser.parse(text(source), {});
    const inline = tokens.find(({ type }) => type === 'inline');
    let inCode = false;
    let shown = '';
    for (const { type, content } of inline?.children ?? []) {
      if (type === 'code_inline') shown += content;
      else if (type === 'html_inline') {
        expect(['<code>', '</code>', '<wbr>']).toContain(content);
        if (content !== '<wbr>') inCode = content === '<code>';
      } else {
        expect(['text', 'text_special']).toContain(type);
        // No two signs are in one piece, so that no filter finds an address or a name behind a sign.
        if (inCode) expect(content).toMatch(/^(?:[\p{L}\p{N}]*[^\p{L}\p{N}]?)$/u);
        else {
          expect(content).toMatch(PLAIN);
          expect(content).not.toMatch(/[0-9a-f]{7}|\p{L}-\p{N}|\p{N}\p{L}/iu);
        }
        shown += content;
      }
    }
    return shown;
  }

  it('in a paragraph, a heading, an item and a cell is the name, and nothing else', () => {
    fc.assert(
      fc.property(SIGNS, (name) => {
        const inline = markdownInline(name);
        expect(inline).not.toContain('\n');
        for (const text of [
          (one: string) => `${one}\n`,
          (one: string) => `## ${one}\n`,
          (one: string) => `- ${one}\n`,
          (one: string) => `| a | b |\n|---|---|\n| ${one} | c |\n`,
        ]) {
          const tokens = parser.parse(text(inline), {});
          if (text('').startsWith('|')) {
            const cells = tokens.filter(({ type }) => type === 'inline').map(({ content }) => content);
            expect(cells).toEqual(['a', 'b', inline, 'c']);
          }
          const only = text('').startsWith('|') ? (one: string) => `${one}\n` : text;
          expect(textOf(inline, only)).toBe(visible(name));
          expect(
            tokens.filter(({ type }) =>
              /^(?:heading|bullet|ordered|fence|code_block|html_block|hr|table)/.test(type),
            ).length,
          ).toBe(
            { '## \n': 2, '- \n': 2, '\n': 0 }[text('')] ??
              tokens.filter(({ type }) => type.startsWith('table')).length,
          );
        }
      }),
      MANY,
    );
  });

  it('in a fence is the name, and nothing else', () => {
    fc.assert(
      fc.property(fc.array(SIGNS, { minLength: 1, maxLength: 3 }), (all) => {
        const lines = all.map((name) => `+ ${visible(name)}`);
        const tokens = parser.parse(
          `\n<details>\n\n${markdownFence('diff', lines)}\n</details>\n\nafter\n`,
          {},
        );
        const fences = tokens.filter(({ type }) => type === 'fence');
        expect(fences.map(({ content }) => content)).toEqual([
          withoutCommands(lines.map((line) => `${line}\n`).join('')),
        ]);
        expect(tokens.map(({ type }) => type)).toEqual([
          'html_block',
          'fence',
          'html_block',
          'paragraph_open',
          'inline',
          'paragraph_close',
        ]);
      }),
      MANY,
    );
  });

  it.each([
    ['Service shop/api sends requests to 8080', 'Service `shop/api` sends requests to 8080'],
    ['@octocat closes #1 and a/b#2, see www.a.com', '`@octocat` closes `#1` and `a/b#2,` see `www.a.com`'],
    ['deadbeef 0123456 dead', '`deadbeef` `0123456` dead'],
    ['50 % of them', '50 % of them'],
    ['a`b', '<code>a&#96;<wbr>b</code>'],
  ])('%s is written %s', (text, written) => {
    expect(markdownInline(text)).toBe(written);
  });
});

describe('CSV', () => {
  const SIGNS = names(',', '"', '""', '=', '+', '-', '@', "'", ';', '\t', '\r\n', '=1+1', '＝');

  it('is the name, and nothing else, and no formula', () => {
    fc.assert(
      fc.property(SIGNS, SIGNS, (one, other) => {
        const line = [one, other].map(csvCell).join(',');
        expect(line).not.toMatch(/[\r\n]/);
        const [cells = []] = parseCsv(`${line}\nx,y\n`);
        expect(cells).toHaveLength(2);
        for (const [index, name] of [one, other].entries()) {
          const cell = cells[index] ?? '';
          const shown = withoutCommands(visible(name));
          expect([shown, `'${shown}`]).toContain(cell);
          expect(cell).not.toMatch(/^[=+\-@\t\r]/);
        }
      }),
      MANY,
    );
  });
});

describe('DOT', () => {
  const SIGNS = names(
    '"',
    '\\"',
    '\\N',
    '\\n',
    '\\G',
    '<',
    '>',
    '<b>',
    '{',
    '}',
    '|',
    ';',
    '->',
    '&',
    '&lt;',
    '&#35;',
    '//',
    '/*',
    '#',
    '=',
    ',',
  );

  /** As Graphviz reads a label again: an escString, then its entities. */
  function label(text: string): string {
    expect(text).not.toMatch(/(?<!\\)(?:\\\\)*\\[NGETHLnlr]/);
    return text.replaceAll('\\\\', '\\').replaceAll('&#35;', '#').replaceAll('&amp;', '&');
  }

  it('is the name, and nothing else', () => {
    fc.assert(
      fc.property(SIGNS, (name) => {
        const [graph] = parseDot(`digraph g {\n  n1 [label=${dotString(name)}, shape=box];\n}\n`);
        expect(graph?.children).toHaveLength(1);
        const [node] = graph?.children ?? [];
        const attributes = node?.type === 'node_stmt' ? node.attr_list : [];
        expect(attributes.map(({ id }) => id)).toEqual(['label', 'shape']);
        const [first] = attributes;
        expect(label(typeof first?.eq === 'string' ? first.eq : '')).toBe(visible(name));
      }),
      MANY,
    );
  });
});

describe('Mermaid', () => {
  const SIGNS = names(
    ...[
      '"',
      "'",
      '`',
      '#',
      ';',
      '#quot;',
      '#35;',
      '%%',
      '%%{init: {}}%%',
      '{',
      '}',
      '(',
      ')',
      '|',
      '<',
      '>',
      '<br>',
      '&',
      '&lt;',
      '-->',
      'click',
    ],
    ...[
      'subgraph',
      'style:',
      'classDef',
      ' 1. ',
      '* ',
      '_',
      'www.a.com',
      'http://a',
      '°',
      '¶',
      'ﬂ°°35¶ß',
      '@',
      '$$',
      '!',
      '=',
    ],
  );

  /**
   * What Mermaid shows of a label: `encodeEntities` of its utils.ts, with the cut of styles, the string of flow.jison, the
   * entities of HTML.
   */
  function shown(label: string): string {
    const line = `  n1[${label}]`;
    expect(line).not.toMatch(/%%|style.*:\S*#.*;|classDef.*:\S*#.*;/);
    const [, text = ''] = /^ {2}n1\["([^"]*)"\]$/.exec(line) ?? [];
    expect(text).not.toMatch(/^`|[<>{}()|&*_~!@$=]|www\.|:\/\/|^(?:[-+*]|\d+\.) /i);
    const marked = text.replace(/#\w+;/g, (code) => `ﬂ°°${code.slice(1, -1)}¶ß`);
    const entities = marked.replaceAll('ﬂ°°', '&#').replaceAll('ﬂ°', '&').replaceAll('¶ß', ';');
    return entities.replace(/&#(\d+);/g, (_, code) => String.fromCodePoint(Number(code)));
  }

  it('is the name, and nothing else', () => {
    fc.assert(
      fc.property(SIGNS, (name) => {
        expect(shown(mermaidString(name))).toBe(visible(name));
      }),
      MANY,
    );
  });

  it('leaves usual names as they are', () => {
    for (const name of ['shop', 'Deployment/web-api', '10.0.0.0/8', 'TCP 8080'])
      expect(mermaidString(name)).toBe(`"${name}"`);
  });
});

describe('JSON', () => {
  it('is the value, and nothing that a terminal or a log obeys', () => {
    fc.assert(
      fc.property(names('"', '{', '##[error]', '##vso[x]', '\u0085'), (name) => {
        const text = jsonText({ name }, 2);
        expect(JSON.parse(text)).toEqual({ name });
        // eslint-disable-next-line no-control-regex -- these must not be there
        expect(text).not.toMatch(/[\x00-\x09\x0b-\x1f\x7f-\x9f\u200b\u202e\u2028\ud800]|##/);
        expect(withoutCommands(text)).toBe(text);
      }),
      MANY,
    );
  });

  it('is bounded', () => {
    expect(jsonText({ name: 'x'.repeat(1_000_000) }).length).toBeLessThan(20_000);
  });
});

describe('a terminal', () => {
  it('gets one line without anything to obey or to hide', () => {
    fc.assert(
      fc.property(names('\u0085', '\u2066', '\ufeff', '\u{e0041}', '\udc00', '\u200d'), (name) => {
        expect(visible(name)).not.toMatch(
          // eslint-disable-next-line no-control-regex -- these must not be there
          /[\x00-\x1f\x7f-\x9f\u200b\u2028-\u202e\u2060-\u206f\ufeff\p{Cs}]/u,
        );
      }),
      MANY,
    );
    expect(visible('a\nb\x1b[0m')).toBe('a␊b␛[0m');
  });

  it('gets both ends of what is too long', () => {
    const shown = visible(`first ${'x'.repeat(1_000_000)} last`);
    expect(shown).toMatch(/^first x+…x+ last$/);
    expect(shown).toHaveLength(4000);
  });
});

describe('a log', () => {
  it.each([
    ['::error::x', '\\::error::x'],
    ['a\n  \t::add-mask::x', 'a\n  \t\\::add-mask::x'],
    ['\x1b[36m::error::x', '\x1b[36m\\::error::x'],
    ['see ##[error]x and ##vso[task.x]y', 'see ##\\[error]x and ##vso\\[task.x]y'],
    ['##teamcity[x]', '##teamcity\\[x]'],
    ['a::b, [::1]:443 and # [x]', 'a::b, [::1]:443 and # [x]'],
  ])('%j gets %j', (text, harmless) => {
    expect(withoutCommands(text)).toBe(harmless);
  });

  it('names a file whose name would be a command from its folder', () => {
    expect(visiblePath('::error::a.yaml')).toBe('./::error::a.yaml');
    expect(visiblePath('  ::error::a.yaml')).toBe('./  ::error::a.yaml');
    expect(visiblePath('k8s/a.yaml')).toBe('k8s/a.yaml');
  });

  it('takes a long run of blanks in its stride', () => {
    const blanks = ' \n'.repeat(200_000) + '#'.repeat(200_000);
    expect(withoutCommands(`${blanks}::`)).toHaveLength(blanks.length + 2);
  });
});
