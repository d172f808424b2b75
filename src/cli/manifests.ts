import { readSources } from '../source/disk.ts';
import type { Sources } from '../source/disk.ts';
import type { CheckOptions } from '../workspace/options.ts';
import type { Arguments } from './arguments.ts';
import type { Io } from './io.ts';
import { minorVersion } from './kubernetes-version.ts';
import { nothingToCheck } from './nothing.ts';
import type { ProgressLine } from './progress.ts';
import { UsageError } from './usage.ts';

/** The files that patterns name, or the current folder. Throws a UsageError if there is none. */
export function readManifests(patterns: readonly string[], io: Io, progress: ProgressLine): Sources {
  const sources = readSources(patterns, {
    cwd: io.cwd,
    onProgress: (done, total) => {
      progress.show('Reading files', done, total);
    },
  });
  if (sources.files.length === 0 && sources.problems.length === 0) {
    progress.erase();
    throw nothingToCheck(patterns, io.cwd);
  }
  return sources;
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
