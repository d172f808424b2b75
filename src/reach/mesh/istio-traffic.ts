import { isObject, listOf, objectOf, stringOf } from '../../base/json.ts';
import type { JsonObject } from '../../base/json.ts';
import type { Graph } from '../../reference/graph.ts';
import type { Pod } from '../../resource/pod.ts';
import type { Resource } from '../../resource/resource.ts';
import type { Match } from '../../resource/selector.ts';
import { specOf } from '../service/service.ts';
import { rootNamespaces, scopedTo } from './istio-scope.ts';
import type { Scoped } from './istio-scope.ts';
import { globMatches, hostsOf, podOf, undecidedBy } from './request.ts';
import type { MeshRequest, Undecided } from './request.ts';

/**
 * Pods that take only the TLS of the mesh, and a client that perhaps does not speak it. The closest policy with a mode decides.
 * Source: istio/istio pilot/pkg/model/authentication.go ComposePeerAuthentication.
 */
export function byPeerAuthentication(
  graph: Graph,
  { landing }: MeshRequest,
  client: Match,
): Undecided | undefined {
  const pod = podOf(landing);
  if (pod === undefined || client === 'yes') return undefined;
  const strict = strictFor(graph, pod, landing.port);
  if (strict === undefined) return undefined;
  const who = client === 'no' ? 'which the client does not speak' : 'which the client speaks only in it';
  return undecidedBy(strict, `takes only the TLS of the mesh, ${who}`);
}

function strictFor(graph: Graph, pod: Pod, port: number): Resource | undefined {
  const all: readonly Scoped[] = scopedTo(graph, 'security.istio.io/PeerAuthentication', pod);
  for (const level of [0, 1, 2]) {
    const modes = all
      .filter((one) => one.level === level)
      .map((one) => ({ ...one, mode: modeOn(specOf(one.resource), port) }))
      .filter(({ mode }) => mode !== 'UNSET');
    const strict = modes.find(({ mode }) => mode === 'STRICT');
    if (strict !== undefined) return strict.resource;
    if (modes.some(({ applies }) => applies === 'yes')) return undefined;
  }
  return undefined;
}

function modeOn(spec: JsonObject, port: number): string {
  const own = objectOf(objectOf(spec.portLevelMtls)[String(port)]).mode;
  return stringOf(own) ?? stringOf(objectOf(spec.mtls).mode) ?? 'UNSET';
}

/** What the proxy of the client makes of a request to a Service. */
export function byClientProxy(graph: Graph, request: MeshRequest, server: Match): Undecided | undefined {
  const { via, caller } = request;
  if (via === undefined || !('pod' in caller.end)) return undefined;
  const { pod } = caller.end;
  return (
    bySidecar(graph, pod, via) ??
    byVirtualService(graph, pod, via) ??
    byDestinationRule(graph, request, via, server)
  );
}

/**
 * A client that hears of some hosts only: what becomes of others is for outboundTrafficPolicy. Source: istio/api
 * networking/v1alpha3/sidecar.proto IstioEgressListener.hosts.
 */
function bySidecar(graph: Graph, pod: Pod, via: Resource): Undecided | undefined {
  const all = [...scopedTo(graph, 'networking.istio.io/Sidecar', pod)].sort((a, b) => a.level - b.level);
  const closest = all.filter(({ level }) => level === all[0]?.level);
  for (const { resource } of closest) {
    const listeners = listOf(specOf(resource).egress).map(objectOf);
    const hosts = listeners.flatMap(({ hosts: of }) => listOf(of).flatMap((one) => stringOf(one) ?? []));
    if (listeners.length > 0 && !hosts.some((host) => hears(host, pod.namespace, via)))
      return undecidedBy(
        resource,
        `does not let the proxy of its pods know Service ${via.namespace}/${via.name}`,
        ['spec', 'egress'],
      );
  }
  return undefined;
}

function hears(host: string, home: string, via: Resource): boolean {
  const [namespace = '', name = ''] = host.split('/');
  const inside =
    namespace === '*' || namespace === via.namespace || (namespace === '.' && home === via.namespace);
  return inside && globMatches(name, hostsOf(via)[0] ?? '');
}

/** Routes for requests of the mesh to a Service, unless all that they do is to hand them on to it. */
function byVirtualService(graph: Graph, pod: Pod, via: Resource): Undecided | undefined {
  const found = graph
    .all('networking.istio.io/VirtualService')
    .find(
      (one) =>
        listOf(specOf(one).hosts).some((host) => isHostOf(stringOf(host) ?? '', one, via)) &&
        isForMesh(one) &&
        isExportedTo(graph, one, pod) &&
        !handsOn(one, via),
    );
  return (
    found && undecidedBy(found, 'says what becomes of requests to it, and is not read', ['spec', 'hosts'])
  );
}

function isForMesh(resource: Resource): boolean {
  const gateways = listOf(specOf(resource).gateways);
  return gateways.length === 0 || gateways.includes('mesh');
}

function isExportedTo(graph: Graph, { namespace, value }: Resource, pod: Pod): boolean {
  const to = listOf(objectOf(value.spec).exportTo);
  if (to.length === 0 || rootNamespaces(graph).has(namespace)) return true;
  return to.includes('*') || to.includes(pod.namespace) || (to.includes('.') && namespace === pod.namespace);
}

function isHostOf(host: string, { namespace }: Resource, via: Resource): boolean {
  if (!host.includes('.') && !host.includes('*')) return host === via.name && namespace === via.namespace;
  return hostsOf(via).some((name) => globMatches(host, name));
}

const CHANGES = ['fault', 'redirect', 'directResponse', 'rewrite', 'delegate', 'match'];

function handsOn(resource: Resource, via: Resource): boolean {
  const routes = ['http', 'tls', 'tcp'].flatMap((kind) => listOf(specOf(resource)[kind]).map(objectOf));
  return (
    routes.length > 0 &&
    routes.every(
      (route) =>
        !CHANGES.some((field) => field in route) &&
        listOf(route.route).every((entry) => {
          const { host, subset, port } = objectOf(objectOf(entry).destination);
          return subset === undefined && port === undefined && isHostOf(stringOf(host) ?? '', resource, via);
        }),
    )
  );
}

/** A client that is told to speak TLS, or not to. Source: istio/api networking/v1alpha3/destination_rule.proto ClientTLSSettings. */
function byDestinationRule(
  graph: Graph,
  { caller, landing }: MeshRequest,
  via: Resource,
  server: Match,
): Undecided | undefined {
  const target = podOf(landing);
  if (!('pod' in caller.end) || target === undefined) return undefined;
  const { pod } = caller.end;
  for (const one of graph.all('networking.istio.io/DestinationRule')) {
    const spec = specOf(one);
    if (!isHostOf(stringOf(spec.host) ?? '', one, via) || !isExportedTo(graph, one, pod)) continue;
    const tls = objectOf(spec.trafficPolicy).tls;
    const mode = isObject(tls) ? (stringOf(tls.mode) ?? 'DISABLE') : undefined;
    if (mode === undefined || (mode === 'ISTIO_MUTUAL' && server === 'yes')) continue;
    if (mode === 'DISABLE' && (server === 'no' || strictFor(graph, target, landing.port) === undefined))
      continue;
    return undecidedBy(
      one,
      `tells clients to use TLS mode ${mode}, and whether the pods take it is not told`,
      ['spec', 'trafficPolicy', 'tls'],
    );
  }
  return undefined;
}
