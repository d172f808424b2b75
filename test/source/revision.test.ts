import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  lstatSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readSources } from '../../src/source/disk.ts';
import { GitProblem } from '../../src/source/git/command.ts';
import { readRevision } from '../../src/source/git/revision.ts';
import { folderWith } from './folder.ts';
import { blob, commitAll, craftedCommit, craftedTree, git } from './repository.ts';

const POD = 'kind: Pod\n';
const onWindows = process.platform === 'win32';

function filesOf(cwd: string, revision: string): string[] {
  return readRevision(revision, { cwd }).files.map(({ file }) => file);
}

/** Every file of a folder with its size and time of change, `.git` included. */
function stateOf(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .sort()
    .map((path) => {
      const { size, mtimeMs, ctimeMs } = lstatSync(join(folder, path));
      return `${path} ${size} ${mtimeMs} ${ctimeMs}`;
    });
}

describe.skipIf(onWindows)('a revision', () => {
  const TREE = {
    '.gitignore': 'build/\n*.tmp.yaml\n',
    'Chart.yaml': 'name: shop\n',
    'templates/web.yaml': 'kind: {{ .Values.kind }}\n',
    'templates/deep/web.yaml': POD,
    'k8s/.gitignore': '!keep.tmp.yaml\nlocal/\n',
    'k8s/all.yaml': `\uFEFF${POD}`,
    'k8s/keep.tmp.yaml': POD,
    'k8s/drop.tmp.yaml': POD,
    'k8s/local/x.yaml': POD,
    'k8s/kustomization.yaml': 'resources: [all.yaml]\n',
    'k8s/binary.yaml': Buffer.from([1, 0, 2]),
    'k8s/utf16.yaml': Buffer.from(`\uFEFF${POD}`, 'utf16le'),
    'build/out.yaml': POD,
    'node_modules/a/a.yaml': POD,
    '.github/workflow.yaml': POD,
    'other/a.json': '{}',
    'other/B.YAML': POD,
    'other/readme.md': '# no\n',
    'other/line\nfeed "quoted".yaml': POD,
    'other/ünïcode.yaml': POD,
  };

  function repository(): string {
    const cwd = folderWith(TREE);
    for (const [link, target] of [
      ['linked', 'other'],
      ['k8s/again.yaml', '../other/a.json'],
      ['k8s/up', '..'],
      ['k8s/gone.yaml', 'nowhere'],
      ['k8s/self.yaml', 'self.yaml'],
      ['other/through.yaml', '../k8s/up/k8s/all.yaml'],
    ] as const)
      symlinkSync(target, join(cwd, link));
    commitAll(cwd);
    return cwd;
  }

  it.each(['.', 'k8s', 'k8s/local', 'templates', 'templates/deep', 'other'])(
    'gives in %s what a folder with the same files gives',
    (folder) => {
      const cwd = join(repository(), folder);
      const expected = readSources([], { cwd });
      expect(expected.files.length).toBeGreaterThan(0);
      const { files, problems } = readRevision('HEAD', { cwd });
      expect(files).toEqual(expected.files);
      // A revision does not know what the folder around the repository is called.
      const [known, others] = [problems, expected.problems].map((all) =>
        all.map((one) => ({ ...one, message: one.message.replace(/folder \S+ that/, 'folder that') })),
      );
      expect(known).toEqual(others);
    },
  );

  it('is read with its own .gitignore, and without what is not committed', () => {
    const cwd = repository();
    git(cwd, ['tag', 'before']);
    writeFileSync(join(cwd, '.gitignore'), 'other/\n');
    writeFileSync(join(cwd, 'k8s/new.yaml'), POD);
    expect(filesOf(cwd, 'before')).toContain('other/a.json');
    expect(filesOf(cwd, 'before')).not.toContain('k8s/new.yaml');
  });

  it('is named as git names it', () => {
    const cwd = repository();
    git(cwd, ['tag', '-a', 'v1', '-m', 'annotated']);
    git(cwd, ['branch', 'a/b']);
    const names = [
      'HEAD',
      '@',
      'main',
      'v1',
      'refs/tags/v1',
      'a/b',
      ':/one',
      git(cwd, ['rev-parse', 'HEAD']),
    ];
    for (const name of names) expect(filesOf(cwd, name)).toContain('other/a.json');
  });

  it.each([
    '',
    '-',
    '--all',
    '--output=x',
    '-h',
    'HEAD:k8s',
    'HEAD:',
    'HEAD..HEAD',
    'no',
    'HEAD^{tree}',
    'a\nb',
  ])('is not %j', (name) => {
    expect(() => readRevision(name, { cwd: repository() })).toThrow(GitProblem);
  });

  it('changes nothing in the repository', () => {
    const cwd = repository();
    writeFileSync(join(cwd, 'k8s/all.yaml'), `${POD}# touched\n`);
    const before = stateOf(cwd);
    readRevision('HEAD', { cwd });
    expect(stateOf(cwd)).toEqual(before);
  });
});

