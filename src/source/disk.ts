import { sourcesIn, type ReadOptions, type Sources } from './sources.ts';
import { DISK } from './tree/disk.ts';

/**
 * Reads the files that the patterns name: a file (of any name, even an ignored one), a folder (its manifests, at any
 * depth, without what git ignores), a glob, or `-` for standard input; no pattern means the working directory.
 * Never throws: what cannot be read is a problem, and the rest is read.
 */
export function readSources(patterns: readonly string[], options: ReadOptions): Sources {
  return sourcesIn(DISK, patterns, options);
}
