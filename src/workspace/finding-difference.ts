import { formatPath } from '../base/json.ts';
import type { Diagnostic } from '../diagnostic/diagnostic.ts';

export interface FindingDifference {
  /** In the order of the newer check. */
  readonly added: readonly Diagnostic[];
  /** In the order of the older check. */
  readonly fixed: readonly Diagnostic[];
}

/**
 * Findings that only one of two checks has. The same rule at the same field of the same object is the same finding,
 * wherever its line or file moves; of several such the surplus counts.
 */
export function findingDifference(
  before: readonly Diagnostic[],
  after: readonly Diagnostic[],
): FindingDifference {
  return { added: surplus(after, before), fixed: surplus(before, after) };
}

function surplus(of: readonly Diagnostic[], over: readonly Diagnostic[]): readonly Diagnostic[] {
  const counts = new Map<string, number>();
  for (const one of over) counts.set(keyOf(one), (counts.get(keyOf(one)) ?? 0) + 1);
  return of.filter((one) => {
    const left = counts.get(keyOf(one)) ?? 0;
    counts.set(keyOf(one), left - 1);
    return left <= 0;
  });
}

function keyOf({ rule, resource, place }: Diagnostic): string {
  const { kind, namespace = '', name } = resource ?? { kind: '', name: place.file };
  return [rule, kind, namespace, name, formatPath(place.path ?? [])].join('\0');
}
