import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { UsageError } from './usage.ts';

/** Says which of these patterns, none of which has a file to check, are misspelled and which are only empty. */
export function nothingToCheck(patterns: readonly string[], cwd: string): UsageError {
  const paths = patterns.filter((pattern) => pattern !== '-');
  const empty = paths.filter((pattern) => pattern !== '' && existsSync(resolve(cwd, pattern)));
  const missing = paths.filter((pattern) => !empty.includes(pattern));
  const reasons = [
    ...(paths.length < patterns.length ? ['standard input is empty'] : []),
    ...(missing.length === 0 ? [] : [`no file or folder matches ${quoted(missing)}`]),
    ...(patterns.length === 0 ? ['no manifests in this folder'] : []),
    ...(empty.length === 0 ? [] : [`no manifests in ${quoted(empty)}`]),
  ];
  const searched = empty.length > 0 || patterns.length === 0;
  return new UsageError(
    reasons.join('; '),
    searched ? ['Folders are searched for .yaml, .yml and .json files, without what git ignores.'] : [],
  );
}

function quoted(patterns: readonly string[]): string {
  return patterns.map((pattern) => `'${pattern}'`).join(', ');
}
