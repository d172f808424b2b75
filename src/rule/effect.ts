import { shareOf } from '../reach/gateway/backend.ts';
import { lossOf } from '../reach/gateway/loss.ts';
import { routeRules } from '../reach/gateway/route.ts';
import { answeredWithout } from '../reach/ingress/answered.ts';
import { classesByName } from '../reach/ingress/by-name.ts';
import { failuresOf } from '../reach/ingress/failure.ts';
import { weightedRefs } from '../reach/openshift/table.ts';
import { percent } from '../reach/route/words.ts';
import type { Graph } from '../reference/graph.ts';
import type { Reference } from '../reference/reference.ts';

/**
 * What happens while the target of a reference is missing: of a backend among others, its share (GA7); of an Ingress, what
 * its controller makes of it. Undefined where nobody asks for the target.
 */
export function effectOf(graph: Graph, reference: Reference): string | undefined {
  const { row, from } = reference;
  if (row.id === 'ingress-class' && classesByName(graph).has(reference.name)) return undefined;
  if (row.id === 'ingress-backend')
    return answeredWithout(graph, from) === 'all' ? undefined : failuresOf(graph, from).service;
  if (row.id === 'ingress-tls') return failuresOf(graph, from).certificate;
  const share = partOf(reference);
  if (share === undefined || share === 0 || share === 1) return row.effect;
  if (row.id === 'openshift-route-backend') return `${percent(share)} of the ${row.effect}`;
  const { what, fate } = lossOf(from);
  return `${percent(share)} of the ${what} ${fate} (BackendNotFound)`;
}

/** Undefined for a reference that does not share requests with others. */
function partOf({ row, from, path }: Reference): number | undefined {
  if (row.id === 'openshift-route-backend')
    return weightedRefs(from).find(({ at }) => at.join() === path.slice(0, -1).join())?.share;
  if (row.id !== 'route-backend') return undefined;
  const backends = routeRules(from)[Number(path[2])]?.backends ?? [];
  const backend = backends[Number(path[4])];
  return backend === undefined ? undefined : shareOf(backend, backends);
}
