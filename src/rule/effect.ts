import { shareOf } from '../reach/gateway/backend.ts';
import { routeRules } from '../reach/gateway/route.ts';
import { percent } from '../reach/route/words.ts';
import type { Reference } from '../reference/reference.ts';

/** What happens while the target of a reference is missing: of a backend among others, its share (GA7). */
export function effectOf({ row, from, path }: Reference): string {
  if (row.id !== 'route-backend') return row.effect;
  const rule = routeRules(from)[Number(path[2])];
  const backend = rule?.backends[Number(path[4])];
  if (
    rule === undefined ||
    backend === undefined ||
    shareOf(backend, rule.backends) === 1 ||
    backend.weight === 0
  )
    return row.effect;
  const share = percent(shareOf(backend, rule.backends));
  return from.kind === 'HTTPRoute' || from.kind === 'GRPCRoute'
    ? `${share} of the requests get 500 (BackendNotFound)`
    : `${share} of the connections are refused (BackendNotFound)`;
}
