import { describe, expect, test } from 'vitest';
import { choose, parseArguments } from '../../src/cli/arguments.ts';
import { CHECK, RULES } from '../../src/cli/commands.ts';
import { minorVersion } from '../../src/cli/kubernetes-version.ts';
import { UsageError } from '../../src/cli/usage.ts';

function failure(action: () => unknown): string {
  try {
    action();
  } catch (error) {
    if (error instanceof UsageError) return [error.message, ...error.hints].join('\n');
    throw error;
  }
  return 'no failure';
}

describe('arguments', () => {
  test('are operands, values and switches in any order', () => {
    const args = parseArguments(
      ['a', '-q', '--format=json', '-', '-nshop', '--fail-on', 'info', 'b', '--', '-c'],
      CHECK,
    );
    expect(args.operands).toEqual(['a', '-', 'b', '-c']);
    expect(Object.fromEntries(args.values)).toEqual({ format: 'json', namespace: 'shop', 'fail-on': 'info' });
    expect([...args.switches]).toEqual(['quiet']);
  });

  test('of an option given twice count as given last', () => {
    expect(parseArguments(['--format', 'json', '--format', 'concise'], CHECK).values.get('format')).toBe(
      'concise',
    );
  });

  test.each([
    [
      ['--fromat', 'json'],
      "unknown option '--fromat'\nDid you mean '--format'?\nSee 'kubeplumb check --help'.",
    ],
    [['--no-color'], "unknown option '--no-color'\nDid you mean '--color'?\nSee 'kubeplumb check --help'."],
    [['-x'], "unknown option '-x'\nSee 'kubeplumb check --help'."],
    [['--format'], "option '--format' needs a value: --format <format>\nSee 'kubeplumb check --help'."],
    [
      ['--format', '--quiet'],
      "option '--format' needs a value: --format <format>\nSee 'kubeplumb check --help'.",
    ],
    [
      ['--namespace='],
      "option '--namespace' needs a value: --namespace <name>\nSee 'kubeplumb check --help'.",
    ],
    [['--quiet=yes'], "option '--quiet' takes no value\nSee 'kubeplumb check --help'."],
  ])('that the command does not have are refused with a way out: %j', (argv, expected) => {
    expect(failure(() => parseArguments(argv, CHECK))).toBe(expected);
  });

  test('belong to one command', () => {
    expect(failure(() => parseArguments(['--quiet'], RULES))).toContain("unknown option '--quiet'");
  });
});

describe('a choice', () => {
  const FORMATS = ['pretty', 'concise', 'json'] as const;
  const format = (value: string): string =>
    choose(parseArguments([`--format=${value}`], CHECK), 'format', FORMATS);

  test('is the first one if none is made', () => {
    expect(choose(parseArguments([], CHECK), 'format', FORMATS)).toBe('pretty');
  });

  test('is one of those that there are', () => {
    expect(format('json')).toBe('json');
    expect(failure(() => format('jsno'))).toBe(
      "'jsno' is no value for '--format'\nDid you mean 'json'?\nIt takes pretty, concise or json.",
    );
    expect(failure(() => format('sarif'))).toBe(
      "'sarif' is no value for '--format'\nIt takes pretty, concise or json.",
    );
  });
});

describe('a version of Kubernetes', () => {
  test.each(['1.34', 'v1.34', '1.34.2', 'v1.34.2+k3s1', 'v1.34.2-gke.1068000', '1.34.0-rc.1'])(
    'may be written %s',
    (text) => {
      expect(minorVersion(text)).toBe('1.34');
    },
  );

  test.each(['1.22', '1.37'])('may be as old or new as %s', (text) => {
    expect(minorVersion(text)).toBe(text);
  });

  test.each(['1.21', '1.38', 'v1.100', '1.5'])('may not be %s', (text) => {
    expect(failure(() => minorVersion(text))).toContain('It knows 1.22 to 1.37.');
  });

  test.each(['1', '34', '2.0', '1.34.x', '1.34 ', 'latest', 'vv1.34', ''])('is not written %j', (text) => {
    expect(failure(() => minorVersion(text))).toContain('is no version of Kubernetes');
  });
});
