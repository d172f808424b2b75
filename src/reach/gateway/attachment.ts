import { addTo } from '../../base/multimap.ts';
import { listOf, numberOf, objectOf, stringOf } from '../../base/json.ts';
import type { Path } from '../../base/json.ts';
import { eachOnce } from '../../reference/copies.ts';
import type { Graph } from '../../reference/graph.ts';
import { typeName } from '../../resource/kinds.ts';
import type { TypeName } from '../../resource/kinds.ts';
import type { Resource } from '../../resource/resource.ts';
import { bySpecificity, intersectHosts } from '../route/host.ts';
import { specOf } from '../service/service.ts';
import { GATEWAY, GATEWAY_GROUP, isRoute } from './kinds.ts';
import { allListeners, isAdmittedSet, listenersOf, parentOfSet } from './listener.ts';
import type { Listener } from './listener.ts';
import { admitsNamespace } from './namespaces.ts';
import { hostnamesOf } from './route.ts';

/** Why a parent does not accept a route. Source: gateway-api apis/v1/shared_types.go RouteConditionReason. */
export type RefusalReason = 'NoMatchingParent' | 'NotAllowedByListeners' | 'NoMatchingListenerHostname';

/** Which condition kept the route from the listeners that came furthest. */
export interface Refusal {
  readonly reason: RefusalReason;
  readonly by: 'section' | 'port' | 'kind' | 'namespace' | 'hostname' | 'set';
  /** The listeners that passed every condition before. */
  readonly listeners: readonly Listener[];
  /** One of the wanted name in a ListenerSet of the Gateway, which must be the parent itself (GA11). */
  readonly elsewhere?: Listener;
}

/** One `parentRefs` entry of a route (GA1): each is accepted or refused by itself. */
export interface Attachment {
  readonly route: Resource;
  readonly at: Path;
  readonly sectionName: string | undefined;
  readonly port: number | undefined;
  /** The Gateway, ListenerSet or Service, if it is in the input. */
  readonly parent: Resource | undefined;
  readonly outcome: 'accepted' | 'refused' | 'unknown' | 'mesh';
  readonly refusal: Refusal | undefined;
  readonly listeners: readonly AttachedListener[];
}

export interface AttachedListener {
  readonly listener: Listener;
  /** Patterns that both the listener and the route have; one that is empty for all hosts. */
  readonly hosts: readonly string[];
  /** Of each of these patterns the most specific hostname of the route that it comes from; none: the route has none. */
  readonly own: ReadonlyMap<string, string>;
  /** Hostnames of the route that this listener does not serve. */
  readonly dropped: readonly string[];
  readonly certain: boolean;
}

export function attachmentsOf(graph: Graph, route: Resource): readonly Attachment[] {
  const table = graph.memo('attachments', () => new Map<Resource, readonly Attachment[]>());
  let found = table.get(route);
  if (found === undefined) {
    found = listOf(specOf(route).parentRefs).map((value, index) =>
      attach(graph, route, objectOf(value), ['spec', 'parentRefs', index]),
    );
    table.set(route, found);
  }
  return found;
}

function attach(graph: Graph, route: Resource, ref: ReturnType<typeof objectOf>, at: Path): Attachment {
  const kind = stringOf(ref.kind) ?? 'Gateway';
  const group = stringOf(ref.group) ?? (kind === 'Service' ? '' : GATEWAY_GROUP);
  const type = typeName(group === 'core' ? '' : group, kind);
  const namespace = stringOf(ref.namespace) ?? route.namespace;
  const parents = graph.copiesOf(type, namespace, stringOf(ref.name) ?? '', route);
  // One of several copies of a parent is applied: only what each of them refuses is refused.
  const attachments = (parents.length === 0 ? [undefined] : parents).map((parent) =>
    attachTo(graph, route, ref, at, type, parent),
  );
  const [first] = attachments;
  if (first === undefined) throw new Error('a parentRef has one attachment at least');
  return attachments.find(({ refusal }) => refusal === undefined) ?? first;
}

function attachTo(
  graph: Graph,
  route: Resource,
  ref: ReturnType<typeof objectOf>,
  at: Path,
  type: TypeName,
  parent: Resource | undefined,
): Attachment {
  const own = {
    route,
    at,
    sectionName: stringOf(ref.sectionName),
    port: numberOf(ref.port),
    parent,
  };
  if (type === 'Service') return { ...own, outcome: 'mesh', refusal: undefined, listeners: [] };
  const gateway = parent === undefined ? undefined : (parentOfSet(graph, parent) ?? parent);
  if (
    parent === undefined ||
    gateway?.type !== GATEWAY ||
    route.unrendered !== undefined ||
    parent.unrendered !== undefined
  )
    return { ...own, outcome: 'unknown', refusal: undefined, listeners: [] };
  return { ...own, ...weigh(graph, own, parent, gateway) };
}

