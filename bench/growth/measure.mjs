import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { Session } from 'node:inspector/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { URL } from 'node:url';

const CLI = join(import.meta.dirname, '../../dist/cli.js');
const PRELOAD = new URL('../usage.mjs', import.meta.url).href;

/** Runs the command of a dimension over its files of that size. CPU in ms, peak memory in kB, what it printed. */
export function costOf({ command, files }, count, { timeout } = {}) {
  return inFolder(files(count), (folder) => {
    const file = join(folder, 'usage');
    const { status, stdout, signal } = run(
      ['--import', PRELOAD, CLI, ...command],
      join(folder, 'input'),
      { USAGE_FILE: file },
      timeout,
    );
    if (signal !== null) return undefined;
    return { ...JSON.parse(readFileSync(file, 'utf8')), status, stdout };
  });
}

/**
 * How often the functions and blocks of kubeplumb ran, which is the same on every machine and in every run. Needs no counter in the
 * program, and so misses none.
 */
export function stepsOf({ command, files }, count, { timeout } = {}) {
  return inFolder(files(count), (folder) => {
    const coverage = join(folder, 'coverage');
    const { status, stderr } = run(
      [CLI, ...command],
      join(folder, 'input'),
      { NODE_V8_COVERAGE: coverage },
      timeout,
    );
    if (status !== 0 && status !== 1) throw new Error(`exit ${status}: ${stderr}`);
    return stepsIn(
      readdirSync(coverage).flatMap((file) => JSON.parse(readFileSync(join(coverage, file), 'utf8')).result),
    );
  });
}

/**
 * The same without the command line, of many dimensions of `check` at several sizes: one process, which has loaded everything
 * before it counts. What a report prints is not among it.
 */
export async function stepsInside(dimensions, sizes) {
  const { check } = await import('../../dist/index.js');
  const session = new Session();
  session.connect();
  await session.post('Profiler.enable');
  await session.post('Profiler.startPreciseCoverage', { callCount: true, detailed: true });
  const counted = async () => {
    const { result } = await session.post('Profiler.takePreciseCoverage');
    return stepsIn(result);
  };
  const table = [];
  for (const dimension of dimensions) {
    const steps = [];
    const run = (size) =>
      check(Object.entries(dimension.files(size)).map(([file, text]) => ({ file, text })));
    run(1);
    for (const size of sizes(dimension)) {
      await counted();
      run(size);
      steps.push(await counted());
    }
    table.push({ name: dimension.name, steps });
  }
  return table;
}

function stepsIn(scripts) {
  return scripts
    .filter(({ url }) => url.startsWith(new URL('../../dist/', import.meta.url).href))
    .flatMap(({ functions }) => functions)
    .flatMap(({ ranges }) => ranges)
    .reduce((sum, { count: times }) => sum + times, 0);
}

function inFolder(files, work) {
  const folder = mkdtempSync(join(tmpdir(), 'kubeplumb-growth-'));
  try {
    for (const [name, text] of Object.entries(files)) {
      mkdirSync(dirname(join(folder, 'input', name)), { recursive: true });
      writeFileSync(join(folder, 'input', name), text);
    }
    return work(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function run(args, cwd, env, timeout) {
  return spawnSync(process.execPath, args, {
    cwd,
    encoding: 'utf8',
    env: { ...process.env, ...env },
    maxBuffer: 2 ** 30,
    timeout,
  });
}
