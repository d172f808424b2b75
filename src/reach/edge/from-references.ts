import type { Graph } from '../../reference/graph.ts';
import type { Reference } from '../../reference/reference.ts';
import type { Resource } from '../../resource/resource.ts';
import { nameOf } from '../../resource/resource.ts';
import { requestsOf } from '../chain.ts';
import { protocolOf } from '../gateway/kinds.ts';
import type { Caller } from '../peer/caller.ts';
import { assumedCaller } from '../peer/caller.ts';
import { API_SERVER } from '../peer/control-plane.ts';
import { gatewayCallers } from '../peer/gateway-proxy.ts';
import { ingressCallers } from '../peer/ingress-controller.ts';
import { findServicePort, serviceType, servicePorts } from '../service/service.ts';
import type { Edge, EdgeKind } from './edge.ts';
import { landingsBehind } from './landing.ts';

/** What an object that names a Service as its backend promises. */
interface Promise {
  readonly kind: EdgeKind;
  readonly callers: (graph: Graph, from: Resource) => readonly Caller[];
  readonly requests: (reference: Reference) => string;
  readonly says: (reference: Reference) => string;
}

const CALLED_BY_API_SERVER: Promise = {
  kind: 'api-server',
  callers: () => [assumedCaller(API_SERVER)],
  requests: ({ from }) => `requests of the API server for ${nameOf(from)}`,
  says: ({ from }) => `${nameOf(from)} lets the API server call it`,
};

/** By rows of the catalogue. */
const PROMISES: Readonly<Record<string, Promise | undefined>> = {
  'ingress-backend': {
    kind: 'ingress',
    callers: ingressCallers,
    requests: ingressRequests,
    says: (reference) => `${nameOf(reference.from)} sends ${requestsOf(reference)} to it`,
  },
  'route-backend': {
    kind: 'gateway',
    callers: callersOfRoute,
    requests: ({ from }) => `requests of ${nameOf(from)}`,
    says: ({ from }) => `${nameOf(from)} sends requests to it`,
  },
  'webhook-service': CALLED_BY_API_SERVER,
  'api-service': CALLED_BY_API_SERVER,
  'conversion-service': CALLED_BY_API_SERVER,
};

function ingressRequests(reference: Reference): string {
  const path = reference.path[1] === 'rules';
  const requests = requestsOf(reference);
  return path ? `requests to ${requests}` : `${requests} of ${nameOf(reference.from)}`;
}

/** Backends of Ingresses and routes, and what the API server calls. */
export function referenceEdges(graph: Graph): readonly Edge[] {
  return graph
    .all('Service')
    .flatMap((service) =>
      graph.referencesTo(service).flatMap((reference) => edgesOf(graph, service, reference)),
    );
}

function edgesOf(graph: Graph, service: Resource, reference: Reference): readonly Edge[] {
  const { row, from, path, port: wanted } = reference;
  const promise = PROMISES[row.id];
  if (promise === undefined || wanted === undefined || from.unrendered !== undefined) return [];
  if (serviceType(service) === 'ExternalName') return [];
  const protocol = protocolOf(from);
  const port = findServicePort(servicePorts(service), wanted.value, protocol);
  const landings = port?.protocol === protocol ? landingsBehind(graph, service, port) : [];
  const callers = promise.callers(graph, from);
  if (port === undefined || landings.length === 0 || callers.length === 0) return [];
  return [
    {
      kind: promise.kind,
      callers,
      landings,
      via: { service, at: port.path },
      promise: {
        resource: from,
        at: path,
        says: promise.says(reference),
        requests: promise.requests(reference),
      },
      certain: true,
    },
  ];
}

/** None where a parent is not in the input, or is no Gateway: nobody knows who sends the requests then. */
export function callersOfRoute(graph: Graph, route: Resource): readonly Caller[] {
  const parents = graph.references(route).filter(({ row }) => row.id === 'route-parent');
  const gateways = parents.map(({ to, namespace, name }) => graph.find(to, namespace, name));
  if (gateways.some((one) => one?.kind !== 'Gateway')) return [];
  return gateways.flatMap((gateway) => (gateway === undefined ? [] : gatewayCallers(graph, gateway)));
}
