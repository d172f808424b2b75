import { statSync, type Stats } from 'node:fs';
import { basename, dirname, resolve } from 'node:path';
import { SEVERITIES } from '../diagnostic/diagnostic.ts';
import { discreetly } from '../diagnostic/discreet.ts';
import { inOrder } from '../diagnostic/order.ts';
import { ConnectionMap } from '../reach/map/connection-map.ts';
import { differences } from '../reach/map/difference.ts';
import { diffJson } from '../report/diff/json.ts';
import { diffMarkdown } from '../report/diff/markdown.ts';
import { diffText } from '../report/diff/text.ts';
import { locator } from '../report/locate.ts';
import type { Graph } from '../reference/graph.ts';
import { immutableFindings } from '../rule/change/field-immutable.ts';
import type { Sources } from '../source/sources.ts';
import { GitProblem } from '../source/git/command.ts';
import { readRevision } from '../source/git/revision.ts';
import { findingDifference } from '../workspace/finding-difference.ts';
import type { FindingDifference } from '../workspace/finding-difference.ts';
import type { CheckOptions } from '../workspace/options.ts';
import type { CheckResult } from '../workspace/result.ts';
import { Workspace } from '../workspace/workspace.ts';
import type { Arguments } from './arguments.ts';
import { choose, helpOf } from './arguments.ts';
import { DIFF } from './commands.ts';
import type { Io } from './io.ts';
import { EXIT } from './io.ts';
import { manifestOptions, readingProgress, readManifests, showing } from './manifests.ts';
import { progressLine } from './progress.ts';
import type { ProgressLine } from './progress.ts';
import { COLOR_MODES, styleFor } from './terminal.ts';
import { UsageError } from './usage.ts';

/** Prints what a change opens, closes, breaks and fixes, and returns whether it adds what fails. Throws a UsageError. */
export function runDiff(args: Arguments, io: Io): number {
  const [old, current, more] = args.operands;
  if (old === undefined || current === undefined || more !== undefined)
    throw new UsageError('a diff needs two sides: kubeplumb diff <old> <new>', [
      'A side is a folder, a file, or git:<revision> for this folder as it was.',
      ...helpOf(DIFF),
    ]);
  const format = choose(args, 'format', ['text', 'json', 'markdown']);
  const failOn = choose(args, 'fail-on', ['error', 'warning', 'info', 'never']);
  const style = styleFor(choose(args, 'color', COLOR_MODES), io.stdout, io.env);
  const progress = progressLine(io);
  const options = manifestOptions(args);
  const before = stateOf(old, options, io, progress);
  const after = stateOf(current, options, io, progress);
  const diff = {
    changes: [...differences(before.map, after.map)],
    findings: changeFindings(before, after),
    before: { workloads: before.map.workloads, places: locator(before.result.texts) },
    after: { workloads: after.map.workloads, places: locator(after.result.texts) },
  };
  progress.erase();
  io.stdout.write(
    format === 'json' ? diffJson(diff) : format === 'markdown' ? diffMarkdown(diff) : diffText(diff, style),
  );
  const failing = failOn === 'never' ? [] : SEVERITIES.slice(0, SEVERITIES.indexOf(failOn) + 1);
  const fails = diff.findings.added.some(({ severity }) => failing.includes(severity));
  return fails ? EXIT.found : EXIT.clean;
}

/** Those of one side alone, and those of the change itself. */
function changeFindings(before: State, after: State): FindingDifference {
  const { added, fixed } = findingDifference(before.result.diagnostics, after.result.diagnostics);
  const refused = immutableFindings(before.graph, after.graph).map(discreetly);
  return { added: inOrder([...added, ...refused]), fixed };
}

interface State {
  readonly graph: Graph;
  readonly map: ConnectionMap;
  readonly result: CheckResult;
}

function stateOf(side: string, options: CheckOptions, io: Io, progress: ProgressLine): State {
  const { files, problems } = sourcesOf(side, io, progress);
  const workspace = new Workspace({ ...options, ...showing(progress) });
  const world = workspace.read(files);
  return {
    graph: world.graph,
    map: new ConnectionMap(world.graph),
    result: workspace.checkWorld(world, problems),
  };
}

const GIT = 'git:';

/** Files are named from the root of their side, so that both sides call them alike. */
function sourcesOf(side: string, io: Io, progress: ProgressLine): Sources {
  if (side.startsWith(GIT)) return revision(side.slice(GIT.length), io, progress);
  const path = resolve(io.cwd, side);
  const stat = statOf(path);
  if (stat === undefined)
    throw new UsageError(`there is no folder or file '${side}'`, [
      `A revision is written with git: in front: '${GIT}${side}'.`,
    ]);
  return stat.isDirectory()
    ? readManifests([], { ...io, cwd: path }, progress)
    : readManifests([basename(path)], { ...io, cwd: dirname(path) }, progress);
}

/** Undefined for whatever cannot be looked at: a name that is too long, a link to itself. */
function statOf(path: string): Stats | undefined {
  try {
    return statSync(path);
  } catch {
    return undefined;
  }
}

function revision(name: string, io: Io, progress: ProgressLine): Sources {
  try {
    const sources = readRevision(name, { cwd: io.cwd, ...readingProgress(progress) });
    if (sources.files.length > 0 || sources.problems.length > 0) return sources;
  } catch (error) {
    progress.erase();
    if (!(error instanceof GitProblem)) throw error;
    throw new UsageError(`cannot read revision '${name}': ${error.message}`, pathHint(name));
  }
  progress.erase();
  throw new UsageError(`no manifests of this folder in revision '${name}'`);
}

function pathHint(name: string): readonly string[] {
  return /^[^:]+:./.test(name)
    ? ['A revision has no path behind it: run kubeplumb in the folder that you mean.']
    : [];
}