describe.skipIf(onWindows)('a crafted tree', () => {
  const within = (): string => {
    const cwd = folderWith({ 'a.yaml': POD });
    commitAll(cwd);
    return cwd;
  };

  it.each(['..', '.', '.git', '.GIT', '/etc/x.yaml', 'a//b.yaml', '../../x.yaml', 'a/../../x.yaml'])(
    'with an entry %j is refused',
    (name) => {
      const cwd = within();
      const id = blob(cwd, POD);
      const tree = craftedTree(cwd, [{ mode: '100644', name: 'x.yaml', id }]);
      for (const entry of [
        { mode: '100644', name, id },
        { mode: '40000', name, id: tree },
      ]) {
        const commit = craftedCommit(cwd, [entry]);
        expect(() => readRevision(commit, { cwd })).toThrow(/its entry '.*' .*; such a tree is not read/s);
      }
    },
  );

  it('with a name twice, or as file and folder, is refused', () => {
    const cwd = within();
    const id = blob(cwd, POD);
    const file = { mode: '100644', name: 'x', id };
    const folder = { mode: '40000', name: 'x', id: craftedTree(cwd, [{ ...file, name: 'y.yaml' }]) };
    for (const entries of [
      [file, file],
      [file, folder],
      [folder, file],
    ])
      expect(() => readRevision(craftedCommit(cwd, entries), { cwd })).toThrow(GitProblem);
  });

  it('with a name that is no UTF-8 has a problem there, and the rest is read', () => {
    const cwd = within();
    const id = blob(cwd, POD);
    const commit = craftedCommit(cwd, [
      { mode: '100644', name: 'a.yaml', id },
      { mode: '100644', name: Buffer.from([0x62, 0xff, ...Buffer.from('.yaml')]), id },
      { mode: '100644', name: Buffer.from([0x62, 0xfe, ...Buffer.from('.yaml')]), id },
    ]);
    expect(readRevision(commit, { cwd })).toEqual({
      files: [{ file: 'a.yaml', text: POD }],
      problems: [{ file: 'b\ufffd.yaml', code: 'file-unreadable', message: 'Its name is not UTF-8.' }],
      unmatched: [],
    });
  });

  it('with links out of it and with submodules does not leave it', () => {
    const cwd = within();
    const link = (target: string): string => blob(cwd, target);
    const commit = craftedCommit(cwd, [
      { mode: '120000', name: 'etc.yaml', id: link('/etc/passwd') },
      { mode: '160000', name: 'module.yaml', id: git(cwd, ['rev-parse', 'HEAD']) },
      { mode: '120000', name: 'up.yaml', id: link('../../../../etc/passwd') },
    ]);
    const { files, problems } = readRevision(commit, { cwd });
    expect(files).toEqual([]);
    const message =
      'The symbolic link leads out of the repository or folder that is checked, and is not followed.';
    expect(problems.map((one) => `${one.file} ${one.message}`)).toEqual([
      `etc.yaml ${message}`,
      `up.yaml ${message}`,
    ]);
  });

  it('of folders in folders that would have a thousand million files is told to be too large', () => {
    const cwd = within();
    let id = craftedTree(cwd, [{ mode: '100644', name: 'a.yaml', id: blob(cwd, POD) }]);
    for (let level = 0; level < 9; level++)
      id = craftedTree(
        cwd,
        Array.from({ length: 10 }, (_, name) => ({ mode: '40000', name: `${name}${'n'.repeat(200)}`, id })),
      );
    const commit = git(cwd, ['commit-tree', '-m', 'bomb', id]);
    expect(() => readRevision(commit, { cwd })).toThrow(/the list of its files has more than 128 MB/);
  });

  it('of links to links ends', () => {
    const cwd = within();
    const links = Array.from({ length: 60 }, (_, index) => ({
      mode: '120000',
      name: `l${String(index).padStart(2, '0')}`,
      id: blob(cwd, `l${String(index + 1).padStart(2, '0')}/../l${String(index + 1).padStart(2, '0')}`),
    }));
    const folder = craftedTree(cwd, [{ mode: '100644', name: 'a.yaml', id: blob(cwd, POD) }]);
    const commit = craftedCommit(cwd, [...links, { mode: '40000', name: 'l60', id: folder }]);
    expect(filesOf(cwd, commit)).toEqual(['l60/a.yaml']);
  });

  it('with a blob of more than 64 MB has a problem there, as a file on a disk has', () => {
    const cwd = folderWith({ 'a.yaml': POD, 'big.yaml': Buffer.alloc(65 * 1024 * 1024, 'a') });
    commitAll(cwd);
    expect(readRevision('HEAD', { cwd })).toEqual(readSources([], { cwd }));
  });

  it('with 200,000 entries is read', () => {
    const cwd = within();
    const id = blob(cwd, POD);
    const many = Array.from({ length: 100_000 }, (_, index) => ({
      mode: '100644',
      name: `f${String(index).padStart(6, '0')}`,
      id,
    }));
    const tree = craftedTree(cwd, many);
    const commit = craftedCommit(cwd, [
      { mode: '40000', name: 'a', id: tree },
      { mode: '40000', name: 'b', id: tree },
      { mode: '100644', name: 'c.yaml', id },
    ]);
    expect(filesOf(cwd, commit)).toEqual(['c.yaml']);
  });
});

