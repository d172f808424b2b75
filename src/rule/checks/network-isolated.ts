import { addTo } from '../../base/multimap.ts';
import type { Edge } from '../../reach/edge/edge.ts';
import { neededEdges } from '../../reach/edge/needed.ts';
import { Networks } from '../../reach/map/networks.ts';
import type { Joined } from '../../reach/map/networks.ts';
import type { Graph } from '../../reference/graph.ts';
import { nameOf } from '../../resource/resource.ts';
import type { Resource } from '../../resource/resource.ts';
import type { Check } from '../rule.ts';

/** Requests that the manifests promise between pods that no network joins, where they are promised. */
export const check: Check = function* (resource, { graph }) {
  for (const { edge, joined, from, to } of isolatedEdges(graph).get(resource) ?? []) {
    const { promise, via, kind, certain } = edge;
    yield {
      at: promise.at,
      ...(promise.part === undefined ? {} : { part: promise.part }),
      message: `No network leads from ${nameOf(from)} to ${nameOf(to)}: ${joined.message}, so ${promise.requests} time out.`,
      ...(kind === 'call' && certain ? {} : { severity: 'warning' }),
      related: [
        { resource: joined.by, at: ['spec'], part: 'key', message: `${nameOf(joined.by)} is the network` },
        ...(via === undefined
          ? []
          : [{ resource: via.service, at: via.at, message: `${nameOf(via.service)} is in between` }]),
        { resource: to, message: `pods of ${nameOf(to)} would receive it` },
      ],
    };
  }
};

interface Isolated {
  readonly edge: Edge;
  readonly joined: Joined;
  readonly from: Resource;
  readonly to: Resource;
}

function isolatedEdges(graph: Graph): ReadonlyMap<Resource, readonly Isolated[]> {
  return graph.memo('edges between isolated networks', () => {
    const found = new Map<Resource, Isolated[]>();
    if (Networks.of(graph).areOne) return found;
    const told = new Map<Resource, Set<string>>();
    for (const edge of neededEdges(graph)) {
      const isolated = isolatedEdge(graph, edge);
      const { resource, at } = edge.promise;
      const places = told.get(resource) ?? new Set<string>();
      told.set(resource, places);
      const place = at.join('\0');
      if (isolated === undefined || places.has(place)) continue;
      places.add(place);
      addTo(found, resource, isolated);
    }
    return found;
  });
}

/** Undefined where any of the callers may reach any of the landings. */
function isolatedEdge(graph: Graph, edge: Edge): Isolated | undefined {
  const networks = Networks.of(graph);
  let first: Isolated | undefined;
  for (const { end, shown } of edge.callers)
    for (const landing of edge.landings) {
      if (!shown || !('pod' in end) || !('pod' in landing) || end.pod === landing.pod) return undefined;
      const joined = networks.between(end.pod, landing.pod);
      if (joined?.how !== 'apart') return undefined;
      first ??= { edge, joined, from: end.pod.owner, to: landing.pod.owner };
    }
  return first;
}
