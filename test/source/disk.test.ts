import { chmodSync, mkdirSync, symlinkSync, truncateSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readSources } from '../../src/source/disk.ts';
import { folderWith } from './folder.ts';

const POD = 'kind: Pod\n';
const isRoot = process.getuid?.() === 0;
const onWindows = process.platform === 'win32';

function filesOf(cwd: string, ...patterns: string[]): string[] {
  return readSources(patterns, { cwd }).files.map(({ file }) => file);
}

describe('a folder', () => {
  it('is read at any depth, manifests only, sorted by path', () => {
    const cwd = folderWith({
      'b/z.yaml': POD,
      'b/a/x.yml': POD,
      'b.yaml': POD,
      'B.yaml': POD,
      'a.json': '{}',
      'package.json': '{}',
      'notes.md': '',
      'x.yaml.tpl': '',
      'old.YAML': POD,
      'older.Yml': POD,
      yaml: '',
    });
    const files = [
      'B.yaml',
      'a.json',
      'b.yaml',
      'b/a/x.yml',
      'b/z.yaml',
      'old.YAML',
      'older.Yml',
      'package.json',
    ];
    expect(filesOf(cwd)).toEqual(files);
    expect(filesOf(cwd, '.')).toEqual(files);
    expect(filesOf(cwd, cwd)).toEqual(files);
  });

  it('is read without node_modules and folders that begin with a dot', () => {
    const cwd = folderWith({
      '.github/a.yaml': POD,
      'node_modules/a/a.yaml': POD,
      'web/node_modules/a.yaml': POD,
      'web/.cache/a.yaml': POD,
      'web/.hidden.yaml': POD,
    });
    expect(filesOf(cwd)).toEqual(['web/.hidden.yaml']);
  });

  it('is read when it is named, whatever its name is', () => {
    const cwd = folderWith({ '.github/a.yaml': POD, 'node_modules/b.yaml': POD });
    expect(filesOf(cwd, '.github', 'node_modules')).toEqual(['.github/a.yaml', 'node_modules/b.yaml']);
  });

  it('outside of the working directory gets paths that lead there', () => {
    const folder = folderWith({ 'here/a.yaml': POD, 'there/b.yaml': POD });
    expect(filesOf(join(folder, 'here'), '.', '../there')).toEqual(['../there/b.yaml', 'a.yaml']);
  });

  it('without a manifest matches nothing', () => {
    const cwd = folderWith({ 'docs/readme.md': '' });
    expect(readSources(['docs'], { cwd })).toEqual({ files: [], problems: [], unmatched: ['docs'] });
  });
});

