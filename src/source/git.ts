import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { hasManifestSuffix } from './manifest-files.ts';

/** Why git has no such revision for us; the message is for the person who asked. */
export class GitProblem extends Error {}

/** Of the output of git that is taken; a repository of manifests has less. */
const LARGEST = 1024 * 1024 * 1024;

/**
 * Writes the manifests of a revision into a folder, as they are below the working directory there. Links and submodules are
 * left out. Throws a GitProblem if there is no git, no repository or no such revision.
 */
export function checkOut(revision: string, cwd: string, into: string): void {
  // A name that begins with a dash would be an option.
  git(cwd, ['rev-parse', '--verify', '--quiet', '--end-of-options', `${revision}^{commit}`]);
  const listed = git(cwd, ['ls-tree', '-r', '-z', revision]).toString('utf8');
  const blobs = listed.split('\0').flatMap((line) => {
    const [, mode = '', id = '', path = ''] = /^(\d+) blob (\w+)\t(.*)$/s.exec(line) ?? [];
    return mode.startsWith('100') && hasManifestSuffix(path) ? [{ id, path }] : [];
  });
  if (blobs.length === 0) return;
  const contents = git(cwd, ['cat-file', '--batch'], `${blobs.map(({ id }) => id).join('\n')}\n`);
  let offset = 0;
  for (const { path } of blobs) {
    // `<id> blob <size>`, the bytes, a line feed.
    const end = contents.indexOf('\n', offset);
    const size = Number(contents.toString('utf8', offset, end).split(' ')[2]);
    const target = join(into, path);
    mkdirSync(dirname(target), { recursive: true });
    writeFileSync(target, contents.subarray(end + 1, end + 1 + size));
    offset = end + 1 + size + 1;
  }
}

function git(cwd: string, args: readonly string[], input = ''): Buffer {
  const { status, stdout, stderr, error } = spawnSync('git', args, { cwd, input, maxBuffer: LARGEST });
  if (error !== undefined) throw new GitProblem(`git cannot be run: ${error.message}`);
  if (status === 0) return stdout;
  const [first = ''] = stderr.toString('utf8').trim().split('\n');
  throw new GitProblem(first.replace(/^fatal: /, '') || 'there is no such revision');
}
