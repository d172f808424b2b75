import { describe, expect, test } from 'vitest';
import { COMMANDS } from '../../src/cli/commands.ts';
import { helpFor } from '../../src/cli/help.ts';
import { run } from '../../src/cli/run.ts';
import { memory } from './memory.ts';

describe.each([undefined, ...COMMANDS.map(({ name }) => name)])('the help of %s', (command) => {
  const help = helpFor(command);

  test('fits a terminal of 80 columns and 24 lines, prompt included', () => {
    const lines = help.trimEnd().split('\n');
    expect(lines.length).toBeLessThanOrEqual(23);
    for (const line of lines) expect(line.length).toBeLessThanOrEqual(80);
  });

  test('is what it was', async () => {
    await expect(help).toMatchFileSnapshot(`__snapshots__/help-${command ?? 'kubeplumb'}.txt`);
  });
});

test.each([
  [['--help'], undefined],
  [['-h'], undefined],
  [['help'], undefined],
  [['help', 'check'], 'check'],
  [['check', '--help'], 'check'],
  [['check', 'x.yaml', '-h'], 'check'],
  [['rules', '-h'], 'rules'],
])('%j prints help on stdout and is no failure', async (argv, command) => {
  const io = memory();
  expect(await run(argv, io)).toBe(0);
  expect(io.stdout.text()).toBe(helpFor(command));
  expect(io.stderr.text()).toBe('');
});

test.each([['--version'], ['-V']])('%s prints the version', async (option) => {
  const io = memory();
  expect(await run([option], io)).toBe(0);
  expect(io.stdout.text()).toBe('kubeplumb 1.2.3\n');
});

test('no command at all is a usage error that shows the help, so that no pipeline takes it for a pass', async () => {
  const io = memory();
  expect(await run([], io)).toBe(2);
  expect(io.stdout.text()).toBe('');
  expect(io.stderr.text()).toBe(helpFor(undefined));
});

test.each([
  [['chekc'], "error: unknown command 'chekc'\n  Did you mean 'check'?\n  See 'kubeplumb --help'.\n"],
  [['help', 'rulse'], "error: there is no command 'rulse'\n  Did you mean 'rules'?\n"],
  [['cli', '-q'], "error: 'cli' is a path, not a command\n  Did you mean 'kubeplumb check cli -q'?\n"],
  [['-'], "error: '-' is a path, not a command\n  Did you mean 'kubeplumb check -'?\n"],
  [['k8s\x1b[2J'], "error: unknown command 'k8s␛[2J'\n  See 'kubeplumb --help'.\n"],
  [
    ['check', '--fromat=json'],
    "error: unknown option '--fromat'\n  Did you mean '--format'?\n  See 'kubeplumb check --help'.\n",
  ],
])('%j is refused with a way out', async (argv, expected) => {
  const io = memory();
  expect(await run(argv, io)).toBe(2);
  expect(io.stdout.text()).toBe('');
  expect(io.stderr.text()).toBe(expected);
});
