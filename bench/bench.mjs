import { Buffer } from 'node:buffer';
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { URL } from 'node:url';
import { manifests } from './manifests.mjs';
import { policyManifests } from './policies.mjs';
import { ingressManifests, routeManifests } from './routes.mjs';
import { measureRoutes } from '../dist/index.js';
import { randomFrom } from './random.mjs';

const CLI = join(import.meta.dirname, '../dist/cli.js');
const MAIN = 10_000;
/** How many manifests, and how often; of an odd number of runs the median counts. */
const GROWTH = [
  [1_000, 5],
  [MAIN, 3],
  [100_000, 1],
];
const COLD_STARTS = 15;
/** Workloads, as many policies, and namespaces of the map of connections. */
const MAP = { workloads: 2_000, namespaces: 50, runs: 3 };
const ROUTES = { hosts: 5_000, paths: 20 };

const folder = mkdtempSync(join(tmpdir(), 'kubeplumb-bench-'));
process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => process.exit(1));

const growth = GROWTH.map(([count, runs]) => ({ count, ...medianMeasurement(count, runs) }));
const main = growth.find(({ count }) => count === MAIN);
const whole = measureCommand();
const cold = measureColdStart();
const map = measureMap();
const tables = [ingressManifests, routeManifests].map(measureTable);

console.log(`${MAIN} manifests in ${whole.summary.files} files, ${format(whole.bytes / MAIN)} bytes each
node ${process.version}, ${process.platform} ${process.arch}
`);
printTable([
  ['step', 'time'],
  ['parse', milliseconds(main.parseMs)],
  ['index', milliseconds(main.indexMs)],
  ['rules', milliseconds(main.rulesMs)],
  ['total', milliseconds(main.totalMs)],
]);
printTable([
  ['command', ''],
  [`check of ${MAIN}, start to end`, milliseconds(whole.ms)],
  ['its peak memory', `${format(whole.peakKb / 1024)} MB`],
  ['check of one small file', milliseconds(cold.checkMs)],
  ['as a multiple of node -e 0', `${(cold.checkMs / cold.nodeMs).toFixed(2)} x ${milliseconds(cold.nodeMs)}`],
]);
printTable([
  [`connectivity of ${format(MAP.workloads)} workloads under as many policies`, ''],
  ['start to end', milliseconds(map.ms)],
  ['its peak memory', `${format(map.peakKb / 1024)} MB`],
  ['connections', format(map.connections)],
]);
printTable([
  [`route table of ${format(ROUTES.hosts)} hosts with ${ROUTES.paths} paths`, ''],
  ['as Ingresses', milliseconds(tables[0].tableMs)],
  ['as routes of one listener', milliseconds(tables[1].tableMs)],
]);
printTable([
  ['manifests', 'total', 'per manifest', 'against linear', 'processor'],
  ...growth.map(({ count, totalMs, cpuMs }, index) => {
    const before = growth[index - 1];
    const ratio = before && totalMs / before.totalMs / (count / before.count);
    return [
      format(count),
      milliseconds(totalMs),
      `${((totalMs / count) * 1000).toFixed(1)} us`,
      ratio === undefined ? '' : `${ratio.toFixed(2)} x`,
      milliseconds(cpuMs),
    ];
  }),
]);
const { errors, warnings, infos } = whole.summary;
console.log(`found: ${errors} errors, ${warnings} warnings, ${infos} infos; the manifests are healthy`);
if (errors + warnings > 0) {
  console.log(
    whole.diagnostics
      .slice(0, 5)
      .map(({ file, rule, message }) => `  ${file}: ${message} (${rule})`)
      .join('\n'),
  );
  process.exitCode = 1;
}

/** The measurement with the median total, of runs that each have a process of their own. */
function medianMeasurement(count, runs) {
  const measurements = Array.from({ length: runs }, (_, run) => {
    progress(`${format(count)} manifests, run ${run + 1} of ${runs}`);
    return JSON.parse(
      runNode([
        '--max-old-space-size=8192',
        join(import.meta.dirname, 'measure-in-process.mjs'),
        String(count),
      ]).stdout,
    );
  });
  return median(measurements, ({ totalMs }) => totalMs);
}

