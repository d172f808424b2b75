import { getAt, listOf, numberOf, objectOf, stringOf } from '../../../src/base/json.ts';
import type { JsonObject, Path } from '../../../src/base/json.ts';
import { workloadsOf } from '../../../src/reach/map/workload.ts';
import type { Request } from '../../../src/reach/route/request.ts';
import { internet, requestTrace, trace } from '../../../src/reach/trace/trace.ts';
import type { Graph } from '../../../src/reference/graph.ts';
import type { Resource } from '../../../src/resource/resource.ts';
import { requestFor } from '../route/build.ts';
import { hostFor, ofService, pathFor, portOf, urlOf } from './promised-parts.ts';
import type { Needed, Promised } from './promised-parts.ts';

/** By each parentRef: every rule with every match, for every hostname, by every listener that is meant. */
export function byRoute(graph: Graph, route: Resource): readonly Promised[] {
  if (['TCPRoute', 'UDPRoute'].includes(route.kind)) return byStream(graph, route);
  return listOf(objectOf(route.value.spec).parentRefs)
    .map(objectOf)
    .flatMap((ref) => {
      const kind = stringOf(ref.kind) ?? 'Gateway';
      const namespace = stringOf(ref.namespace) ?? route.namespace;
      const name = stringOf(ref.name) ?? '';
      if (kind === 'Service') return byMesh(graph, route, graph.find('Service', namespace, name), ref);
      const type =
        kind === 'ListenerSet'
          ? 'gateway.networking.k8s.io/ListenerSet'
          : 'gateway.networking.k8s.io/Gateway';
      const parent = graph.find(type, namespace, name);
      if (parent === undefined) return [];
      return listOf(objectOf(parent.value.spec).listeners)
        .map(objectOf)
        .flatMap((listener, l) =>
          (ref.sectionName !== undefined && ref.sectionName !== listener.name) ||
          (ref.port !== undefined && ref.port !== listener.port)
            ? []
            : byListener(graph, route, { parent, listener, at: ['spec', 'listeners', l] }),
        );
    });
}

interface Meant {
  readonly parent: Resource;
  readonly listener: JsonObject;
  readonly at: Path;
}

const HTTP_KINDS = ['HTTPRoute', 'GRPCRoute'];

function byListener(graph: Graph, route: Resource, { parent, listener, at }: Meant): readonly Promised[] {
  const port = numberOf(listener.port);
  const { protocol } = listener;
  const secure = protocol === 'HTTPS' || protocol === 'TLS';
  const fits = HTTP_KINDS.includes(route.kind)
    ? protocol === 'HTTP' || protocol === 'HTTPS'
    : route.kind === 'TLSRoute' && protocol === 'TLS';
  if (port === undefined || port > 65535 || !fits) return [];
  const door: readonly Needed[] = [{ resource: parent, at }, ...secretsOf(graph, parent, at)];
  const written = listOf(objectOf(route.value.spec).hostnames).map(stringOf);
  const hosts = (written.length > 0 ? written : [stringOf(listener.hostname)]).flatMap(
    (host) => hostFor(host) ?? [],
  );
  return rulesOf(graph, route).flatMap(({ needs, asked }) =>
    hosts.flatMap((host) =>
      asked.map(({ path, ...more }) =>
        urlOf(
          graph,
          route,
          `${secure ? 'https' : 'http'}://${host}:${port}${path}`,
          [...needs, ...door],
          more,
        ),
      ),
    ),
  );
}

/** Requests of any workload to a Service, as routes of a mesh change them. */
function byMesh(
  graph: Graph,
  route: Resource,
  service: Resource | undefined,
  ref: JsonObject,
): readonly Promised[] {
  const [workload] = workloadsOf(graph);
  if (workload === undefined || service === undefined || !HTTP_KINDS.includes(route.kind)) return [];
  const ports = listOf(objectOf(service.value.spec).ports).flatMap(
    (value) => numberOf(objectOf(value).port) ?? [],
  );
  return ports
    .filter((port) => port < 65536 && (ref.port === undefined || ref.port === port))
    .flatMap((port) =>
      rulesOf(graph, route).flatMap(({ needs, asked }) =>
        asked.map(({ path, ...more }) => {
          const url = `http://${service.name}.${service.namespace}:${port}${path}`;
          return {
            text: `${workload.name} → ${url}`,
            source: route,
            needs,
            trace: () => requestTrace(graph, { workload }, requestFor(url, more)),
          };
        }),
      ),
    );
}