describe('a file', () => {
  it('is read whatever its name is', () => {
    const cwd = folderWith({ 'web.yaml.tpl': POD });
    expect(readSources(['./web.yaml.tpl'], { cwd }).files).toEqual([
      { file: 'web.yaml.tpl', text: POD, meant: 'named' },
    ]);
  });

  it('is meant to hold manifests where it is named itself, and not where a folder or a glob leads to it', () => {
    const cwd = folderWith({ 'a/b.yaml': POD, 'a/c.yaml': POD });
    const meant = (...patterns: string[]): unknown[] =>
      readSources(patterns, { cwd }).files.map(({ meant }) => meant);
    expect(meant('a')).toEqual([undefined, undefined]);
    expect(meant('a/*.yaml')).toEqual([undefined, undefined]);
    expect(meant('a', 'a/c.yaml')).toEqual([undefined, 'named']);
  });

  it('is read once, however often it is matched', () => {
    const cwd = folderWith({ 'a/b.yaml': POD });
    const sources = readSources(['a', 'a/b.yaml', './a/../a/b.yaml', 'a/*.yaml', join(cwd, 'a/b.yaml')], {
      cwd,
    });
    expect(sources.files.map(({ file }) => file)).toEqual(['a/b.yaml']);
    expect(sources.unmatched).toEqual([]);
  });

  it('that does not exist is unmatched, and the rest is read', () => {
    const cwd = folderWith({ 'a.yaml': POD });
    const sources = readSources(['no.yaml', 'a.yaml', 'a.yaml/b', '', 'no/*.yaml'], { cwd });
    expect(sources.files.map(({ file }) => file)).toEqual(['a.yaml']);
    expect(sources.unmatched).toEqual(['no.yaml', 'a.yaml/b', '', 'no/*.yaml']);
    expect(sources.problems).toEqual([]);
  });

  it.each([0, 1, 65535, 65536, 65537, 300_000])('of %i bytes is read whole', (size) => {
    const text = 'é'.repeat(size / 2) + 'x'.repeat(size % 2);
    const cwd = folderWith({ 'a.yaml': text, 'b.yaml': POD });
    expect(readSources([], { cwd }).files).toEqual([
      { file: 'a.yaml', text },
      { file: 'b.yaml', text: POD },
    ]);
  });

  it('of more than 64 MB is a problem that says its size, and the rest is read', () => {
    const cwd = folderWith({ 'a.yaml': POD, 'big.yaml': '' });
    truncateSync(join(cwd, 'big.yaml'), 70 * 1024 * 1024);
    const sources = readSources([], { cwd });
    expect(sources.files.map(({ file }) => file)).toEqual(['a.yaml']);
    expect(sources.problems).toEqual([
      { file: 'big.yaml', code: 'file-too-large', message: expect.stringContaining('70.0 MB') as string },
    ]);
    expect(readSources(['big.yaml'], { cwd }).unmatched).toEqual([]);
  });

  it('of just 64 MB is read', () => {
    const cwd = folderWith({ 'big.yaml': '' });
    truncateSync(join(cwd, 'big.yaml'), 64 * 1024 * 1024);
    expect(readSources([], { cwd }).problems.map(({ code }) => code)).toEqual(['file-binary']);
  });

  it('that is binary is a problem', () => {
    const cwd = folderWith({ 'a.yaml': Buffer.from([0x7f, 0x45, 0, 1]), 'b.yaml': POD });
    const { files, problems } = readSources([], { cwd });
    expect(files).toHaveLength(1);
    expect(problems.map(({ file, code }) => [file, code])).toEqual([['a.yaml', 'file-binary']]);
  });

  it('in UTF-16 with a byte order mark is read', () => {
    const cwd = folderWith({ 'a.yaml': Buffer.from(`\uFEFF${POD}`, 'utf16le') });
    expect(readSources([], { cwd }).files).toEqual([{ file: 'a.yaml', text: POD }]);
  });

  it.skipIf(isRoot || onWindows)('without permission is a problem', () => {
    const cwd = folderWith({ 'a.yaml': POD, 'closed/b.yaml': POD, 'c.yaml': POD });
    chmodSync(join(cwd, 'a.yaml'), 0);
    chmodSync(join(cwd, 'closed'), 0);
    const { files, problems } = readSources([], { cwd });
    chmodSync(join(cwd, 'closed'), 0o700);
    expect(files.map(({ file }) => file)).toEqual(['c.yaml']);
    expect(problems.map(({ file, code }) => [file, code])).toEqual([
      ['a.yaml', 'file-unreadable'],
      ['closed', 'file-unreadable'],
    ]);
  });
});

