import { execFileSync } from 'node:child_process';
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readSources } from '../../src/source/disk.ts';
import { folderWith } from './folder.ts';

const POD = 'kind: Pod\n';

function repositoryWith(files: Record<string, string>): string {
  return folderWith({ '.git/HEAD': 'ref: refs/heads/main\n', ...files });
}

function filesOf(cwd: string, ...patterns: string[]): string[] {
  return readSources(patterns, { cwd }).files.map(({ file }) => file);
}

describe('.gitignore', () => {
  it('of a deeper folder overrules that of a shallower one, also for folders', () => {
    const cwd = repositoryWith({
      '.gitignore': '*.yaml\nbuild/\n',
      'a/.gitignore': '!keep.yaml\n!build/\n',
      'a/keep.yaml': POD,
      'a/drop.yaml': POD,
      'a/build/x.yml': POD,
      'b/build/x.yml': POD,
      'b/x.yml': POD,
    });
    expect(filesOf(cwd)).toEqual(['a/build/x.yml', 'a/keep.yaml', 'b/x.yml']);
  });

  it('cannot take back what lies in an ignored folder', () => {
    const cwd = repositoryWith({
      '.gitignore': 'a/\n!a/b.yaml\n',
      'a/b.yaml': POD,
      'a/.gitignore': '!*',
      'c.yaml': POD,
    });
    expect(filesOf(cwd)).toEqual(['c.yaml']);
  });

  it('of the folders above counts, up to the repository', () => {
    const folder = folderWith({
      '.gitignore': '*.yaml\n',
      'repo/.git/HEAD': '',
      'repo/.gitignore': '/deep/web/x.yaml\n',
      'repo/deep/.gitignore': 'y.yaml\n',
      'repo/deep/web/x.yaml': POD,
      'repo/deep/web/y.yaml': POD,
      'repo/deep/web/z.yaml': POD,
    });
    expect(filesOf(join(folder, 'repo/deep/web'))).toEqual(['z.yaml']);
    expect(filesOf(folder, 'repo/deep')).toEqual(['repo/deep/web/z.yaml']);
  });

  it('does not reach into a repository inside the repository', () => {
    const cwd = repositoryWith({
      '.gitignore': '*.yaml\n',
      'module/.git': 'gitdir: ../.git/modules/module\n',
      'module/a.yaml': POD,
      'b.yaml': POD,
    });
    expect(filesOf(cwd)).toEqual(['module/a.yaml']);
  });

  it('counts without a repository from the working directory down', () => {
    const folder = folderWith({
      '.gitignore': '*.yaml\n',
      'cwd/.gitignore': 'b.yaml\n',
      'cwd/sub/a.yaml': POD,
      'cwd/sub/b.yaml': POD,
    });
    expect(filesOf(join(folder, 'cwd'))).toEqual(['sub/a.yaml']);
    expect(filesOf(join(folder, 'cwd'), 'sub')).toEqual(['sub/a.yaml']);
  });

  it('does not keep a file or a folder from being read that is named', () => {
    const cwd = repositoryWith({
      '.gitignore': 'rendered/\nsecret.yaml\n',
      'secret.yaml': POD,
      'rendered/.gitignore': 'draft.yaml\n',
      'rendered/a.yaml': POD,
      'rendered/draft.yaml': POD,
      'rendered/sub/b.yaml': POD,
    });
    expect(filesOf(cwd)).toEqual([]);
    expect(filesOf(cwd, 'secret.yaml')).toEqual(['secret.yaml']);
    expect(filesOf(cwd, 'rendered')).toEqual(['rendered/a.yaml', 'rendered/sub/b.yaml']);
    expect(filesOf(cwd, 'rendered/sub')).toEqual(['rendered/sub/b.yaml']);
    expect(filesOf(join(cwd, 'rendered/sub'))).toEqual(['b.yaml']);
  });

  it.skipIf(process.platform === 'win32')('covers links to folders, and is not followed itself', () => {
    const folder = folderWith({
      'repo/.git/HEAD': '',
      'repo/.gitignore': 'one/\ntwo\n',
      'repo/a/b.yaml': POD,
      'repo/.out/one.yaml': POD,
      'repo/.out/rules': 'b.yaml\n',
    });
    const cwd = join(folder, 'repo');
    symlinkSync('.out', join(cwd, 'one'));
    symlinkSync('.out', join(cwd, 'two'));
    symlinkSync('.out', join(cwd, 'three'));
    symlinkSync('../.out/rules', join(cwd, 'a/.gitignore'));
    expect(filesOf(cwd)).toEqual(['a/b.yaml', 'three/one.yaml']);
  });

  const folderName = fc.constantFrom('a', 'b', 'build', '[x]', 'a b', '!c', '#d');
  const folderPath = fc.array(folderName, { maxLength: 3 }).map((names) => names.join('/'));
  const fileName = fc.constantFrom('x.yaml', 'y.yml', 'z.json', '!n.yaml', '#h.yaml', 's .yaml');
  const pattern = fc.constantFrom(
    ...[
      'build',
      'build/',
      '/build',
      '!build/',
      '*.yaml',
      '!x.yaml',
      '!*.yaml',
      'a/b',
      'a/**',
      '**/b',
      'b/**/x.yaml',
    ],
    ...[
      '!a/',
      '/a/*',
      '!/a/b',
      'x.yaml ',
      'x.yaml\\ ',
      '\\#h.yaml',
      '\\!n.yaml',
      '#h.yaml',
      '[x]',
      '\\[x\\]/',
      '*',
    ],
    ...[
      '!*/',
      '!*.yml',
      '/',
      '**',
      'a b/',
      '?',
      '[!a]',
      '!a/*/x.yaml',
      '/*',
      '!/a',
      '**/',
      's\\ .yaml',
      'z.json\r',
    ],
  );
  const trees = fc.record({
    files: fc.array(fc.tuple(folderPath, fileName), { minLength: 1, maxLength: 12 }),
    ignores: fc.array(fc.tuple(folderPath, fc.array(pattern, { minLength: 1, maxLength: 4 })), {
      maxLength: 4,
    }),
  });

  it.skipIf(process.platform === 'win32' || !hasGit())('is read as git reads it', { timeout: 60_000 }, () => {
    fc.assert(
      fc.property(trees, ({ files, ignores }) => {
        const cwd = folderWith({});
        git(cwd, 'init', '--quiet');
        git(cwd, 'config', 'core.ignoreCase', String(process.platform === 'darwin'));
        for (const [folder, name] of files) write(join(cwd, folder, name), POD);
        for (const [folder, lines] of ignores) write(join(cwd, folder, '.gitignore'), lines.join('\n'));
        const untracked = git(cwd, 'ls-files', '-z', '--others', '--exclude-per-directory=.gitignore').split(
          '\0',
        );
        expect(filesOf(cwd)).toEqual(untracked.filter((path) => /\.(yaml|yml|json)$/.test(path)).sort());
      }),
      { numRuns: 60 },
    );
  });
});

function write(path: string, content: string): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, content);
}

// Without the variables that a git hook sets, which would lead to the repository of the hook.
function git(cwd: string, ...args: string[]): string {
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('GIT_')));
  return execFileSync('git', ['-C', cwd, ...args], { encoding: 'utf8', env });
}

function hasGit(): boolean {
  try {
    execFileSync('git', ['--version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}