type Asked = Partial<Request> & { readonly path: string };

/** What each rule needs, and one request for each match whose texts are plain. */
function rulesOf(
  graph: Graph,
  route: Resource,
): readonly { readonly needs: readonly Needed[]; readonly asked: readonly Asked[] }[] {
  return listOf(objectOf(route.value.spec).rules)
    .map(objectOf)
    .flatMap(({ backendRefs, matches }, r) => {
      const needs = listOf(backendRefs)
        .map(objectOf)
        .flatMap((backend, b): readonly Needed[] => {
          if (backend.weight === 0 || (backend.kind !== undefined && backend.kind !== 'Service')) return [];
          const home = stringOf(backend.namespace) ?? route.namespace;
          return [
            { resource: route, at: ['spec', 'rules', r, 'backendRefs', b] },
            ...ofService(graph, home, stringOf(backend.name), portOf({ number: backend.port ?? null })),
          ];
        });
      if (needs.length === 0) return [];
      const written = listOf(matches).map(objectOf);
      const asked = (written.length > 0 ? written : [{}]).flatMap((match) => askedBy(route, match));
      return [{ needs, asked }];
    });
}

function askedBy({ kind }: Resource, match: JsonObject): readonly Asked[] {
  const pairs = (key: string, write = (name: string) => name): ReadonlyMap<string, string> =>
    new Map(
      listOf(match[key])
        .map(objectOf)
        .map(({ name, value }) => [write(stringOf(name) ?? ''), stringOf(value) ?? '']),
    );
  const types = [match.path, match.method, ...listOf(match.headers), ...listOf(match.queryParams)].map(
    (value) => getAt({ value: value ?? null }, ['value', 'type']),
  );
  if (types.includes('RegularExpression')) return [];
  const call = objectOf(match.method);
  const rpc = `/${stringOf(call.service) ?? 'any.Service'}/${stringOf(call.method) ?? 'Any'}`;
  const path = kind === 'GRPCRoute' ? rpc : pathFor(stringOf(objectOf(match.path).value));
  if (path === undefined || pathFor(path) === undefined) return [];
  const method = kind === 'GRPCRoute' ? 'POST' : (stringOf(match.method) ?? 'GET');
  return [
    { path, method, headers: pairs('headers', (name) => name.toLowerCase()), query: pairs('queryParams') },
  ];
}

/** The certificate of a listener, if it is the only one. */
function secretsOf(graph: Graph, { value, namespace }: Resource, at: Path): readonly Needed[] {
  const refs = listOf(getAt(value, [...at, 'tls', 'certificateRefs'])).map(objectOf);
  const [ref] = refs;
  if (ref === undefined || refs.length > 1) return [];
  const secret = graph.find('Secret', stringOf(ref.namespace) ?? namespace, stringOf(ref.name) ?? '');
  return secret === undefined ? [] : [{ resource: secret, at: ['data'] }];
}

/** TCP and UDP have no address by which a trace would find the route: it is asked for the Service behind. */
function byStream(graph: Graph, route: Resource): readonly Promised[] {
  return rulesOf(graph, route).flatMap(({ needs }) =>
    needs.flatMap(({ resource: service, at }) => {
      const port = at?.[1] === 'ports' ? numberOf(getAt(service.value, [...at, 'port'])) : undefined;
      return service.type !== 'Service' || port === undefined
        ? []
        : [
            {
              text: `internet → ${service.name}:${port} by ${route.name}`,
              source: route,
              needs,
              trace: () => trace(graph, { outside: internet(graph) }, { service, port }),
            },
          ];
    }),
  );
}
