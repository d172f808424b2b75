import type { Graph } from '../../reference/graph.ts';
import { nameOf } from '../../resource/resource.ts';
import type { Resource } from '../../resource/resource.ts';
import { hostOf } from '../openshift/host.ts';
import { OPENSHIFT_ROUTE, servedPorts, weightedRefs } from '../openshift/table.ts';
import { routerCallers } from '../peer/openshift-router.ts';
import { serviceType, specOf } from '../service/service.ts';
import { stringOf } from '../../base/json.ts';
import type { Edge, Landing } from './edge.ts';
import { landingsBehind } from './landing.ts';

/** What Routes of OpenShift promise: requests of the router to the pods of their backends. */
export function openshiftEdges(graph: Graph): readonly Edge[] {
  return graph
    .all(OPENSHIFT_ROUTE)
    .filter(({ unrendered }) => unrendered === undefined)
    .flatMap((route) => edgesOf(graph, route));
}

function edgesOf(graph: Graph, route: Resource): readonly Edge[] {
  const requests = requestsOfRoute(graph, route);
  return weightedRefs(route).flatMap(({ at, name, share }): readonly Edge[] => {
    const service = share === 0 ? undefined : graph.find('Service', route.namespace, name);
    if (service === undefined || serviceType(service) === 'ExternalName') return [];
    const ports = servedPorts(graph, route, service);
    const [first] = ports;
    const landings = ports.map((port): readonly Landing[] => landingsBehind(graph, service, port));
    // Without a port of its own the router sends requests to all ports: what one of them is may not be told.
    if (first === undefined || landings.some((one) => one.length === 0)) return [];
    return [
      {
        kind: 'ingress',
        callers: routerCallers(graph),
        landings: landings.flat(),
        via: { service, at: first.path },
        promise: {
          resource: route,
          at: [...at, 'name'],
          says: `${nameOf(route)} sends ${requests} to it`,
          requests: `requests to ${requests}`,
        },
        certain: true,
      },
    ];
  });
}

/** `shop.example.com/api`. */
export function requestsOfRoute(graph: Graph, route: Resource): string {
  return `${hostOf(graph, route)}${stringOf(specOf(route).path) ?? '/'}`;
}
