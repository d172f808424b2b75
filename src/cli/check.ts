import { concise } from '../report/concise.ts';
import { json } from '../report/json.ts';
import { pretty } from '../report/pretty.ts';
import { gravest, statistics } from '../report/statistics.ts';
import { check } from '../workspace/check.ts';
import type { CheckOptions } from '../workspace/options.ts';
import { withCopies } from '../workspace/result.ts';
import type { CheckResult } from '../workspace/result.ts';
import type { Arguments } from './arguments.ts';
import { choose, chooseAll } from './arguments.ts';
import type { Gate } from './gate.ts';
import { INTERNAL_ERROR, refusal, tooManyWarnings } from './gate.ts';
import type { Io } from './io.ts';
import { EXIT } from './io.ts';
import { manifestOptions, readManifests, showing } from './manifests.ts';
import { nothingToCheck } from './nothing.ts';
import { progressLine } from './progress.ts';
import type { ColorMode } from './terminal.ts';
import { COLOR_MODES, styleFor } from './terminal.ts';
import { UsageError } from './usage.ts';

const FORMATS = ['pretty', 'concise', 'json'] as const;
const SHOWN = ['copies'] as const;
const THRESHOLDS = ['error', 'warning', 'info', 'never'] as const;

/** What the arguments ask for, with every value known to be good. */
interface CheckRequest {
  readonly patterns: readonly string[];
  readonly definitions: readonly string[];
  readonly format: (typeof FORMATS)[number];
  readonly color: ColorMode;
  readonly quiet: boolean;
  readonly statistics: boolean;
  readonly maxFindings: number | undefined;
  /** What is listed beside everything else. */
  readonly show: readonly (typeof SHOWN)[number][];
  readonly gate: Gate;
  readonly options: CheckOptions;
}

/** Checks the manifests, prints the report and returns the exit code. Throws a UsageError for a bad value. */
export function runCheck(args: Arguments, io: Io): number {
  const request = requestOf(args);
  const progress = progressLine(io);
  const sources = readManifests(request.patterns, io, progress);
  const definitions =
    request.definitions.length === 0 ? [] : readManifests(request.definitions, io, progress).files;
  const found = check(sources.files, sources.problems, {
    ...request.options,
    ...(definitions.length === 0 ? {} : { definitions }),
    ...showing(progress),
  });
  const result = request.show.includes('copies') ? withCopies(found) : found;
  const report = render(result, request, io);
  progress.erase();
  io.stdout.write(report);
  hint(result, request, io);
  return verdict(result, sources.unmatched, request, io);
}

function requestOf(args: Arguments): CheckRequest {
  return {
    patterns: args.operands,
    definitions: args.lists.get('definitions') ?? [],
    format: choose(args, 'format', FORMATS),
    color: choose(args, 'color', COLOR_MODES),
    quiet: args.switches.has('quiet'),
    statistics: args.switches.has('statistics'),
    maxFindings: wholeNumber(args, 'max-findings'),
    show: chooseAll(args, 'show', SHOWN),
    gate: { failOn: choose(args, 'fail-on', THRESHOLDS), maxWarnings: wholeNumber(args, 'max-warnings') },
    options: manifestOptions(args),
  };
}

function wholeNumber(args: Arguments, option: 'max-warnings' | 'max-findings'): number | undefined {
  const value = args.values.get(option);
  if (value === undefined) return undefined;
  if (/^\d{1,9}$/.test(value)) return Number(value);
  throw new UsageError(`'${value}' is no value for '--${option}'`, ['It takes a whole number from 0.']);
}

/** What a person reads with its frames before a table says more. */
const MOST_AT_A_TERMINAL = 50;

function render(result: CheckResult, request: CheckRequest, { stdout, env }: Io): string {
  const { format, quiet, color } = request;
  const { diagnostics } = result;
  const heard = quiet ? diagnostics.filter(({ severity }) => severity === 'error') : diagnostics;
  if (format === 'json') return json({ ...result, diagnostics: heard });
  const style = styleFor(color, stdout, env);
  const most =
    request.maxFindings ?? (format === 'pretty' && stdout.isTerminal ? MOST_AT_A_TERMINAL : Infinity);
  const shown = request.statistics ? [] : gravest(heard, most);
  const findings = { ...result, diagnostics: shown };
  const report =
    format === 'pretty' ? pretty(findings, { style, width: stdout.columns }) : concise(findings, style);
  return shown.length === heard.length
    ? report
    : beforeSum(report, statistics(heard, style), shown.length > 0);
}

/** The sum is the last line. */
function beforeSum(report: string, table: string, apart: boolean): string {
  const end = report.lastIndexOf('\n', report.length - 2) + 1;
  const findings = report.slice(0, end);
  const gap = apart && !findings.endsWith('\n\n') ? '\n' : '';
  return `${findings}${gap}${table}\n${report.slice(end)}`;
}

/** On a terminal: how to learn more about what was found. */
function hint(
  { diagnostics }: CheckResult,
  { format, quiet }: CheckRequest,
  { stdout, stderr, env }: Io,
): void {
  const first = diagnostics.find(({ severity }) => !quiet || severity === 'error');
  if (first === undefined || format !== 'pretty' || !stdout.isTerminal || !stderr.isTerminal) return;
  const { faint } = styleFor('auto', stderr, env);
  stderr.write(`${faint(`Explain a finding: kubeplumb rules ${first.rule}`)}\n`);
}

/** The exit code, with its reason on stderr where the report does not show it. Throws a UsageError, too. */
function verdict(result: CheckResult, unmatched: readonly string[], { gate }: CheckRequest, io: Io): number {
  const refused = refusal(result, gate);
  if (refused === 'max-warnings') {
    const { error, strong } = styleFor('auto', io.stderr, io.env);
    const reason = tooManyWarnings(result, gate.maxWarnings ?? 0);
    io.stderr.write(`${error('error:')} ${strong(reason)}\n`);
  }
  if (unmatched.length > 0) throw nothingToCheck(unmatched, io.cwd);
  if (result.diagnostics.some(({ rule }) => rule === INTERNAL_ERROR)) return EXIT.failed;
  return refused === undefined ? EXIT.clean : EXIT.found;
}
