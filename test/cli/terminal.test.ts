import { describe, expect, test } from 'vitest';
import { progressLine } from '../../src/cli/progress.ts';
import { isColorful, styleFor } from '../../src/cli/terminal.ts';
import { memory, recorded } from './memory.ts';

describe('colour', () => {
  const terminal = recorded(true);
  const pipe = recorded(false);

  test.each([
    ['auto', terminal, {}, true],
    ['auto', pipe, {}, false],
    ['auto', terminal, { TERM: 'dumb' }, false],
    ['auto', terminal, { NO_COLOR: '1' }, false],
    ['auto', terminal, { NO_COLOR: '' }, true],
    ['auto', pipe, { FORCE_COLOR: '1' }, true],
    ['auto', pipe, { FORCE_COLOR: '' }, true],
    ['auto', pipe, { FORCE_COLOR: '3', NO_COLOR: '1' }, true],
    ['auto', terminal, { FORCE_COLOR: '0' }, false],
    ['auto', terminal, { FORCE_COLOR: 'false' }, false],
    ['always', pipe, { NO_COLOR: '1' }, true],
    ['never', terminal, { FORCE_COLOR: '1' }, false],
  ] as const)('%s (%#)', (mode, output, env, expected) => {
    expect(isColorful(mode, output, env)).toBe(expected);
  });

  test('is closed where it was opened, so that styles nest', () => {
    const style = styleFor('always', pipe, {});
    expect(style.error('x')).toBe('\x1b[1m\x1b[31mx\x1b[39m\x1b[22m');
    expect(styleFor('never', terminal, {}).error('x')).toBe('x');
  });
});

describe('progress', () => {
  function shownAt(times: readonly number[], isTerminal: boolean, env = {}): string {
    const io = memory({ env });
    const stderr = recorded(isTerminal);
    let now = 0;
    const line = progressLine({ ...io, stderr }, () => now);
    for (const time of times) {
      now = time;
      line.show('Checking resources', 1234, 10000);
    }
    line.erase();
    return stderr.text();
  }

  test('is one line that is rewritten, not too often, and erased', () => {
    expect(shownAt([0, 499, 500, 510, 600], true)).toBe(
      '\r\x1b[2KChecking resources 1,234 of 10,000\r\x1b[2KChecking resources 1,234 of 10,000\r\x1b[2K',
    );
  });

  test('is not there on a short run, nor where there is no terminal', () => {
    expect(shownAt([0, 100, 499], true)).toBe('');
    expect(shownAt([0, 1000], false)).toBe('');
    expect(shownAt([0, 1000], true, { TERM: 'dumb' })).toBe('');
  });
});
