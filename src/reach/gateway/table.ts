import { addTo } from '../../base/multimap.ts';
import type { Graph } from '../../reference/graph.ts';
import { nameOf } from '../../resource/resource.ts';
import type { Resource } from '../../resource/resource.ts';
import { gatewayCallers } from '../peer/gateway-proxy.ts';
import { older } from '../route/age.ts';
import type { RouteAnswer, RouteEntry } from '../route/entry.ts';
import { shadowsOf } from '../route/shadow.ts';
import type { HostRoutes, RouteTable } from '../route/table.ts';
import { allRoutes, attachmentsOf, routesOn } from './attachment.ts';
import { diversionOf, faultOf } from './backend.ts';
import { conflictsOf } from './conflict.ts';
import { missingFilter } from './extension.ts';
import { GATEWAY } from './kinds.ts';
import { allListeners, listenerName } from './listener.ts';
import type { Listener } from './listener.ts';
import { lossOf } from './loss.ts';
import { rankOf } from './precedence.ts';
import { readRedirect } from './redirect.ts';
import { routeRules } from './route.ts';
import type { RouteMatch, RouteRule } from './route.ts';

/** Which requests of a browser the listeners of a protocol take: TCP whatever comes, UDP none. */
const SCHEMES: ReadonlyMap<string, RouteTable['scheme']> = new Map([
  ['HTTP', 'http'],
  ['HTTPS', 'https'],
  ['TLS', 'https'],
  ['TCP', 'any'],
  ['UDP', 'none'],
]);

/** The route table of each listener that nothing is wrong with. */
export function gatewayTables(graph: Graph): readonly RouteTable[] {
  return graph.memo('gateway tables', () =>
    graph
      .all(GATEWAY)
      .filter(({ unrendered }) => unrendered === undefined)
      .flatMap((gateway) => {
        const conflicts = conflictsOf(graph, gateway);
        return allListeners(graph, gateway)
          .filter((one) => !conflicts.has(one) && SCHEMES.has(one.protocol))
          .map((listener) => tableOf(graph, listener, rowsOf(graph, listener)));
      }),
  );
}

/**
 * What the routes that have a Service for a parent do with requests to it (GA14): those of its own namespace for all
 * clients, those of another one for clients there. Undefined if there is none: then the Service itself decides.
 */
export function meshTable(
  graph: Graph,
  service: Resource,
  port: number,
  client: string | undefined,
): RouteTable | undefined {
  const attached = allRoutes(graph).flatMap((route) =>
    attachmentsOf(graph, route).filter(
      (one) =>
        one.outcome === 'mesh' &&
        one.parent === service &&
        (one.port === undefined || one.port === port) &&
        (route.namespace === service.namespace || route.namespace === client),
    ),
  );
  if (attached.length === 0) return undefined;
  // Routes of the client's namespace come before those of the Service's (gateway-api "GAMMA", consumer routes).
  const own = attached.filter(({ route }) => route.namespace === client && client !== service.namespace);
  const rows = (own.length > 0 ? own : attached).flatMap(({ route }) =>
    routeRules(route).flatMap((rule) =>
      rule.matches.map((match): Row => ({ host: '', own: '', route, rule, match })),
    ),
  );
  const entries = rows.map((row) => entryOf(graph, row, undefined)).sort(inPrecedence);
  return {
    door: `the mesh for ${nameOf(service)}`,
    resource: service,
    served: 'yes',
    reach: 'suffix',
    port,
    scheme: 'any',
    hostname: '',
    falls: 'yes',
    hosts: new Map([['', { host: '', entries, shadows: shadowsOf(entries, true) }]]),
    comparisons: 0,
    callers: () => [],
  };
}

interface Row {
  readonly host: string;
  /** The hostname of the route that the host comes from; empty if it has none. */
  readonly own: string;
  readonly route: Resource;
  readonly rule: RouteRule;
  readonly match: RouteMatch;
}

