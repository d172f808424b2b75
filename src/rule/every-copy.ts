import { formatPath } from '../base/json.ts';
import { otherCopies } from '../reference/copies.ts';
import type { Graph } from '../reference/graph.ts';
import type { Resource } from '../resource/resource.ts';
import type { Check } from './rule.ts';

/**
 * A check that asks how an object fits the others, and says of one with copies in other files of its folder only what it says of
 * each of them: nobody knows which of them is applied, and the others may be what is left of it.
 */
export function ofEveryCopy(check: Check): Check {
  const known = new WeakMap<Graph, Map<Resource, ReadonlySet<string>>>();
  return function* (resource, context) {
    const copies = otherCopies(context.graph, resource);
    if (copies.length === 0) {
      yield* check(resource, context);
      return;
    }
    const paths = known.get(context.graph) ?? new Map<Resource, ReadonlySet<string>>();
    known.set(context.graph, paths);
    const pathsOf = (copy: Resource): ReadonlySet<string> => {
      const found = paths.get(copy) ?? new Set([...check(copy, context)].map(({ at }) => formatPath(at)));
      paths.set(copy, found);
      return found;
    };
    for (const finding of check(resource, context))
      if (copies.every((copy) => pathsOf(copy).has(formatPath(finding.at)))) yield finding;
  };
}
