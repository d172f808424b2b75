import { spawn, spawnSync } from 'node:child_process';
import { closeSync, existsSync, mkdtempSync, openSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

/** The bundle, as it is installed: `npm test` builds it first. */
const PROGRAM = resolve(import.meta.dirname, '../../dist/cli.js');
const root = mkdtempSync(join(tmpdir(), 'kubeplumb-streams-'));
const onWindows = process.platform === 'win32';
/** Nothing here takes half of it; without a limit a run that hangs would hang the tests. */
const PATIENCE_MS = 30_000;

interface Run {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

beforeAll(() => {
  writeFileSync(join(root, 'broken.yaml'), 'kind: [Service\n');
});

afterAll(() => {
  rmSync(root, { recursive: true });
});

/** A line of bash in the folder, with `kubeplumb` as a command. */
function shell(line: string): Run {
  const script = `kubeplumb() { "${process.execPath}" "${PROGRAM}" "$@"; }; ${line}`;
  const { status, stdout, stderr } = spawnSync('bash', ['-c', script], {
    cwd: root,
    encoding: 'utf8',
    timeout: PATIENCE_MS,
    maxBuffer: 1 << 28,
  });
  return { code: status, out: stdout, err: stderr };
}

describe.skipIf(!existsSync('/dev/full'))('a stream that takes nothing', () => {
  test.each([
    'check broken.yaml',
    'check broken.yaml --format json',
    'rules',
    '--help',
    'connectivity broken.yaml',
  ])('is named where it is standard output: %s', (command) => {
    const { code, err } = shell(`kubeplumb ${command} > /dev/full`);
    expect(err).toContain('error: cannot write to standard output: there is no space left on the device\n');
    expect(err).not.toMatch(/internal error|bug/);
    expect(code).toBe(2);
  });

  test('is a failure where it is standard error, and something is to be said', () => {
    expect(shell('kubeplumb check nowhere 2> /dev/full').code).toBe(2);
    expect(shell('kubeplumb check broken.yaml > /dev/full 2> /dev/full').code).toBe(2);
    expect(shell('kubeplumb check broken.yaml 2> /dev/full').code).toBe(1);
  });
});

describe.skipIf(onWindows)('a reader that has seen enough', () => {
  test.each(['check broken.yaml --format json', 'rules --format json', 'rules'])(
    'is left alone: %s',
    (command) => {
      const { out, err, code } = shell(`kubeplumb ${command} | head -n 1; exit "\${PIPESTATUS[0]}"`);
      expect(err).toBe('');
      expect(out.split('\n')).toHaveLength(2);
      expect(code).toBe(command.startsWith('check') ? 1 : 0);
    },
  );

  test('of standard error is left alone', () => {
    expect(shell('kubeplumb check nowhere 2>&1 >/dev/null | true; exit "${PIPESTATUS[0]}"')).toEqual({
      code: 2,
      out: '',
      err: '',
    });
  });
});

describe.skipIf(onWindows)('standard input', () => {
  test('of 65 MB is refused, and not cut', () => {
    expect(shell("head -c 68157440 /dev/zero | tr '\\0' '#' | kubeplumb check -")).toEqual({
      code: 2,
      out: '',
      err: 'error: standard input has more than 64 MB\n  Write it to several files, and name their folder.\n',
    });
  });

  test('without an end is refused', () => {
    expect(shell('yes | kubeplumb check -')).toMatchObject({ code: 2, out: '' });
  });

  test('of just 64 MB is read', () => {
    expect(shell("head -c 67108864 /dev/zero | tr '\\0' '#' | kubeplumb check -").code).toBe(0);
  });

  test('that comes slowly, or is not ready yet, is read to its end', () => {
    expect(
      shell("{ printf 'kind: '; sleep 1; printf '[Service\\n'; } | kubeplumb check --format concise -").out,
    ).toMatch(/^<stdin>:1:\d+: error\[yaml-syntax\]/);
  });
});

describe.skipIf(onWindows)('what is no file', () => {
  test.each([
    ['/dev/zero', 'It is a device, and no file.'],
    ['/dev/urandom', 'It is a device, and no file.'],
    ['pipe', 'It is a pipe that nobody has written to.'],
  ])('%s ends, and is told', (path, message) => {
    const run = shell(
      `mkfifo -m 600 pipe 2>&-; ln -sf ${path} link.yaml; kubeplumb check --format concise ${path} link.yaml`,
    );
    expect(run.out).toContain(message);
    expect(run.code).toBe(1);
    expect(shell(`kubeplumb connectivity ${path}`)).toMatchObject({ code: 2, out: '' });
    expect(shell(`kubeplumb connectivity ${path} broken.yaml`).err).toContain(`note: not read: `);
  });

  test('/dev/null is an empty file', () => {
    expect(shell('kubeplumb check /dev/null').out).toBe('No Kubernetes resources found in 1 file.\n');
  });

  test('a pipe is read, whether its writer is slow or late', () => {
    const found = /yaml-syntax/;
    expect(shell("kubeplumb check <(sleep 1; echo 'kind: [Service')").out).toMatch(found);
    expect(
      shell("mkfifo late; { sleep 0.5; echo 'kind: [Service' > late; } & kubeplumb check late").out,
    ).toMatch(found);
  });

  test('a folder as standard input is told', () => {
    expect(shell('kubeplumb check --format concise - < .').out).toContain('It is a folder.');
  });
});

describe.skipIf(onWindows)('a signal', () => {
  test.each(['SIGINT', 'SIGTERM'] as const)('%s ends a run at once', async (signal) => {
    const pipe = join(root, `held-${signal}`);
    spawnSync('mkfifo', [pipe]);
    const held = openSync(pipe, 'r+');
    const child = spawn(process.execPath, [PROGRAM, 'check', pipe], { cwd: root });
    let output = '';
    child.stderr.on('data', (data: Buffer) => (output += data.toString()));
    await new Promise((done) => setTimeout(done, 1000));
    const ended = new Promise((done) => {
      child.on('exit', (code, by) => {
        done([code, by]);
      });
    });
    child.kill(signal);
    // The shell says 128 and the number of the signal.
    expect(await ended).toEqual([null, signal]);
    expect(output).toBe('');
    closeSync(held);
  });
});
