import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { digest } from '../../src/cli/page.ts';
import { run } from '../../src/cli/run.ts';
import { RULES } from '../../src/rule/catalog.ts';
import { memory, recorded } from './memory.ts';

const cwd = mkdtempSync(join(tmpdir(), 'kubeplumb-less-'));

beforeAll(() => {
  const twice = (name: string): string =>
    `apiVersion: v1\nkind: ConfigMap\nmetadata: { name: other, name: ${name} }\n`;
  writeFileSync(
    join(cwd, 'many.yaml'),
    `${Array.from({ length: 60 }, (_none, index) => twice(`c${index}`)).join('---\n')}---\nkind: [Service\n`,
  );
});

afterAll(() => {
  rmSync(cwd, { recursive: true });
});

async function check(isTerminal: boolean, ...words: readonly string[]): Promise<string> {
  const stdout = recorded(isTerminal, 100);
  await run(['check', 'many.yaml', '--color', 'never', ...words], { ...memory({ cwd }), stdout });
  return stdout.text();
}

const headlines = (text: string): number => text.match(/^(?:error|warning|info)\[/gm)?.length ?? 0;
const TABLE = /^ 1 {2}error {4}yaml-syntax\n60 {2}warning {2}yaml-duplicate-key\n/m;

describe('what is printed of many findings', () => {
  it('at a terminal: the 50 gravest, how many there are of each rule, and the sum', async () => {
    const text = await check(true);
    expect(headlines(text)).toBe(50);
    expect(text).toContain('error[yaml-syntax]');
    expect(text).toMatch(TABLE);
    expect(text).toMatch(/\nFound 1 error and 60 warnings [^\n]*; 11 not shown\.\n$/);
  });

  it('in a file or a pipe: all of them', async () => {
    const text = await check(false);
    expect(headlines(text)).toBe(61);
    expect(text).not.toMatch(TABLE);
  });

  it.each([true, false])('--max-findings says how many (terminal: %s)', async (isTerminal) => {
    const text = await check(isTerminal, '--max-findings', '2');
    expect(headlines(text)).toBe(2);
    expect(text).toMatch(TABLE);
    const all = await check(isTerminal, '--max-findings', '1000');
    expect(headlines(all)).toBe(61);
    expect(all).not.toMatch(TABLE);
  });

  it('--max-findings cuts lines, too, and the sum stays the last', async () => {
    const lines = (await check(false, '--format', 'concise', '--max-findings', '1')).trimEnd().split('\n');
    expect(lines[0]).toMatch(/^many\.yaml:\d+:\d+: error\[yaml-syntax\]/);
    expect(lines.at(-1)).toMatch(/60 not shown\.$/);
  });

  it.each(['pretty', 'concise'])('--statistics is the table alone, and the sum (%s)', async (format) => {
    const text = await check(true, '--statistics', '--format', format);
    expect(headlines(text)).toBe(0);
    expect(text).toMatch(new RegExp(`^${TABLE.source.slice(1)}\\nFound [^\\n]*\\n$`));
  });

  it('--quiet counts errors only', async () => {
    expect(await check(true, '--statistics', '--quiet')).toMatch(/^1 {2}error {2}yaml-syntax\n\nFound /);
  });

  it('programs get all of it', async () => {
    const report = JSON.parse(
      await check(true, '--format', 'json', '--max-findings', '1', '--statistics'),
    ) as {
      diagnostics: unknown[];
    };
    expect(report.diagnostics).toHaveLength(61);
  });

  it('takes whole numbers only', async () => {
    const io = memory({ cwd });
    expect(await run(['check', 'many.yaml', '--max-findings', 'ten'], io)).toBe(2);
    expect(io.stderr.text()).toContain("'ten' is no value for '--max-findings'");
  });
});

describe('the page of a rule', () => {
  const pages = join(import.meta.dirname, '../../rules');

  it.each(RULES.map(({ id }) => id))('%s: at most 40 lines say why and how to fix it', (id) => {
    const text = digest(readFileSync(join(pages, `${id}.md`), 'utf8'), id);
    expect(text.trimEnd().split('\n').length).toBeLessThanOrEqual(40);
    expect(text).toContain('## Why it breaks');
    expect(text).toContain('## How to fix it');
    expect(text).not.toContain('## Reports');
    expect(text).toMatch(new RegExp(`\n.*kubeplumb rules ${id} --examples\n$`));
  });
});
