import { getAt, stringOf } from '../../base/json.ts';
import { attachmentsOf } from '../../reach/gateway/attachment.ts';
import { routeRules } from '../../reach/gateway/route.ts';
import { protocolSign } from '../../reach/service/protocol.ts';
import { findServicePort, servicePorts, specOf } from '../../reach/service/service.ts';
import type { Graph } from '../../reference/graph.ts';
import { serviceVariants } from '../../reference/same-name.ts';
import { nameOf } from '../../resource/resource.ts';
import type { Resource } from '../../resource/resource.ts';
import type { Check } from '../rule.ts';

/**
 * A backend of an HTTPRoute that seems to speak https, without a BackendTLSPolicy that has the Gateway do so (GA12). Some
 * implementations read appProtocol, so a port that has one is left alone.
 */
export const check: Check = function* (route, { graph }) {
  if (route.unrendered !== undefined || isOfTraefik(graph, route)) return;
  const told = new Set<Resource>();
  for (const backend of routeRules(route).flatMap(({ backends }) => backends)) {
    const { group, kind, namespace, name, port, at } = backend;
    const services = kind === 'Service' && group === '' ? serviceVariants(graph, namespace, name) : undefined;
    if (services === undefined || port === undefined) continue;
    const [service] = services;
    if (told.has(service) || services.some((one) => isSettled(graph, one))) continue;
    const found = findServicePort(servicePorts(service), port);
    const signs = services.map((one) => signOf(one, port));
    const [sign] = signs;
    if (found === undefined || sign === undefined || signs.includes(undefined)) continue;
    told.add(service);
    yield {
      at: [...at, 'port'],
      message: `${nameOf(route)} sends requests to port ${port} of ${nameOf(service)}, ${sign}, which suggests https, and no BackendTLSPolicy is for it; the Gateway speaks plain HTTP, and if the pods do speak https, requests get 400 or 502.`,
      related: [{ resource: service, at: found.path, message: `Port ${port} of ${nameOf(service)}` }],
    };
  }
};

function signOf(service: Resource, port: number): string | undefined {
  const found = findServicePort(servicePorts(service), port);
  if (found === undefined || getAt(service.value, [...found.path, 'appProtocol']) !== undefined)
    return undefined;
  return protocolSign(service, found, 'https');
}

/** By a BackendTLSPolicy, or by what meshes and implementations have of their own. */
function isSettled(graph: Graph, service: Resource): boolean {
  return (
    graph.referencesTo(service).some(({ row }) => row.id === 'backend-tls-target') ||
    Object.keys(service.annotations).some((key) => OWN_ANNOTATIONS.test(key)) ||
    OWN_WAYS.some((type) => graph.all(type).length > 0)
  );
}

const OWN_ANNOTATIONS =
  /^(?:konghq\.com\/protocol|projectcontour\.io\/upstream-protocol\.|traefik\.ingress\.kubernetes\.io\/service\.)/;

const OWN_WAYS = [
  'networking.istio.io/DestinationRule',
  'gateway.envoyproxy.io/Backend',
  'gateway.envoyproxy.io/EnvoyProxy',
  'traefik.io/ServersTransport',
] as const;

/** Traefik speaks https to port 443 and to ports of that name (traefik pkg/provider/kubernetes/gateway getProtocol). */
function isOfTraefik(graph: Graph, route: Resource): boolean {
  return attachmentsOf(graph, route).some(({ parent }) => {
    const name = parent === undefined ? undefined : stringOf(specOf(parent).gatewayClassName);
    const written =
      name === undefined ? undefined : graph.find('gateway.networking.k8s.io/GatewayClass', '', name);
    const controller = written === undefined ? name : stringOf(specOf(written).controllerName);
    return controller?.includes('traefik') === true;
  });
}
