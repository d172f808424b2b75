import { getAt } from '../../base/json.ts';
import { routeRules } from '../../reach/gateway/route.ts';
import { protocolSign } from '../../reach/service/protocol.ts';
import { findServicePort, servicePorts } from '../../reach/service/service.ts';
import type { Graph } from '../../reference/graph.ts';
import { nameOf } from '../../resource/resource.ts';
import type { Resource } from '../../resource/resource.ts';
import type { Check } from '../rule.ts';

/**
 * A backend of an HTTPRoute that seems to speak https, without a BackendTLSPolicy that has the Gateway do so (GA12). Some
 * implementations read appProtocol, so a port that has one is left alone.
 */
export const check: Check = function* (route, { graph }) {
  if (route.unrendered !== undefined) return;
  const told = new Set<Resource>();
  for (const backend of routeRules(route).flatMap(({ backends }) => backends)) {
    const { group, kind, namespace, name, port, at } = backend;
    const service = kind === 'Service' && group === '' ? graph.find('Service', namespace, name) : undefined;
    if (service === undefined || port === undefined || service.unrendered !== undefined) continue;
    const found = findServicePort(servicePorts(service), port);
    if (found === undefined || told.has(service) || isSettled(graph, service)) continue;
    if (getAt(service.value, [...found.path, 'appProtocol']) !== undefined) continue;
    const sign = protocolSign(service, found, 'https');
    if (sign === undefined) continue;
    told.add(service);
    yield {
      at: [...at, 'port'],
      message: `${nameOf(route)} sends requests to port ${port} of ${nameOf(service)}, ${sign}, which suggests https, and no BackendTLSPolicy is for it; the Gateway speaks plain HTTP, and if the pods do speak https, requests get 400 or 502.`,
      related: [{ resource: service, at: found.path, message: `Port ${port} of ${nameOf(service)}` }],
    };
  }
};

/** By a BackendTLSPolicy, or by what meshes and implementations have of their own. */
function isSettled(graph: Graph, service: Resource): boolean {
  return (
    graph.referencesTo(service).some(({ row }) => row.id === 'backend-tls-target') ||
    OWN_WAYS.some((type) => graph.all(type).length > 0)
  );
}

const OWN_WAYS = [
  'networking.istio.io/DestinationRule',
  'gateway.envoyproxy.io/Backend',
  'gateway.envoyproxy.io/EnvoyProxy',
  'traefik.io/ServersTransport',
] as const;
