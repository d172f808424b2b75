import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { run } from '../../src/cli/run.ts';
import { memory, recorded } from './memory.ts';

const cwd = mkdtempSync(join(tmpdir(), 'kubeplumb-run-'));

beforeAll(() => {
  writeFileSync(join(cwd, 'broken.yaml'), 'apiVersion: v1\nkind: [Service\n');
  writeFileSync(
    join(cwd, 'twice.yaml'),
    'apiVersion: v1\nkind: Namespace\nmetadata: { name: a }\nkind: Namespace\n',
  );
});

afterAll(() => {
  rmSync(cwd, { recursive: true });
});

test('an exception is called an internal error, with what a report of the bug needs', async () => {
  const io = memory({ packageRoot: new URL('file:///there/is/no/package/here/') });
  expect(await run(['rules', 'yaml-syntax'], io)).toBe(2);
  expect(io.stdout.text()).toBe('');
  expect(io.stderr.text()).toMatch(/^internal error: Error: ENOENT/);
  expect(io.stderr.text()).toContain('Please report it');
  expect(io.stderr.text()).toContain(`kubeplumb 1.2.3, Node ${process.version}`);
});

describe('a hint', () => {
  const stderrOf = async (argv: readonly string[], isTerminal: boolean): Promise<string> => {
    const stderr = recorded(isTerminal);
    await run(argv, { ...memory({ cwd, env: { NO_COLOR: '1' } }), stdout: recorded(isTerminal, 80), stderr });
    return stderr.text();
  };

  test.each([
    [['check', 'broken.yaml'], true, 'Explain a finding: kubeplumb rules yaml-syntax\n'],
    [
      ['check', 'broken.yaml', 'twice.yaml', '--quiet'],
      true,
      'Explain a finding: kubeplumb rules yaml-syntax\n',
    ],
    [['check', 'twice.yaml', '--quiet'], true, ''],
    [['check', 'broken.yaml', '--format', 'json'], true, ''],
    [['check', 'broken.yaml'], false, ''],
  ])('for %j on a terminal (%s) is %j', async (argv, isTerminal, expected) => {
    expect(await stderrOf(argv, isTerminal)).toBe(expected);
  });
});

test('a report is wrapped to its terminal', async () => {
  const stdout = recorded(true, 60);
  await run(['check', 'twice.yaml', '--color', 'never'], { ...memory({ cwd }), stdout });
  expect(stdout.text()).toContain('name: a');
  for (const line of stdout.text().split('\n')) expect(line.length).toBeLessThanOrEqual(60);
});
