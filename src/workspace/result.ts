import type { Diagnostic } from '../diagnostic/diagnostic.ts';

export interface Summary {
  readonly files: number;
  readonly documents: number;
  readonly resources: number;
  readonly errors: number;
  readonly warnings: number;
  readonly infos: number;
}

/** What a check found: sorted by file, offset and rule, the same for every order of files. */
export interface CheckResult {
  readonly diagnostics: readonly Diagnostic[];
  readonly summary: Summary;
  /** The text of every file that was read, for code frames. */
  readonly texts: ReadonlyMap<string, string>;
}