function rowsOf(graph: Graph, listener: Listener): readonly Row[] {
  const rules = graph.memo('rules of routes', () => new Map<Resource, readonly RouteRule[]>());
  return routesOn(graph, listener).flatMap(({ route, hosts, own }) => {
    const all = rules.get(route) ?? routeRules(route);
    rules.set(route, all);
    return hosts.flatMap((host) =>
      all.flatMap((rule) =>
        rule.matches.map((match) => ({ host, own: own.get(host) ?? '', route, rule, match })),
      ),
    );
  });
}

function tableOf(graph: Graph, listener: Listener, rows: readonly Row[]): RouteTable {
  const byHost = new Map<string, RouteEntry[]>();
  for (const row of rows) addTo(byHost, row.host, entryOf(graph, row, listener.gateway));
  let comparisons = 0;
  const hosts = new Map<string, HostRoutes>();
  for (const [host, entries] of byHost) {
    entries.sort((a, b) => {
      comparisons++;
      return inPrecedence(a, b);
    });
    hosts.set(host, { host, entries, shadows: shadowsOf(entries, true) });
  }
  return {
    door: listenerName(listener),
    resource: listener.owner,
    served: 'yes',
    reach: 'suffix',
    port: listener.port,
    scheme: SCHEMES.get(listener.protocol) ?? 'any',
    hostname: listener.hostname,
    falls: 'yes',
    hosts,
    comparisons,
    callers: () => gatewayCallers(graph, listener.gateway),
  };
}

function entryOf(
  graph: Graph,
  { host, own, route, rule, match }: Row,
  gateway: Resource | undefined,
): RouteEntry {
  const { at, path, method, headers, query } = match;
  const entry = {
    source: route,
    at,
    host,
    path,
    method,
    headers,
    query,
    answer: answerOf(graph, route, rule, gateway),
  };
  return { ...entry, rank: rankOf(own, entry) };
}

/** Sorted by what the specification counts; what is then equal is for age, then for names, then for the order written. */
function inPrecedence(a: RouteEntry, b: RouteEntry): number {
  const [first = [], second = []] = [a.rank, b.rank];
  for (const [index, value] of first.entries()) {
    const difference = (second[index] ?? 0) - value;
    if (difference !== 0) return difference;
  }
  if (a.source === b.source) return 0;
  const oldest = older(a.source, b.source);
  if (oldest !== undefined) return oldest === a.source ? -1 : 1;
  return nameKey(a.source) < nameKey(b.source) ? -1 : 1;
}

function nameKey({ namespace, name }: Resource): string {
  return `${namespace}/${name}`;
}

function answerOf(
  graph: Graph,
  route: Resource,
  rule: RouteRule,
  gateway: Resource | undefined,
): RouteAnswer {
  const redirect = rule.filters.find(({ type }) => type === 'RequestRedirect');
  if (redirect !== undefined)
    return { does: 'redirect', redirect: readRedirect(redirect.value), at: redirect.at };
  const gone = missingFilter(graph, route, rule.at);
  if (gone !== undefined)
    return {
      does: 'fail',
      says: `get 500: the filter ${gone.kind} ${gone.namespace}/${gone.name} does not exist`,
      at: gone.at,
    };
  const total = rule.backends.reduce((sum, { weight }) => sum + weight, 0);
  if (rule.backends.length === 0 || total === 0) {
    // An extension may answer by itself.
    if (rule.filters.some(({ type }) => type === 'ExtensionRef')) return { does: 'forward', targets: [] };
    const why = rule.backends.length === 0 ? 'the rule has no backendRefs' : 'all weights of the rule are 0';
    return { does: 'fail', says: `${lossOf(route).fate}: ${why}`, at: rule.at };
  }
  return {
    does: 'forward',
    targets: rule.backends.map((backend) => {
      const fault = faultOf(graph, route, backend, gateway);
      const diversion = fault === undefined ? diversionOf(backend) : undefined;
      const service = backend.kind === 'Service' && backend.group === '';
      return {
        at: backend.at,
        source: route,
        kind: service ? 'Service' : 'other',
        namespace: backend.namespace,
        name: backend.name,
        port: backend.port,
        weight: backend.weight / total,
        ...(fault === undefined
          ? {}
          : { broken: `${lossOf(route).fate} (${fault.reason}: ${fault.message})` }),
        ...(diversion === undefined ? {} : { unless: diversion }),
      };
    }),
  };
}
