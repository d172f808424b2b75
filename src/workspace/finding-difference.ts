import type { Diagnostic } from '../diagnostic/diagnostic.ts';

export interface FindingDifference {
  /** In the order of the newer check. */
  readonly added: readonly Diagnostic[];
  /** In the order of the older check. */
  readonly fixed: readonly Diagnostic[];
}

/**
 * Findings that only one of two checks has, told by their fingerprints; of several equal ones the surplus counts.
 */
export function findingDifference(
  before: readonly Diagnostic[],
  after: readonly Diagnostic[],
): FindingDifference {
  return { added: surplus(after, before), fixed: surplus(before, after) };
}

function surplus(of: readonly Diagnostic[], over: readonly Diagnostic[]): readonly Diagnostic[] {
  const counts = new Map<string, number>();
  for (const { fingerprint } of over) counts.set(fingerprint, (counts.get(fingerprint) ?? 0) + 1);
  return of.filter(({ fingerprint }) => {
    const left = counts.get(fingerprint) ?? 0;
    counts.set(fingerprint, left - 1);
    return left <= 0;
  });
}