/** The command as people run it: files on a disk, in a process. */
function measureCommand() {
  progress(`writing ${format(MAIN)} manifests`);
  let bytes = 0;
  for (const { file, text } of manifests(MAIN)) {
    mkdirSync(dirname(join(folder, 'all', file)), { recursive: true });
    writeFileSync(join(folder, 'all', file), text);
    bytes += Buffer.byteLength(text);
  }
  progress(`checking ${format(MAIN)} manifests`);
  const peakFile = join(folder, 'peak');
  const preload = new URL('usage.mjs', import.meta.url).href;
  const check = [
    '--import',
    preload,
    CLI,
    'check',
    join(folder, 'all'),
    '--closed-world',
    '--format',
    'json',
  ];
  const { stdout, ms } = runNode(check, { USAGE_FILE: peakFile });
  return { ...JSON.parse(stdout), ms, bytes, peakKb: JSON.parse(readFileSync(peakFile, 'utf8')).peakKb };
}

/** The median of runs that each print the whole map. */
function measureMap() {
  progress(`mapping ${format(MAP.workloads)} workloads`);
  const file = join(folder, 'policies.yaml');
  writeFileSync(file, policyManifests(MAP.workloads, MAP.namespaces, randomFrom(1)).join('---\n'));
  const peakFile = join(folder, 'peak-of-map');
  const preload = new URL('usage.mjs', import.meta.url).href;
  const command = ['--import', preload, CLI, 'connectivity', file, '--format', 'csv'];
  const runs = Array.from({ length: MAP.runs }, () => {
    const { stdout, ms } = runNode(command, { USAGE_FILE: peakFile });
    return {
      ms,
      connections: stdout.split('\n').length - 2,
      peakKb: JSON.parse(readFileSync(peakFile, 'utf8')).peakKb,
    };
  });
  return runs.sort((a, b) => a.ms - b.ms)[Math.floor(MAP.runs / 2)];
}

/** The median of three tables, without reading the manifests. */
function measureTable(make) {
  progress(`tables of ${format(ROUTES.hosts)} hosts`);
  const file = { file: 'routes.yaml', text: make(ROUTES.hosts, ROUTES.paths).join('---\n') };
  return median(
    Array.from({ length: 3 }, () => measureRoutes([file])),
    ({ tableMs }) => tableMs,
  );
}

function measureColdStart() {
  const small = join(folder, 'small.yaml');
  writeFileSync(small, manifests(1)[0].text);
  const times = Array.from({ length: COLD_STARTS }, (_, run) => {
    progress(`cold start ${run + 1} of ${COLD_STARTS}`);
    return { node: runNode(['-e', '0']).ms, check: runNode([CLI, 'check', small]).ms };
  });
  progress('');
  const nodeMs = median(
    times.map(({ node }) => node),
    Number,
  );
  const checkMs = median(
    times.map(({ check }) => check),
    Number,
  );
  return { nodeMs, checkMs };
}

function runNode(args, env = {}) {
  const started = performance.now();
  const { status, stdout, stderr, error } = spawnSync(process.execPath, args, {
    encoding: 'utf8',
    env: { ...process.env, ...env },
    maxBuffer: 2 ** 30,
  });
  const ms = performance.now() - started;
  // 1: the check found something, which is told at the end.
  if (status === 0 || status === 1) return { stdout, ms };
  console.error(`\nnode ${args.join(' ')}\n${error?.message ?? stderr}`);
  process.exit(2);
}

function median(list, key) {
  return list.toSorted((a, b) => key(a) - key(b))[list.length >> 1];
}

function progress(text) {
  if (process.stderr.isTTY) process.stderr.write(`\r\u001b[K${text}`);
  else if (text !== '') process.stderr.write(`${text}\n`);
}

function printTable(rows) {
  const widths = rows[0].map((_, column) => Math.max(...rows.map((row) => row[column].length)));
  const line = (row) =>
    row
      .map((cell, column) => (column === 0 ? cell.padEnd(widths[0]) : cell.padStart(widths[column])))
      .join('   ');
  const [head, ...body] = rows.map(line);
  console.log([head, widths.map((width) => '-'.repeat(width)).join('   '), ...body, ''].join('\n'));
}

function milliseconds(value) {
  return `${value < 100 ? value.toFixed(1) : format(value)} ms`;
}

function format(value) {
  return Math.round(value).toLocaleString('en-US');
}
