import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';

/**
 * What grows in the input may cost as much more as it grows: the steps of a check at 16 times the size are at most 16 × 1.3
 * times those at the size, whatever grows (bench/growth/dimensions). Steps are counted, so that the machine does not matter.
 */
const MOST = 1.3;
/** There are two processors. */
const PARTS = 2;

interface Row {
  readonly name: string;
  /** Of one, of a size, and of 16 times the size. */
  readonly steps: readonly [number, number, number];
}

const rows = (await Promise.all(Array.from({ length: PARTS }, async (_, part) => measured(part)))).flat();

describe('the steps of a check grow with', () => {
  it.each(rows)('$name', ({ steps: [first, one, many] }) => {
    expect(one).toBeGreaterThan(first);
    expect((many - first) / (one - first) / 16).toBeLessThanOrEqual(MOST);
  });
});

async function measured(part: number): Promise<readonly Row[]> {
  const script = join(import.meta.dirname, '../../bench/growth/inside.mjs');
  const { stdout } = await promisify(execFile)(process.execPath, [script, String(part), String(PARTS)], {
    maxBuffer: 2 ** 26,
  });
  const table: unknown = JSON.parse(stdout);
  if (!isTable(table)) throw new TypeError('no table of steps');
  return table;
}

function isTable(value: unknown): value is readonly Row[] {
  return Array.isArray(value) && value.length > 0 && value.every((row) => typeof row === 'object');
}
