import { getAt, listOf, numberOf, objectOf, stringOf } from '../../../src/base/json.ts';
import type { Path } from '../../../src/base/json.ts';
import { workloadsOf } from '../../../src/reach/map/workload.ts';
import type { Trace } from '../../../src/reach/trace/hop.ts';
import { internet, requestTrace, trace } from '../../../src/reach/trace/trace.ts';
import type { Graph } from '../../../src/reference/graph.ts';
import type { Resource } from '../../../src/resource/resource.ts';
import { requestFor } from '../route/build.ts';

/** Something that a promised request needs: an object, or what stands at a path of it. */
export interface Needed {
  readonly resource: Resource;
  /** Undefined: only the object as a whole. */
  readonly at: Path | undefined;
}

/** A request that manifests promise, by the words of the one who wrote them; nothing here asks the engine. */
export interface Promised {
  readonly text: string;
  /** The object that promises it: only a trace that passes it is one of this request. */
  readonly source: Resource;
  readonly needs: readonly Needed[];
  readonly trace: () => Trace;
}

/** Every request that the manifests promise: by Ingresses, by routes of Gateways, by Services to those within. */
export function promisedBy(graph: Graph): readonly Promised[] {
  return graph.resources.flatMap((resource): readonly Promised[] => {
    if (resource.unrendered !== undefined) return [];
    switch (resource.type) {
      case 'networking.k8s.io/Ingress':
        return byIngress(graph, resource);
      case 'gateway.networking.k8s.io/HTTPRoute':
        return byRoute(graph, resource);
      case 'Service':
        return byService(graph, resource);
      default:
        return [];
    }
  });
}

function byIngress(graph: Graph, ingress: Resource): readonly Promised[] {
  const spec = objectOf(ingress.value.spec);
  return listOf(spec.rules).flatMap((value, r) => {
    const rule = objectOf(value);
    const host = hostFor(stringOf(rule.host));
    return listOf(objectOf(rule.http).paths).flatMap((entry, p) => {
      const path = objectOf(entry);
      const name = stringOf(getAt(path, ['backend', 'service', 'name']));
      const port = portOf(getAt(path, ['backend', 'service', 'port']));
      const own: Needed = { resource: ingress, at: ['spec', 'rules', r, 'http', 'paths', p, 'backend'] };
      const needs = [own, ...ofService(graph, ingress.namespace, name, port)];
      const where = pathFor(stringOf(path.path));
      if (where === undefined || host === undefined) return [];
      // Without a `tls` nobody says that there is https.
      const schemes = listOf(spec.tls).length > 0 ? ['http', 'https'] : ['http'];
      return schemes.map((scheme) => urlOf(graph, ingress, `${scheme}://${host}${where}`, needs));
    });
  });
}

function byRoute(graph: Graph, route: Resource): readonly Promised[] {
  const spec = objectOf(route.value.spec);
  const hostnames = listOf(spec.hostnames).map(stringOf);
  return listOf(spec.parentRefs).flatMap((ref) => {
    const { kind = 'Gateway', namespace = route.namespace, name, sectionName } = objectOf(ref);
    const type =
      kind === 'ListenerSet' ? 'gateway.networking.k8s.io/ListenerSet' : 'gateway.networking.k8s.io/Gateway';
    const parent = graph.find(type, stringOf(namespace) ?? '', stringOf(name) ?? '');
    if (parent === undefined) return [];
    return listOf(objectOf(parent.value.spec).listeners).flatMap((value, l) => {
      const listener = objectOf(value);
      const scheme =
        listener.protocol === 'HTTP' ? 'http' : listener.protocol === 'HTTPS' ? 'https' : undefined;
      if (scheme === undefined || (sectionName !== undefined && sectionName !== listener.name)) return [];
      const host = hostFor(hostnames[0] ?? stringOf(listener.hostname));
      const port = numberOf(listener.port);
      if (host === undefined || port === undefined) return [];
      return listOf(spec.rules).flatMap((rule, r) => {
        const backends = listOf(objectOf(rule).backendRefs).map(objectOf);
        const [backend] = backends;
        const path = pathFor(stringOf(getAt(rule, ['matches', 0, 'path', 'value'])) ?? '/');
        if (path === undefined || backend === undefined || backends.length > 1) return [];
        const home = stringOf(backend.namespace) ?? route.namespace;
        const needs: readonly Needed[] = [
          { resource: route, at: ['spec', 'rules', r, 'backendRefs', 0] },
          { resource: parent, at: ['spec', 'listeners', l] },
          ...ofService(graph, home, stringOf(backend.name), portOf({ number: backend.port ?? null })),
          ...secretsOf(graph, parent, ['spec', 'listeners', l]),
        ];
        return [urlOf(graph, route, `${scheme}://${host}:${port}${path}`, needs)];
      });
    });
  });
}

/** Within the cluster: a request of any other workload to a port of it. */
function byService(graph: Graph, service: Resource): readonly Promised[] {
  const [workload] = workloadsOf(graph);
  if (workload === undefined) return [];
  return listOf(objectOf(service.value.spec).ports).flatMap((value) => {
    const port = numberOf(objectOf(value).port);
    return port === undefined
      ? []
      : [
          {
            text: `${workload.name} → Service ${service.namespace}/${service.name}:${port}`,
            source: service,
            needs: ofService(graph, service.namespace, service.name, port),
            trace: () => trace(graph, { workload }, { service, port }),
          },
        ];
  });
}

function urlOf(graph: Graph, source: Resource, url: string, needs: readonly Needed[]): Promised {
  const from = { outside: internet(graph) };
  return { text: url, source, needs, trace: () => requestTrace(graph, from, requestFor(url)) };
}

/** A Service, the port of it that is asked for, and the pods behind if one workload makes all of them. */
function ofService(
  graph: Graph,
  namespace: string,
  name: string | undefined,
  wanted: number | string | undefined,
): readonly Needed[] {
  const service = name === undefined ? undefined : graph.find('Service', namespace, name);
  if (service === undefined) return [];
  const index = listOf(objectOf(service.value.spec).ports).findIndex((value) => {
    const { port, name: called } = objectOf(value);
    return port === wanted || called === wanted;
  });
  const { sure, possible } = graph.podsBehind(service);
  const owners = [...new Set([...sure, ...possible].map(({ owner }) => owner))];
  const [owner, another] = owners;
  return [
    ...(index < 0
      ? [{ resource: service, at: undefined }]
      : [{ resource: service, at: ['spec', 'ports', index] }]),
    { resource: service, at: ['spec', 'selector'] },
    ...(owner === undefined || another !== undefined ? [] : [{ resource: owner, at: undefined }]),
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

function portOf(value: Parameters<typeof objectOf>[0]): number | string | undefined {
  const { number, name } = objectOf(value);
  return numberOf(number) ?? stringOf(name);
}

/** A host that a pattern covers; undefined for what is none. */
function hostFor(pattern: string | undefined): string | undefined {
  if (pattern === undefined || pattern === '') return 'any.test';
  const host = pattern.replace(/^\*\./, 'any.');
  return /^[a-z0-9-]+(\.[a-z0-9-]+)*$/.test(host) ? host : undefined;
}

/** Paths in which nothing is special. */
function pathFor(path: string | undefined): string | undefined {
  const plain = path ?? '/';
  return /^\/[\w/.-]*$/.test(plain) && URL.canParse(`http://a${plain}`) ? plain : undefined;
}
