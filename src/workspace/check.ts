import type { SourceFile, SourceProblem } from '../source/file.ts';
import type { CheckOptions } from './options.ts';
import type { CheckResult } from './result.ts';
import { Workspace } from './workspace.ts';

/** Checks files once. */
export function check(
  files: readonly SourceFile[],
  problems: readonly SourceProblem[],
  options: CheckOptions,
): CheckResult {
  return new Workspace(options).check(files, problems);
}
