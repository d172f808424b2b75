import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { LineIndex } from '../../src/source/lines.ts';
import { offsetOf } from '../../src/diagnostic/order.ts';
import { readSources } from '../../src/source/disk.ts';
import { check } from '../../src/workspace/check.ts';
import type { CheckResult } from '../../src/workspace/result.ts';
import { JUSTIFIED } from './justified.ts';
import { CORPUS, SEEDS, units } from './units.ts';

function checkPaths(cwd: string, paths: readonly string[]): CheckResult {
  const { files, problems, unmatched } = readSources(paths, { cwd });
  expect(unmatched).toEqual([]);
  return check(files, problems, { closedWorld: false });
}

/** `file:line severity rule` of everything above info. */
function loud(result: CheckResult): readonly string[] {
  return result.diagnostics
    .filter(({ severity }) => severity !== 'info')
    .map(({ place, severity, rule }) => {
      const { line } = new LineIndex(result.texts.get(place.file) ?? '').positionAt(offsetOf(place));
      return `${place.file}:${line} ${severity} ${rule}`;
    });
}

function countRules(result: CheckResult): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const { rule, severity } of result.diagnostics) {
    counts[`${severity} ${rule}`] = (counts[`${severity} ${rule}`] ?? 0) + 1;
  }
  return Object.fromEntries(Object.entries(counts).sort());
}

describe('the pinned corpus', () => {
  const folder = join(import.meta.dirname, 'pinned');
  it.each(readdirSync(folder).sort())('%s is healthy', (name) => {
    const result = checkPaths(folder, [name]);
    expect(result.summary.resources).toBeGreaterThan(0);
    expect(loud(result)).toEqual([]);
  });
});

describe.skipIf(!existsSync(CORPUS))('the corpus', () => {
  it.each(units().map((unit) => [unit.name, unit.paths] as const))('%s', (name, paths) => {
    const result = checkPaths(CORPUS, paths);
    const expected = JUSTIFIED.filter(({ unit }) => unit === name).map(({ finding }) => finding);
    expect(loud(result)).toEqual(expected);
  });

  it('gives the counts per rule that are known', async () => {
    const counts = Object.fromEntries(units().map(({ name, paths }) => [name, countRules(checkPaths(CORPUS, paths))]));
    const nonEmpty = Object.fromEntries(Object.entries(counts).filter(([, count]) => Object.keys(count).length > 0));
    await expect(`${JSON.stringify(nonEmpty, null, 2)}\n`).toMatchFileSnapshot('counts.json');
  });
});

describe.skipIf(!existsSync(SEEDS))('the documents that the project was asked for with', () => {
  const wrong = [
    'seed-001.yaml:50 error ingress-backend-missing',
    'seed-001.yaml:57 error ingress-backend-missing',
  ];

  it('are read, every one, and only the Ingress without its Services is reported', () => {
    const result = checkPaths(SEEDS, ['.']);
    expect(result.summary).toMatchObject({ files: 5, documents: 26, resources: 26 });
    expect(loud(result)).toEqual(wrong);
  });

  it.each(['seed-000.yaml', 'seed-001.yaml', 'seed-002.yaml', 'seed-003.yaml', 'seed-004.yaml'])(
    '%s says the same alone',
    (file) => {
      expect(loud(checkPaths(SEEDS, [file]))).toEqual(wrong.filter((finding) => finding.startsWith(file)));
    },
  );
});
