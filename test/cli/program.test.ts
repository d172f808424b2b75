import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { listOf, objectOf, stringOf, type JsonValue } from '../../src/base/json.ts';

/** The bundle, as it is installed: `npm test` builds it first. */
const PROGRAM = resolve(import.meta.dirname, '../../dist/cli.js');
const root = mkdtempSync(join(tmpdir(), 'kubeplumb-cli-'));

interface Run {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

function kubeplumb(args: readonly string[], { cwd = 'project', env = {}, input = '' } = {}): Run {
  const { status, stdout, stderr } = spawnSync(process.execPath, [PROGRAM, ...args], {
    cwd: join(root, cwd),
    env: { PATH: process.env.PATH, ...env },
    input,
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  });
  return { code: status, out: stdout, err: stderr };
}

const settings = (level: string): string =>
  `apiVersion: v1\nkind: ConfigMap\nmetadata: { name: settings, namespace: shop }\ndata: { level: ${level} }\n`;

function write(file: string, text: string): void {
  mkdirSync(dirname(join(root, file)), { recursive: true });
  writeFileSync(join(root, file), text);
}

const SERVICE =
  'apiVersion: v1\nkind: Service\nmetadata: { name: api }\nspec: { externalName: example.org, type: ExternalName }\n';
const DUPLICATE = `${SERVICE}kind: Service\n`;
const BROKEN = 'apiVersion: v1\nkind: [Service\n';

beforeAll(() => {
  if (!existsSync(PROGRAM)) throw new Error(`${PROGRAM} is not there: npm run build`);
  write('project/clean/service.yaml', SERVICE);
  write('project/broken/service.yaml', BROKEN);
  write('project/warned/service.yaml', DUPLICATE);
  write('project/empty/README.md', 'nothing\n');
  write('copies/a.yaml', settings('debug'));
  write('copies/b.yaml', settings('info'));
  write('many/broken.yaml', `${BROKEN}---\n`.repeat(3000));
});

afterAll(() => {
  rmSync(root, { recursive: true });
});

describe('the exit code', () => {
  test.each([
    [0, ['check', 'clean']],
    [1, ['check', 'broken']],
    [1, ['check']],
    [0, ['check', 'warned']],
    [1, ['check', 'warned', '--fail-on', 'warning']],
    [1, ['check', 'warned', '--max-warnings', '0']],
    [0, ['check', 'warned', '--max-warnings', '1']],
    [1, ['check', 'warned', '--quiet', '--fail-on=warning']],
    [0, ['check', 'broken', '--fail-on', 'never']],
    [2, ['check', 'nowhere']],
    [2, ['check', 'empty']],
    [2, ['check', 'clean', 'nowhere/*.yaml']],
    [2, ['check', '']],
    [2, ['check', 'clean', '--format', 'xml']],
    [2, ['check', 'clean', '--kubernetes-version', '1.21']],
    [2, ['check', 'clean', '--max-warnings', 'many']],
    [2, ['check', 'clean', '--namespace', 'Shop']],
    [2, ['clean']],
    [2, []],
    [0, ['rules']],
    [2, ['rules', 'no-such-rule']],
    [2, ['rules', 'yaml-syntax', 'yaml-duplicate-key']],
  ])('is %i for %j', (code, args) => {
    const run = kubeplumb(args);
    expect(run).toMatchObject({ code });
    expect(run.err === '').toBe(code === 0 || (code === 1 && !args.includes('--max-warnings')));
  });
});

test('an error says what is wrong and leaves the report to itself', () => {
  expect(kubeplumb(['check', 'nowhere', 'empty'])).toEqual({
    code: 2,
    out: '',
    err:
      "error: no file or folder matches 'nowhere'; no manifests in 'empty'\n" +
      '  Folders are searched for .yaml, .yml and .json files, without what git ignores.\n',
  });
  expect(kubeplumb(['check', 'clean', 'nowhere'])).toEqual({
    code: 2,
    out: 'No problems found in 1 file (1 resource).\n',
    err: "error: no file or folder matches 'nowhere'\n",
  });
  expect(kubeplumb(['check', 'warned', '--max-warnings', '0', '--format', 'concise']).err).toBe(
    'error: 1 warning, and --max-warnings allows 0\n',
  );
});

test('files are named from the working directory, and standard input has a name of its own', () => {
  expect(kubeplumb(['check', '--format', 'concise', '../broken'], { cwd: 'project/clean' }).out).toMatch(
    /^\.\.\/broken\/service\.yaml:2:\d+: error\[yaml-syntax\] /,
  );
  expect(kubeplumb(['check', '--format', 'concise', '-'], { input: BROKEN })).toMatchObject({
    code: 1,
    out: expect.stringMatching(/^<stdin>:2:\d+: error\[yaml-syntax\] /) as string,
  });
});

test('an empty standard input, such as a failed command leaves, does not pass', () => {
  expect(kubeplumb(['check', '-'], { input: ' \n' })).toEqual({
    code: 2,
    out: '',
    err: 'error: standard input is empty\n',
  });
  expect(kubeplumb(['check', '-', 'clean'])).toMatchObject({
    code: 2,
    out: 'No problems found in 1 file (1 resource).\n',
  });
  expect(kubeplumb(['check', '-'], { input: '# nothing is rendered\n' })).toMatchObject({ code: 0 });
});

test('--quiet hides what is no error, but not that it is there', () => {
  expect(kubeplumb(['check', 'warned', '-q']).out).toBe(
    'Found 1 warning in 1 file (1 resource); 1 not shown.\n',
  );
  expect(kubeplumb(['check', 'warned', '-q', '--format', 'concise']).out).toBe(
    'Found 1 warning in 1 file (1 resource); 1 not shown.\n',
  );
  const report = JSON.parse(kubeplumb(['check', 'warned', '-q', '--format', 'json']).out) as JsonValue;
  expect(report).toMatchObject({ diagnostics: [], summary: { warnings: 1 } });
});

test('infos of copies are counted, and listed with --show copies', () => {
  expect(kubeplumb(['check', '../copies'])).toMatchObject({
    code: 0,
    out: 'No problems found in 2 files (2 resources); 1 info of copies not shown (--show copies).\n',
  });
  expect(kubeplumb(['check', '../copies', '--show', 'copies', '--format', 'concise']).out).toMatch(
    /^\.\.\/copies\/a\.yaml:3:\d+: info\[object-defined-twice\] ConfigMap shop\/settings is defined in \.\.\/copies\/b\.yaml, too/,
  );
  const report = (...argv: readonly string[]): JsonValue =>
    JSON.parse(kubeplumb(['check', '../copies', '--format', 'json', ...argv]).out) as JsonValue;
  expect(report()).toMatchObject({ diagnostics: [], summary: { infos: 0, copies: 1 } });
  expect(report('--show', 'copies')).toMatchObject({
    diagnostics: [{ rule: 'object-defined-twice', severity: 'info' }],
    summary: { infos: 1, copies: 0 },
  });
  expect(kubeplumb(['check', '../copies', '--fail-on', 'info'])).toMatchObject({ code: 0 });
  expect(kubeplumb(['check', '../copies', '--show', 'everything'])).toMatchObject({ code: 2 });
});

describe('colour', () => {
  test.each([
    [false, [], {}],
    [true, ['--color', 'always'], { NO_COLOR: '1' }],
    [true, [], { FORCE_COLOR: '1' }],
    [false, ['--color=never'], { FORCE_COLOR: '1' }],
  ])('is %s in a pipe with %j and %j', (colorful, args, env) => {
    expect(kubeplumb(['check', 'broken', ...args], { env }).out.includes('\x1b[')).toBe(colorful);
  });

  test('is never in JSON', () => {
    expect(kubeplumb(['check', 'broken', '--format', 'json', '--color', 'always']).out).not.toContain(
      '\x1b[',
    );
  });
});

describe('a pipe', () => {
  const pipe = (reader: string): Run => {
    const command = `"$1" "$2" check --format json | ${reader}; exit "\${PIPESTATUS[0]}"`;
    const { status, stdout, stderr } = spawnSync('bash', ['-c', command, 'bash', process.execPath, PROGRAM], {
      cwd: join(root, 'many'),
      encoding: 'utf8',
      maxBuffer: 1 << 28,
    });
    return { code: status, out: stdout, err: stderr };
  };

  test('gets all of a large report, however slowly it is read', () => {
    const { code, out, err } = pipe('{ sleep 1; cat; }');
    expect({ code, err }).toEqual({ code: 1, err: '' });
    const report = JSON.parse(out) as JsonValue;
    expect(listOf(objectOf(report).diagnostics)).toHaveLength(3000);
  });

  test('may be closed early without a word', () => {
    expect(pipe('head -n 1')).toEqual({ code: 1, out: '{\n', err: '' });
  });
});

describe('rules', () => {
  const pages = resolve(import.meta.dirname, '../../rules');

  test('are listed under their categories', () => {
    const { out } = kubeplumb(['rules']);
    expect(out).toMatch(/^input\n(?: {2}\S.*\n)* {2}yaml-syntax +error +\S.*\n/m);
    expect(out).toMatch(/\n\d+ rules; 'kubeplumb rules <id>' explains one\.\n$/);
  });

  test('are listed for programs', () => {
    const listed = JSON.parse(kubeplumb(['rules', '--format', 'json']).out) as JsonValue;
    const rules = listOf(objectOf(listed).rules);
    expect(rules).toContainEqual(
      expect.objectContaining({ id: 'yaml-syntax', severity: 'error', category: 'input' }),
    );
    const ids = rules.map((rule) => stringOf(objectOf(rule).id) ?? '');
    expect(ids.filter((id) => !existsSync(join(pages, `${id}.md`)))).toEqual([]);
  });

  test('are explained by their page, with --examples word for word', () => {
    const page = readFileSync(join(pages, 'yaml-syntax.md'), 'utf8');
    expect(kubeplumb(['rules', 'yaml-syntax', '--examples']).out).toBe(page);
    expect(kubeplumb(['rules', 'yaml-syntax']).out).not.toBe(page);
    const painted = kubeplumb(['rules', 'yaml-syntax', '--examples', '--color', 'always']).out;
    expect(painted).not.toBe(page);
    // eslint-disable-next-line no-control-regex -- colours are what is taken away
    expect(painted.replace(/\x1b\[\d+m/g, '')).toBe(page);
  });

  test('are suggested for a misspelled id, and for a part of one', () => {
    expect(kubeplumb(['rules', 'yaml-sintax']).err).toContain("Did you mean 'yaml-syntax'?");
    expect(kubeplumb(['rules', 'syntax']).err).toContain("Did you mean 'yaml-syntax'?");
  });
});
