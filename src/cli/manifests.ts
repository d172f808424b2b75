import { visible } from '../report/escape/terminal.ts';
import { readSources } from '../source/disk.ts';
import { STDIN } from '../source/sources.ts';
import type { ReadOptions, Sources } from '../source/sources.ts';
import type { CheckOptions } from '../workspace/options.ts';
import type { Arguments } from './arguments.ts';
import type { Io } from './io.ts';
import { minorVersion } from './kubernetes-version.ts';
import { nothingToCheck } from './nothing.ts';
import type { ProgressLine } from './progress.ts';
import { UsageError } from './usage.ts';

/** The files that patterns name, or the current folder. Throws a UsageError if there is none. */
export function readManifests(patterns: readonly string[], io: Io, progress: ProgressLine): Sources {
  const sources = readSources(patterns, { cwd: io.cwd, ...readingProgress(progress) });
  if (sources.files.length === 0 && sources.problems.length === 0) {
    progress.erase();
    throw nothingToCheck(patterns, io.cwd);
  }
  if (sources.problems.some(({ file, code }) => file === STDIN && code === 'file-too-large')) {
    progress.erase();
    throw new UsageError('standard input has more than 64 MB', [
      'Write it to several files, and name their folder.',
    ]);
  }
  return sources;
}

/**
 * Says on stderr what was not read, for commands whose report has no place for it. Throws a UsageError if that is everything.
 */
export function tellUnread({ files, problems }: Sources, { stderr }: Io): void {
  const told = problems.map(({ file, message }) => `${file}: ${message}`);
  if (files.length === 0 && told.length > 0)
    throw new UsageError('no file could be read', told.slice(0, MOST_TOLD));
  for (const one of told.slice(0, MOST_TOLD)) stderr.write(`note: not read: ${visible(one)}\n`);
  const more = told.length - MOST_TOLD;
  if (more > 0) stderr.write(`note: not read: ${more} more\n`);
}

const MOST_TOLD = 10;

export function readingProgress(progress: ProgressLine): Pick<ReadOptions, 'onProgress'> {
  return {
    onProgress: (done, total) => {
      progress.show('Reading files', done, total);
    },
  };
}

/** How manifests are to be understood: the options that commands have in common. Throws a UsageError. */
export function manifestOptions(args: Arguments): CheckOptions {
  const namespace = args.values.get('namespace');
  if (namespace !== undefined && !/^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/.test(namespace)) {
    throw new UsageError(`'${namespace}' is no name for a namespace`, [
      'It has at most 63 lower-case letters, digits and hyphens, and begins and ends with a letter or digit.',
    ]);
  }
  const version = args.values.get('kubernetes-version');
  return {
    ...(namespace === undefined ? {} : { namespace }),
    closedWorld: args.switches.has('closed-world'),
    ...(version === undefined ? {} : { kubernetesVersion: minorVersion(version) }),
  };
}

export function showing(progress: ProgressLine): Pick<CheckOptions, 'onProgress'> {
  return {
    onProgress: ({ phase, done, total }) => {
      progress.show(phase === 'reading' ? 'Parsing files' : 'Checking resources', done, total);
    },
  };
}
