import type { Graph } from '../../reference/graph.ts';
import { nameOf } from '../../resource/resource.ts';
import type { Resource } from '../../resource/resource.ts';
import { Connectivity } from '../connectivity/connectivity.ts';
import type { Caller } from '../peer/caller.ts';
import { assumedCaller } from '../peer/caller.ts';
import { OTHER_NODE } from '../peer/control-plane.ts';
import { clientsOutside } from '../peer/internet.ts';
import { servicePorts, serviceType, specOf } from '../service/service.ts';
import type { Edge } from './edge.ts';
import { landingsBehind } from './landing.ts';

/** What Services of the types NodePort and LoadBalancer take from outside the cluster. */
export function nodePortEdges(graph: Graph): readonly Edge[] {
  const services = graph.all('Service').filter((service) => {
    const type = serviceType(service);
    return (type === 'NodePort' || type === 'LoadBalancer') && service.unrendered === undefined;
  });
  if (services.length === 0) return [];
  const clients = clientsOutside(new Connectivity(graph));
  return services.flatMap((service) =>
    servicePorts(service).flatMap((port): readonly Edge[] => {
      const landings = landingsBehind(graph, service, port);
      if (landings.length === 0) return [];
      const number = port.port ?? '?';
      return [
        {
          kind: 'node-port',
          callers: outsideCallers(service, clients),
          landings,
          via: { service, at: port.path },
          promise: {
            resource: service,
            at: ['spec', 'type'],
            says: `${nameOf(service)} takes requests from outside the cluster`,
            requests: `requests from outside to port ${number} of ${nameOf(service)}`,
          },
          certain: true,
        },
      ];
    }),
  );
}

/**
 * With `externalTrafficPolicy: Local` the pod sees the client. Otherwise it sees the node where the request arrived,
 * which some plugins take for the client all the same (NP16).
 */
export function outsideCallers(service: Resource, clients: readonly Caller[]): readonly Caller[] {
  return specOf(service).externalTrafficPolicy === 'Local'
    ? clients
    : [assumedCaller(OTHER_NODE), ...clients];
}