describe.skipIf(onWindows)("a stranger's repository", () => {
  it('runs no program that its configuration names', () => {
    const cwd = folderWith({ 'a.yaml': POD, '.gitattributes': '*.yaml filter=evil diff=evil\n' });
    commitAll(cwd);
    const marker = join(folderWith({}), 'was-here');
    const program = join(folderWith({}), 'program');
    writeFileSync(program, `#!/bin/sh\necho "$0 $*" >> '${marker}'\ncat\n`);
    chmodSync(program, 0o755);
    mkdirSync(join(cwd, '.git/hooks'), { recursive: true });
    for (const hook of [
      'reference-transaction',
      'post-index-change',
      'fsmonitor-watchman',
      'post-checkout',
    ]) {
      writeFileSync(join(cwd, '.git/hooks', hook), readFileSync(program));
      chmodSync(join(cwd, '.git/hooks', hook), 0o755);
    }
    for (const key of [
      'core.fsmonitor',
      'core.pager',
      'pager.cat-file',
      'pager.ls-tree',
      'pager.rev-parse',
      'core.sshCommand',
      'core.editor',
      'core.askPass',
      'credential.helper',
      'filter.evil.clean',
      'filter.evil.smudge',
      'filter.evil.process',
      'diff.evil.textconv',
      'diff.external',
      'gpg.program',
      'alias.rev-parse',
      'alias.ls-tree',
      'alias.cat-file',
      'core.alternateRefsCommand',
      'uploadpack.packObjectsHook',
    ])
      git(cwd, ['config', key, key.startsWith('alias.') ? `!${program}` : program]);
    writeFileSync(join(cwd, 'a.yaml'), `${POD}# changed\n`);
    expect(filesOf(cwd, 'HEAD')).toEqual(['a.yaml']);
    expect(existsSync(marker)).toBe(false);
  });

  it('fetches nothing that its clone leaves out', () => {
    const cwd = folderWith({ 'a.yaml': POD });
    commitAll(cwd);
    const id = blob(cwd, 'kind: Service\n');
    const commit = craftedCommit(cwd, [{ mode: '100644', name: 'gone.yaml', id }]);
    const marker = join(folderWith({}), 'was-here');
    for (const [key, value] of [
      ['core.repositoryFormatVersion', '1'],
      ['extensions.partialClone', 'origin'],
      ['remote.origin.promisor', 'true'],
      ['remote.origin.url', `ext::sh -c touch% ${marker}`],
      ['protocol.allow', 'always'],
      ['protocol.ext.allow', 'always'],
    ] as const)
      git(cwd, ['config', key, value]);
    const object = join(cwd, '.git/objects', id.slice(0, 2), id.slice(2));
    expect(existsSync(object)).toBe(true);
    rmSync(object);
    try {
      const { files, problems } = readRevision(commit, { cwd });
      expect(files).toEqual([]);
      expect(problems.map(({ message }) => message)).toEqual([
        'This clone of the repository is partial, and does not have it.',
      ]);
    } catch (error) {
      // An older git dies where a newer one says that the object is missing.
      expect(error).toBeInstanceOf(GitProblem);
    }
    expect(existsSync(marker)).toBe(false);
  });

  it('has no say in what an object is', () => {
    const cwd = folderWith({ 'a.yaml': POD });
    commitAll(cwd);
    const [id, other] = [blob(cwd, POD), blob(cwd, 'kind: Service\n')];
    git(cwd, ['replace', id, other]);
    expect(readRevision('HEAD', { cwd }).files).toEqual([{ file: 'a.yaml', text: POD }]);
  });
});
