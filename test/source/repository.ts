import { spawnSync } from 'node:child_process';
import { expect } from 'vitest';

/** Runs git in a folder, and gives what it prints. */
export function git(cwd: string, args: readonly string[], input: string | Buffer = ''): string {
  const settings = [
    'user.name=a',
    'user.email=a@example.com',
    'commit.gpgsign=false',
    'init.defaultBranch=main',
  ];
  const all = [...settings.flatMap((setting) => ['-c', setting]), ...args];
  const { status, stdout, stderr } = spawnSync('git', all, { cwd, input });
  expect(`${status} ${stderr.toString()}`).toMatch(/^0 /);
  return stdout.toString('utf8').trim();
}

/** Makes a folder a repository with everything in it committed, ignored or not. */
export function commitAll(cwd: string): void {
  git(cwd, ['init', '--quiet']);
  git(cwd, ['add', '--force', '.']);
  git(cwd, ['commit', '--quiet', '--message', 'one']);
}

export interface RawEntry {
  readonly mode: string;
  readonly name: string | Buffer;
  readonly id: string;
}

/** The commit of a tree whose entries no version of git would write. */
export function craftedCommit(cwd: string, entries: readonly RawEntry[]): string {
  return git(cwd, ['commit-tree', '-m', 'crafted', craftedTree(cwd, entries)]);
}

export function craftedTree(cwd: string, entries: readonly RawEntry[]): string {
  const bytes = entries.flatMap(({ mode, name, id }) => [
    Buffer.from(`${mode} `),
    Buffer.from(name),
    Buffer.from([0]),
    Buffer.from(id, 'hex'),
  ]);
  return git(cwd, ['hash-object', '-t', 'tree', '-w', '--stdin', '--literally'], Buffer.concat(bytes));
}

export function blob(cwd: string, text: string): string {
  return git(cwd, ['hash-object', '-w', '--stdin'], text);
}
