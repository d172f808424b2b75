import { addTo } from '../../base/multimap.ts';
import type { Graph } from '../../reference/graph.ts';
import { gatewayTables } from '../gateway/table.ts';
import { ingressTables } from '../ingress/table.ts';
import { openshiftTable } from '../openshift/table.ts';
import { bySpecificity, hostMatches, patternsFor } from './host.ts';
import type { Request } from './request.ts';
import { decide } from './table.ts';
import type { Decision, RouteTable } from './table.ts';

/** Every door of the input: the Ingresses of each class, the Routes of OpenShift, the listeners of each Gateway. */
export function doors(graph: Graph): readonly RouteTable[] {
  return [
    ...ingressTables(graph),
    ...[openshiftTable(graph)].filter((table) => table !== undefined),
    ...gatewayTables(graph),
  ];
}

/** What each door that serves the host of a request decides. */
export function decisions(graph: Graph, request: Request): readonly Decision[] {
  const open = doors(graph).filter((table) => takes(table, request));
  const ingresses = withoutPassed(
    open.filter((table) => table.hostname === undefined && hasHost(table, request.host)),
  );
  const listeners = open.filter(({ hostname }) => hostname !== undefined);
  return [
    ...ingresses.map((table) => decide(table, request)),
    ...byGateway(listeners).map((tables) => decideOfListeners(tables, request)),
  ];
}

/** Without the doors whose TLS for the host is handed on by another. */
function withoutPassed(tables: readonly RouteTable[]): readonly RouteTable[] {
  const passed = new Set(tables.map(({ passthroughOf }) => passthroughOf));
  return tables.filter(({ door }) => !passed.has(door));
}

/** Ingress controllers listen on 80 and 443 unless told otherwise; nobody writes that into an Ingress. */
function takes({ port, scheme, hostname, reach }: RouteTable, request: Request): boolean {
  const name = request.scheme === 'https' ? (request.sni ?? request.host) : request.host;
  if (hostname !== undefined && !hostMatches(hostname, name, reach)) return false;
  if (scheme !== 'any' && scheme !== request.scheme) return false;
  return port === undefined || port === request.port;
}

function hasHost({ hosts, reach }: RouteTable, host: string): boolean {
  return patternsFor(host, reach).some((pattern) => hosts.has(pattern));
}

function byGateway(tables: readonly RouteTable[]): readonly (readonly RouteTable[])[] {
  const groups = new Map<RouteTable['resource'], RouteTable[]>();
  for (const table of tables) addTo(groups, table.resource, table);
  return [...groups.values()];
}

/**
 * The most specific listener takes a request. That one which has no route for it does not leave it to a less specific
 * one is an extended feature (GA5: SupportGatewayHTTPListenerIsolation), so what the others would do is a rival.
 */
function decideOfListeners(tables: readonly RouteTable[], request: Request): Decision {
  const [first, ...others] = [...tables]
    .sort((a, b) => bySpecificity(a.hostname ?? '', b.hostname ?? ''))
    .map((table) => decide(table, request));
  if (first === undefined) throw new Error('a Gateway without listeners takes no request');
  if (first.entry !== undefined) return first;
  const rivals = others.flatMap(({ entry }) => entry ?? []);
  return { ...first, rivals: [...first.rivals, ...rivals] };
}
