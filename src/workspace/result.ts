import type { Diagnostic } from '../diagnostic/diagnostic.ts';
import { inOrder } from '../diagnostic/order.ts';

export interface Summary {
  readonly files: number;
  readonly documents: number;
  readonly resources: number;
  readonly errors: number;
  readonly warnings: number;
  /** But for those of copies that are not listed. */
  readonly infos: number;
  /** Infos of copies that are not listed. */
  readonly copies: number;
}

/** What a check found: sorted by file, offset and rule, the same for every order of files. */
export interface CheckResult {
  readonly diagnostics: readonly Diagnostic[];
  /** Infos about copies of objects: a repository may have thousands, and means them. Listed when somebody asks. */
  readonly copies: readonly Diagnostic[];
  readonly summary: Summary;
  /** The text of every file that was read, for code frames. */
  readonly texts: ReadonlyMap<string, string>;
}

/** The same result with the infos of copies among the others. */
export function withCopies(result: CheckResult): CheckResult {
  const { diagnostics, copies, summary } = result;
  return {
    ...result,
    diagnostics: inOrder([...diagnostics, ...copies]),
    copies: [],
    summary: { ...summary, infos: summary.infos + copies.length, copies: 0 },
  };
}