function weigh(
  graph: Graph,
  { route, sectionName, port }: Pick<Attachment, 'route' | 'sectionName' | 'port'>,
  parent: Resource,
  gateway: Resource,
): Pick<Attachment, 'outcome' | 'refusal' | 'listeners'> {
  const all = listenersOf(graph, parent);
  if (parent !== gateway && isAdmittedSet(graph, parent, gateway) === 'no')
    return refuse('NoMatchingParent', 'set', all);
  const named = all.filter(({ name }) => sectionName === undefined || name === sectionName);
  if (named.length === 0) {
    const elsewhere = allListeners(graph, gateway).find(({ name }) => name === sectionName);
    return refuse('NoMatchingParent', 'section', all, parent === gateway ? elsewhere : undefined);
  }
  const placed = named.filter((one) => port === undefined || one.port === port);
  if (placed.length === 0) return refuse('NoMatchingParent', 'port', named);
  const kinds = placed.filter((one) => one.kinds?.includes(route.kind) ?? true);
  if (kinds.length === 0) return refuse('NotAllowedByListeners', 'kind', placed);
  const admitting = kinds.map((listener) => ({
    listener,
    admits: admitsNamespace(graph, listener.namespaces, listener.owner.namespace, route.namespace),
  }));
  const open = admitting.filter(({ admits }) => admits !== 'no');
  if (open.length === 0) return refuse('NotAllowedByListeners', 'namespace', kinds);
  const wanted = route.kind === 'TCPRoute' || route.kind === 'UDPRoute' ? [] : hostnamesOf(route);
  const listeners = open.flatMap(({ listener, admits }): readonly AttachedListener[] => {
    const shared = wanted.map((host) => intersectHosts(listener.hostname, host));
    const hosts = wanted.length === 0 ? [listener.hostname] : shared.filter((host) => host !== undefined);
    const dropped = wanted.filter((_, index) => shared[index] === undefined);
    const certain = admits === 'yes' && listener.kinds !== undefined;
    const own = new Map<string, string>();
    for (const [index, host] of shared.entries()) {
      const [written, known] = [wanted[index] ?? '', host === undefined ? undefined : own.get(host)];
      if (host !== undefined && (known === undefined || bySpecificity(written, known) < 0))
        own.set(host, written);
    }
    return hosts.length === 0 ? [] : [{ listener, hosts: [...new Set(hosts)], own, dropped, certain }];
  });
  if (listeners.length === 0) {
    const known = open.every(({ listener }) => listener.kinds !== undefined);
    return known
      ? refuse(
          'NoMatchingListenerHostname',
          'hostname',
          open.map(({ listener }) => listener),
        )
      : { outcome: 'unknown', refusal: undefined, listeners };
  }
  const certain = listeners.some((one) => one.certain);
  return { outcome: certain ? 'accepted' : 'unknown', refusal: undefined, listeners };
}

function refuse(
  reason: RefusalReason,
  by: Refusal['by'],
  listeners: readonly Listener[],
  elsewhere?: Listener,
): Pick<Attachment, 'outcome' | 'refusal' | 'listeners'> {
  const refusal = { reason, by, listeners, ...(elsewhere === undefined ? {} : { elsewhere }) };
  return { outcome: 'refused', refusal, listeners: [] };
}

/** Every route of the input. */
export function allRoutes(graph: Graph): readonly Resource[] {
  return graph.memo('routes', () => graph.resources.filter(isRoute));
}

export interface AttachedRoute extends AttachedListener {
  readonly route: Resource;
}

/** The routes of a listener, each once: two of its parentRefs may lead there. */
export function routesOn(graph: Graph, listener: Listener): readonly AttachedRoute[] {
  const table = graph.memo('routes by listener', () => {
    const found = new Map<Listener, AttachedRoute[]>();
    for (const route of eachOnce(graph, allRoutes(graph))) {
      const seen = new Set<Listener>();
      for (const one of attachmentsOf(graph, route).flatMap(({ listeners }) => listeners)) {
        if (seen.has(one.listener)) continue;
        seen.add(one.listener);
        addTo(found, one.listener, { ...one, route });
      }
    }
    return found;
  });
  return table.get(listener) ?? [];
}