describe('a glob', () => {
  const tree = {
    'a.yaml': POD,
    'b.yml': POD,
    'apps/web/deploy.yaml': POD,
    'apps/web/base/service.yaml': POD,
    'apps/api/deploy.json': '{}',
    'apps/api/notes.md': '',
    'apps/api/values.tpl': '',
    'apps/.old/deploy.yaml': POD,
    'apps/node_modules/x.yaml': POD,
    'list[1].yaml': POD,
  };

  it.each<[string, string[]]>([
    ['*.yaml', ['a.yaml', 'list[1].yaml']],
    ['./*.yml', ['b.yml']],
    ['*.{yaml,yml}', ['a.yaml', 'b.yml', 'list[1].yaml']],
    ['{a,b}.{yaml,yml}', ['a.yaml', 'b.yml']],
    ['**/deploy.*', ['apps/api/deploy.json', 'apps/web/deploy.yaml']],
    ['apps/**/*.yaml', ['apps/web/base/service.yaml', 'apps/web/deploy.yaml']],
    ['apps/{web,api}/deploy.*', ['apps/api/deploy.json', 'apps/web/deploy.yaml']],
    ['apps/*/*.tpl', ['apps/api/values.tpl']],
    ['apps/api/*', ['apps/api/deploy.json']],
    ['apps/w*', ['apps/web/base/service.yaml', 'apps/web/deploy.yaml']],
    ['apps/w*/', ['apps/web/base/service.yaml', 'apps/web/deploy.yaml']],
    ['apps/?pi', ['apps/api/deploy.json']],
    ['a[p]ps/api/*.json', ['apps/api/deploy.json']],
    ['apps/.o*/*.yaml', ['apps/.old/deploy.yaml']],
    ['apps/node_modules/*.yaml', ['apps/node_modules/x.yaml']],
    ['list[1].yaml', ['list[1].yaml']],
    ['apps/@(web|none)/*.yaml', ['apps/web/deploy.yaml']],
    ['apps/../*.yml', ['b.yml']],
    ['*.toml', []],
    ['!a.yaml', []],
  ])('%s matches %j', (pattern, files) => {
    const { files: read, unmatched } = readSources([pattern], { cwd: folderWith(tree) });
    expect(read.map(({ file }) => file)).toEqual(files);
    expect(unmatched).toEqual(files.length === 0 ? [pattern] : []);
  });

  it.each([
    ['is too long', '*'.repeat(70_000)],
    ['has too many groups', '+(a'.repeat(300) + ')'.repeat(300)],
  ])('that %s matches nothing', (_name, pattern) => {
    const { files, problems, unmatched } = readSources([pattern], { cwd: folderWith(tree) });
    expect([files, problems]).toEqual([[], []]);
    expect(unmatched).toEqual([pattern]);
  });

  it('may be absolute, or lead out of the working directory', () => {
    const folder = folderWith({ 'here/a.yaml': POD, 'there/b.yaml': POD });
    const cwd = join(folder, 'here');
    expect(filesOf(cwd, '../there/*.yaml')).toEqual(['../there/b.yaml']);
    expect(filesOf(cwd, `${folder}/*/*.yaml`)).toEqual(['../there/b.yaml', 'a.yaml']);
  });

  it('does not match what git ignores', () => {
    const cwd = folderWith({
      '.gitignore': 'build/\nb.yaml\n',
      'a.yaml': POD,
      'b.yaml': POD,
      'build/c.yaml': POD,
    });
    mkdirSync(join(cwd, '.git'));
    expect(filesOf(cwd, '**/*.yaml')).toEqual(['a.yaml']);
    expect(filesOf(cwd, 'build/*.yaml')).toEqual(['build/c.yaml']);
  });
});

describe('standard input', () => {
  it('is named <stdin> and read once', () => {
    let reads = 0;
    const stdin = (): string => {
      reads++;
      return `\uFEFF${POD}`;
    };
    const cwd = folderWith({ 'a.yaml': POD });
    const sources = readSources(['-', 'a.yaml', '-'], { cwd, stdin });
    expect(sources.files).toEqual([
      { file: '<stdin>', text: POD, meant: 'piped' },
      { file: 'a.yaml', text: POD, meant: 'named' },
    ]);
    expect(sources.unmatched).toEqual([]);
    expect(reads).toBe(1);
  });

  it('that is binary is a problem', () => {
    const { files, problems } = readSources(['-'], { cwd: folderWith({}), stdin: () => 'a\0b' });
    expect(files).toEqual([]);
    expect(problems.map(({ file, code }) => [file, code])).toEqual([['<stdin>', 'file-binary']]);
  });

  it('is not read unless it is asked for', () => {
    const stdin = (): string => expect.fail('standard input was read');
    expect(readSources([], { cwd: folderWith({ 'a.yaml': POD }), stdin }).files).toHaveLength(1);
  });
});

