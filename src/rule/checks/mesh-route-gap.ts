import { withoutEndSlashes } from '../../base/slashes.ts';
import { attachmentsOf } from '../../reach/gateway/attachment.ts';
import { meshTable } from '../../reach/gateway/table.ts';
import { servicePorts } from '../../reach/service/service.ts';
import { describeMatch } from '../../reach/route/words.ts';
import { nameOf } from '../../resource/resource.ts';
import type { Check } from '../rule.ts';

/** A route for a Service of a mesh: once there is one, requests that no route matches are rejected. */
export const check: Check = function* (route, { graph }) {
  if (route.unrendered !== undefined) return;
  for (const { outcome, parent, at, port } of attachmentsOf(graph, route)) {
    if (outcome !== 'mesh' || parent?.namespace !== route.namespace) continue;
    const number = port ?? servicePorts(parent)[0]?.port;
    if (number === undefined) continue;
    const table = meshTable(graph, parent, number, undefined);
    const entries = table?.hosts.get('')?.entries ?? [];
    const open = entries.some(
      ({ path, method, headers, query }) =>
        (path.kind === 'regex' ||
          ((path.kind === 'prefix' || path.kind === 'own') && withoutEndSlashes(path.value) === '')) &&
        (method === undefined || path.kind !== 'prefix' || entries[0]?.source.kind === 'GRPCRoute') &&
        headers.length === 0 &&
        query.length === 0,
    );
    if (
      open ||
      entries.length === 0 ||
      entries.find(({ source }) => source.kind === route.kind)?.source !== route
    )
      continue;
    const shown = entries
      .slice(0, 3)
      .map((entry) => describeMatch(entry))
      .join('; ');
    yield {
      at: [...at, 'name'],
      message: `${nameOf(route)} decides on requests to ${nameOf(parent)} in a mesh, and no route for it matches all of them (${shown}${entries.length > 3 ? '; …' : ''}); the others get 404.`,
      related: [{ resource: parent, message: `${nameOf(parent)} is here` }],
    };
  }
};
