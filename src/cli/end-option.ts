import { findEnd } from '../reach/map/named-end.ts';
import type { NamedEnd } from '../reach/map/named-end.ts';
import type { Graph } from '../reference/graph.ts';
import { UsageError } from './usage.ts';

/** The end that an argument names. Throws a UsageError that says what may be meant instead. */
export function endNamed(
  graph: Graph,
  text: string,
  prefer: 'workload' | 'service',
  home: string | undefined,
  hints: readonly string[] = [],
): NamedEnd {
  const found = findEnd(graph, text, prefer, home);
  if (found.is === 'unknown')
    throw new UsageError(`nothing is called '${text}'`, [
      ...(found.likely.length === 0 ? [] : [`Did you mean ${quotedList(found.likely)}?`]),
      ...hints,
      FORMS,
    ]);
  if (found.is === 'ambiguous')
    throw new UsageError(`'${text}' is the name of ${found.likely.length} objects`, [
      `Say which: ${quotedList(found.likely)}.`,
    ]);
  return found;
}

const FORMS = "An end is 'internet', an address, or <namespace>/<kind>/<name>.";

/** More names than these help nobody. */
const MOST = 5;

function quotedList(names: readonly string[]): string {
  const listed = names.slice(0, MOST).map((name) => `'${name}'`);
  const more = names.length - listed.length;
  return `${listed.join(' or ')}${more > 0 ? ` and ${more} more` : ''}`;
}
