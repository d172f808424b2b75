import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { SourceFile } from '../../src/source/file.ts';

/**
 * A rule page is a test: every `yaml` block is checked. A comment `# error: [id] "part of the message"` (or `warning`,
 * `info`) at the end of a line says that a finding begins on that line; alone on a line it speaks of the next line
 * that is no such comment. What is not said must not be found. Words after `yaml` on the fence: `closed-world`,
 * `namespace=x`, `kubernetes-version=1.30`, `file=a.yaml` (the blocks up to the next heading are then files of one
 * example), `named` (the command line names this file) or `piped` (it is standard input), `fixed` (what the fixes of the block before it give, without its comments), `added` (what the first finding
 * of the block before it suggests to add).
 */
export interface Example {
  readonly title: string;
  readonly line: number;
  readonly files: readonly SourceFile[];
  readonly expected: readonly Expected[];
  readonly closedWorld: boolean;
  readonly namespace: string | undefined;
  readonly kubernetesVersion: string | undefined;
  readonly fixed: string | undefined;
  readonly added: string | undefined;
}

export interface Expected {
  readonly file: string;
  readonly line: number;
  readonly severity: string;
  readonly rule: string;
  readonly part: string;
}

export const ROOT: string = join(import.meta.dirname, '../..');

export function readPage(id: string): string {
  return readFileSync(join(ROOT, 'rules', `${id}.md`), 'utf8');
}

interface Block {
  readonly words: readonly string[];
  readonly text: string;
  readonly line: number;
  readonly heading: string;
}

export function examplesOf(page: string): readonly Example[] {
  const examples: { -readonly [K in keyof Example]: Example[K] }[] = [];
  let joined: string | undefined;
  for (const block of blocksOf(page)) {
    const option = (name: string): string | undefined =>
      block.words.find((word) => word.startsWith(`${name}=`))?.slice(name.length + 1);
    const last = examples.at(-1);
    if (block.words.includes('fixed')) {
      if (last === undefined) throw new Error(`line ${block.line}: nothing to fix before this block`);
      last.fixed = block.text;
      continue;
    }
    if (block.words.includes('added')) {
      if (last === undefined) throw new Error(`line ${block.line}: nothing to add to before this block`);
      last.added = block.text;
      continue;
    }
    const file = option('file');
    const meant = (['named', 'piped'] as const).find((word) => block.words.includes(word));
    const files = [
      { file: file ?? 'example.yaml', text: block.text, ...(meant === undefined ? {} : { meant }) },
    ];
    const expected = expectationsOf(block.text, file ?? 'example.yaml');
    if (file !== undefined && joined === block.heading && last !== undefined) {
      last.files = [...last.files, ...files];
      last.expected = [...last.expected, ...expected];
      continue;
    }
    joined = file === undefined ? undefined : block.heading;
    examples.push({
      title: `${block.heading} (line ${block.line})`,
      line: block.line,
      files,
      expected,
      closedWorld: block.words.includes('closed-world'),
      namespace: option('namespace'),
      kubernetesVersion: option('kubernetes-version'),
      fixed: undefined,
      added: undefined,
    });
  }
  return examples;
}

function blocksOf(page: string): readonly Block[] {
  const blocks: Block[] = [];
  const lines = page.split('\n');
  let heading = '';
  for (let i = 0; i < lines.length; i++) {
    const line = lines[i] ?? '';
    if (line.startsWith('#')) heading = line.replace(/^#+\s*/, '');
    const fence = /^```ya?ml\b(.*)$/.exec(line);
    if (fence === null) continue;
    const start = i + 1;
    while (i + 1 < lines.length && lines[i + 1] !== '```') i++;
    const text = lines.slice(start, i + 1).join('\n') + '\n';
    blocks.push({ words: (fence[1] ?? '').trim().split(/\s+/), text, line: start + 1, heading });
  }
  return blocks;
}

const COMMENT = /#\s*(error|warning|info): \[([a-z0-9-]+)\](?: "(.*?)")?/g;

/** What people are to write: the text without the comments that say what is found. */
export function withoutExpectations(text: string): string {
  return text
    .split('\n')
    .filter((line) => !(line.trim().startsWith('#') && line.search(COMMENT) >= 0))
    .map((line) => (line.search(COMMENT) >= 0 ? line.slice(0, line.search(COMMENT)).trimEnd() : line))
    .join('\n');
}

function expectationsOf(text: string, file: string): readonly Expected[] {
  const expected: Expected[] = [];
  let pending: Omit<Expected, 'line'>[] = [];
  text.split('\n').forEach((content, index) => {
    const found = [...content.matchAll(COMMENT)].map((hit) => ({
      file,
      severity: hit[1] ?? '',
      rule: hit[2] ?? '',
      part: hit[3] ?? '',
    }));
    if (found.length > 0 && content.trim().startsWith('#')) {
      pending.push(...found);
      return;
    }
    for (const one of [...pending, ...found]) expected.push({ ...one, line: index + 1 });
    pending = [];
  });
  return expected;
}