describe.skipIf(onWindows)('a symbolic link', () => {
  it('to a file or a folder is followed', () => {
    const folder = folderWith({ '.git/HEAD': '', 'in/a.yaml': POD, 'out/b.yaml': POD, 'out/c/d.yaml': POD });
    symlinkSync('../out/b.yaml', join(folder, 'in/b.yaml'));
    symlinkSync('../out/c', join(folder, 'in/c'));
    expect(filesOf(join(folder, 'in'))).toEqual(['a.yaml', 'b.yaml', 'c/d.yaml']);
  });

  it('is not followed out of the repository, nor, where there is none, out of the current folder', () => {
    const folder = folderWith({
      'in/a/x.yaml': POD,
      'in/b.yaml': POD,
      'kept/config.yaml': 'token: hunter2\n',
    });
    symlinkSync('../../kept/config.yaml', join(folder, 'in/a/config.yaml'));
    symlinkSync('../../kept', join(folder, 'in/a/kept'));
    symlinkSync('../b.yaml', join(folder, 'in/a/b.yaml'));
    const said = {
      code: 'file-unreadable',
      message: expect.stringContaining('leads out of the repository or folder') as string,
    };
    const outside = [
      { file: 'a/config.yaml', ...said },
      { file: 'a/kept', ...said },
    ];
    const cwd = join(folder, 'in');
    expect(readSources(['a'], { cwd }).problems).toEqual(outside);
    expect(filesOf(cwd, 'a')).toEqual(['a/b.yaml', 'a/x.yaml']);
    mkdirSync(join(cwd, '.git'));
    expect(readSources(['a'], { cwd }).problems).toEqual(outside);
    expect(filesOf(cwd, 'a')).toEqual(['a/b.yaml', 'a/x.yaml']);
    // Whoever names one wants it.
    expect(filesOf(cwd, 'a/config.yaml')).toEqual(['a/config.yaml']);
  });

  it('does not make a file be read twice, and the plain path wins', () => {
    const cwd = folderWith({ 'm/a.yaml': POD });
    symlinkSync('m', join(cwd, 'a-link'));
    symlinkSync('m/a.yaml', join(cwd, 'a.yaml'));
    expect(filesOf(cwd)).toEqual(['m/a.yaml']);
    expect(filesOf(cwd, 'a.yaml', 'a-link', 'm')).toEqual(['m/a.yaml']);
    expect(filesOf(cwd, 'm', 'a-link', 'a.yaml')).toEqual(['m/a.yaml']);
    expect(filesOf(cwd, 'a-link')).toEqual(['a-link/a.yaml']);
  });

  it('that leads back up is a loop, told once, and the rest is read', () => {
    const cwd = folderWith({ 'a/b/c.yaml': POD, 'z.yaml': POD });
    symlinkSync('..', join(cwd, 'a/b/up'));
    const { files, problems } = readSources(['.', 'a'], { cwd });
    expect(files.map(({ file }) => file)).toEqual(['a/b/c.yaml', 'z.yaml']);
    expect(problems).toEqual([
      { file: 'a/b/up', code: 'folder-loop', message: expect.stringContaining('folder a') as string },
    ]);
  });

  it('that leads back through another link is a loop', () => {
    const folder = folderWith({ '.git/HEAD': '', 'a/x.yaml': POD, 'b/y.yaml': POD });
    symlinkSync('../b', join(folder, 'a/to-b'));
    symlinkSync('../a', join(folder, 'b/to-a'));
    const { files, problems } = readSources([], { cwd: join(folder, 'a') });
    expect(files.map(({ file }) => file)).toEqual(['to-b/y.yaml', 'x.yaml']);
    expect(problems.map(({ file, code }) => [file, code])).toEqual([['to-b/to-a', 'folder-loop']]);
  });

  it('of many to the same folders costs one walk of each', () => {
    const cwd = folderWith({ 'start/a.yaml': POD, 'l30/end.yaml': POD });
    symlinkSync('../l0', join(cwd, 'start/in'));
    for (let level = 0; level < 30; level++) {
      mkdirSync(join(cwd, `l${level}`));
      for (const name of ['one', 'two']) symlinkSync(`../l${level + 1}`, join(cwd, `l${level}`, name));
    }
    expect(filesOf(cwd, 'start')).toHaveLength(2);
  });

  it('to nowhere is a problem where its name is that of a manifest', () => {
    const cwd = folderWith({ 'a.yaml': POD });
    symlinkSync('gone', join(cwd, 'b.yaml'));
    symlinkSync('c.yaml', join(cwd, 'c.yaml'));
    symlinkSync('gone', join(cwd, 'other'));
    const { files, problems } = readSources([], { cwd });
    expect(files.map(({ file }) => file)).toEqual(['a.yaml']);
    expect(problems).toEqual([
      { file: 'b.yaml', code: 'file-unreadable', message: 'The symbolic link leads nowhere.' },
      { file: 'c.yaml', code: 'file-unreadable', message: 'The symbolic link leads to itself.' },
    ]);
  });

  it('to nowhere is a problem when it is named', () => {
    const cwd = folderWith({});
    symlinkSync('gone', join(cwd, 'other'));
    const { problems, unmatched } = readSources(['other'], { cwd });
    expect(problems.map(({ file, code }) => [file, code])).toEqual([['other', 'file-unreadable']]);
    expect(unmatched).toEqual([]);
  });
});

describe('progress', () => {
  it('is told now and then, and at the end', () => {
    const names = Array.from({ length: 600 }, (_, index) => [`${index}.yaml`, POD]);
    const cwd = folderWith(Object.fromEntries(names) as Record<string, string>);
    const told: number[][] = [];
    readSources([], { cwd, onProgress: (done, total) => told.push([done, total]) });
    expect(told).toEqual([
      [256, 600],
      [512, 600],
      [600, 600],
    ]);
  });
});
