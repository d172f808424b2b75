import { addTo } from '../../base/multimap.ts';
import { getAt, listOf, numberOf, objectOf, stringOf } from '../../base/json.ts';
import type { Path } from '../../base/json.ts';
import { withoutEndSlashes } from '../../base/slashes.ts';
import { eachOnce } from '../../reference/copies.ts';
import type { Graph } from '../../reference/graph.ts';
import type { Resource } from '../../resource/resource.ts';
import { routerCallers } from '../peer/openshift-router.ts';
import type { Condition, RouteAnswer, RouteEntry, RouteTarget } from '../route/entry.ts';
import type { PathMatch } from '../route/path-match.ts';
import { shadowsOf } from '../route/shadow.ts';
import type { HostRoutes, RouteTable } from '../route/table.ts';
import { findPort, servicePorts, specOf } from '../service/service.ts';
import type { ServicePort } from '../service/service.ts';
import { hostOf } from './host.ts';
import { HTTP, HTTPS, ROUTER_ADDRESS, TO_HTTPS } from './scheme.ts';

export const OPENSHIFT_ROUTE = 'route.openshift.io/Route';

/** The route table of the OpenShift router; undefined if no Route is in the input. */
export function openshiftTable(graph: Graph): RouteTable | undefined {
  return graph.memo('openshift table', () => {
    const routes = eachOnce(graph, graph.all(OPENSHIFT_ROUTE)).filter(
      ({ unrendered }) => unrendered === undefined,
    );
    const byHost = new Map<string, RouteEntry[]>();
    for (const route of routes) for (const entry of entriesOf(graph, route)) addTo(byHost, entry.host, entry);
    if (byHost.size === 0) return undefined;
    let comparisons = 0;
    const hosts = new Map<string, HostRoutes>();
    for (const [host, entries] of byHost) {
      entries.sort((a, b) => {
        comparisons++;
        return b.path.value.length - a.path.value.length;
      });
      hosts.set(host, { host, entries, shadows: shadowsOf(entries, true) });
    }
    return {
      door: ROUTER_ADDRESS,
      address: ROUTER_ADDRESS,
      resource: undefined,
      served: 'yes',
      reach: 'label',
      port: undefined,
      scheme: 'any',
      hostname: undefined,
      falls: 'maybe',
      unmatched: 503,
      hosts,
      comparisons,
      callers: () => routerCallers(graph),
    };
  });
}

/**
 * A Route without `tls` takes http, one with it https, and http only as insecureEdgeTerminationPolicy says. Source:
 * openshift/api route/v1 types.go TLSConfig.
 */
function entriesOf(graph: Graph, route: Resource): readonly RouteEntry[] {
  const spec = specOf(route);
  const written = hostOf(graph, route);
  const host = spec.wildcardPolicy === 'Subdomain' ? `*${written.slice(written.indexOf('.'))}` : written;
  const tls = objectOf(spec.tls);
  const passes = tls.termination === 'passthrough';
  const entry = (condition: Condition, answer: RouteAnswer): RouteEntry => ({
    source: route,
    at: placeOf(route),
    host,
    path: passes ? { kind: 'prefix', value: '/' } : pathOf(stringOf(spec.path) ?? ''),
    method: undefined,
    headers: [],
    query: [],
    conditions: [condition],
    answer,
  });
  const forward: RouteAnswer = { does: 'forward', targets: targetsOf(graph, route) };
  if (spec.tls === undefined || spec.tls === null) return [entry(HTTP, forward)];
  const secure = entry(HTTPS, forward);
  const policy = tls.insecureEdgeTerminationPolicy;
  if (policy === 'Allow') return [secure, entry(HTTP, forward)];
  if (policy !== 'Redirect') return [secure];
  const at: Path = ['spec', 'tls', 'insecureEdgeTerminationPolicy'];
  return [secure, entry(HTTP, { does: 'redirect', redirect: TO_HTTPS, at })];
}

/** What a person would change of the requests that it gets: its path, else its host, else its name. */
function placeOf(route: Resource): Path {
  const { host, path } = specOf(route);
  if (stringOf(path) !== undefined) return ['spec', 'path'];
  return stringOf(host) === undefined ? ['metadata', 'name'] : ['spec', 'host'];
}

/** Below a slash at the end anything goes. Source: openshift/router pkg/router/template/util/util.go GenerateRouteRegexp. */
function pathOf(path: string): PathMatch {
  const whole = withoutEndSlashes(path) === '';
  return whole
    ? { kind: 'prefix', value: '/' }
    : { kind: path.endsWith('/') ? 'characters' : 'prefix', value: path };
}

interface WeightedRef {
  readonly at: Path;
  readonly name: string;
  /** Part of 1. */
  readonly share: number;
}

/** The backends of a Route: `to`, then the alternate ones (types.go RouteTargetReference.Weight, 100 unless written). */
export function weightedRefs(route: Resource): readonly WeightedRef[] {
  const spec = specOf(route);
  const all = [
    { at: ['spec', 'to'], ref: objectOf(spec.to) },
    ...listOf(spec.alternateBackends).map((ref, index) => ({
      at: ['spec', 'alternateBackends', index],
      ref: objectOf(ref),
    })),
  ];
  const weights = all.map(({ ref }) => numberOf(ref.weight) ?? 100);
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return all.map(({ at, ref }, index) => ({
    at,
    name: stringOf(ref.name) ?? '',
    share: total === 0 ? 0 : (weights[index] ?? 0) / total,
  }));
}

function targetsOf(graph: Graph, route: Resource): readonly RouteTarget[] {
  return weightedRefs(route).map(({ at, name, share }) => ({
    at,
    source: route,
    kind: 'Service',
    namespace: route.namespace,
    name,
    port: portOf(graph, route, name),
    weight: share,
  }));
}

/** `port.targetPort` as written, but for `"8080"`, which means the number. */
export function targetPortOf(route: Resource): number | string | undefined {
  const written = getAt(route.value, ['spec', 'port', 'targetPort']);
  if (typeof written === 'number') return written;
  return typeof written === 'string' && /^\d+$/.test(written) ? Number(written) : stringOf(written);
}

/** The first of those that the router sends requests to, by number. */
function portOf(graph: Graph, route: Resource, name: string): number | string | undefined {
  const service = graph.find('Service', route.namespace, name);
  const found = service === undefined ? undefined : servedPorts(graph, route, service)[0];
  return found?.port ?? targetPortOf(route);
}

/**
 * The ports of a Service that a Route means: by name, or by what its pods listen on; all if it names none (openshift/router
 * pkg/router/template PreferPort). A port of the pods that the Service names and none of them has may be any number.
 */
export function servedPorts(graph: Graph, route: Resource, service: Resource): readonly ServicePort[] {
  const wanted = targetPortOf(route);
  const ports = servicePorts(service);
  if (wanted === undefined) return ports;
  const { sure, possible } = graph.podsBehind(service);
  const listens = (port: ServicePort): boolean => {
    const numbers = [...sure, ...possible].flatMap((pod): readonly number[] => {
      const landed = findPort(port, pod);
      return landed.found ? [landed.port] : [];
    });
    const open = typeof wanted === 'number' && typeof port.targetPort === 'string' && numbers.length === 0;
    return open || numbers.some((number) => number === wanted);
  };
  return ports.filter((port) => port.name === wanted || port.targetPort === wanted || listens(port));
}
