import { getAt, stringOf } from '../base/json.ts';
import type { Path } from '../base/json.ts';
import type { Graph } from '../reference/graph.ts';
import type { Reference } from '../reference/reference.ts';
import type { Pod } from '../resource/pod.ts';
import { nameOf } from '../resource/resource.ts';
import type { Resource } from '../resource/resource.ts';
import { protocolOf } from './gateway/kinds.ts';
import { findServicePort, servicePorts } from './service/service.ts';
import type { ServicePort } from './service/service.ts';

/** An object whose requests depend on another one: a dead hop, once that one is broken. */
export interface Dependent {
  readonly resource: Resource;
  readonly at: Path;
  /** Without a full stop: "Ingress shop/web sends shop.example.com/api to it". */
  readonly message: string;
}

/** More of them help nobody. */
const MOST = 10;

/** Who sends requests to a Service; with a port, only to that port. */
export function dependentsOfService(
  graph: Graph,
  service: Resource,
  port?: ServicePort,
): readonly Dependent[] {
  const found: Dependent[] = [];
  for (const reference of graph.referencesTo(service)) {
    const verb = VERBS[reference.row.id];
    if (verb === undefined) continue;
    if (port !== undefined && !means(reference, service, port)) continue;
    found.push({
      resource: reference.from,
      at: reference.path,
      message: `${nameOf(reference.from)} ${verb(reference)}`,
    });
  }
  return found.slice(0, MOST);
}

/** Who is cut off when these pods do not serve: the Services that select them, and who sends requests to those. */
export function dependentsOfPod(graph: Graph, pod: Pod): readonly Dependent[] {
  return graph
    .servicesOf(pod)
    .flatMap((service): readonly Dependent[] => [
      {
        resource: service,
        at: ['spec', 'selector'],
        message: `${nameOf(service)} sends requests to these pods`,
      },
      ...dependentsOfService(graph, service),
    ])
    .slice(0, MOST);
}

function means(reference: Reference, service: Resource, port: ServicePort): boolean {
  if (reference.port === undefined) return true;
  const wanted = findServicePort(servicePorts(service), reference.port.value, protocolOf(reference.from));
  return wanted !== undefined && wanted.path[2] === port.path[2];
}

const VERBS: Readonly<Record<string, ((reference: Reference) => string) | undefined>> = {
  'ingress-backend': (reference) => `sends ${requestsOf(reference)} to it`,
  'route-backend': () => 'sends requests to it',
  'openshift-route-backend': () => 'sends requests to it',
  'traefik-backend': () => 'sends requests to it',
  'webhook-service': () => 'lets the API server call it',
  'api-service': () => 'lets the API server call it',
  'conversion-service': () => 'lets the API server call it',
};

/** What an Ingress backend gets: `shop.example.com/api`, or all else for the default backend. */
export function requestsOf(reference: Reference): string {
  const [spec, rules, rule, http, paths, path] = reference.path;
  if (
    spec !== 'spec' ||
    rules !== 'rules' ||
    rule === undefined ||
    http !== 'http' ||
    paths !== 'paths' ||
    path === undefined
  ) {
    return 'requests that match no rule';
  }
  const host = stringOf(getAt(reference.from.value, [spec, rules, rule, 'host'])) ?? '';
  const at = stringOf(getAt(reference.from.value, [spec, rules, rule, http, paths, path, 'path'])) ?? '/';
  return `${host}${at === '' ? '/' : at}`;
}
