import { isObject } from '../../base/json.ts';
import { addTo } from '../../base/multimap.ts';
import type { Path } from '../../base/json.ts';
import type { Graph } from '../../reference/graph.ts';
import { nameOf } from '../../resource/resource.ts';
import type { Resource } from '../../resource/resource.ts';
import { classCallers, ingressCallers } from '../peer/ingress-controller.ts';
import { older } from '../route/age.ts';
import { matchKey } from '../route/entry.ts';
import type { RouteAnswer, RouteEntry, RouteTarget, Shadow } from '../route/entry.ts';
import type { HostRoutes, RouteTable } from '../route/table.ts';
import { specOf } from '../service/service.ts';
import { resolveClass } from './class.ts';
import type { Compared, Dialect } from './dialect.ts';
import { dialectOf } from './dialect.ts';
import {
  ALB_PREFIX,
  describeBackend,
  ingressPaths,
  ingressRules,
  isActionBackend,
  serviceOf,
} from './ingress.ts';
import type { IngressPath } from './ingress.ts';
import { canaryShare, isCanary, regexHosts } from './nginx.ts';
import { programOf } from './program.ts';
import type { ControllerProgram } from './program.ts';

/** The Ingresses that one controller serves at one address, and whether it is known that it does. */
export interface IngressGroup {
  readonly door: string;
  readonly program: ControllerProgram | undefined;
  readonly ingresses: readonly Resource[];
  readonly className: string | undefined;
  readonly served: 'yes' | 'no' | 'maybe';
}

/** Ingresses by class; the AWS Load Balancer Controller makes a load balancer of each group, or of each Ingress (AL3). */
export function ingressGroups(graph: Graph): readonly IngressGroup[] {
  return graph.memo('ingress groups', () => {
    const groups = new Map<string, Resource[]>();
    const heads = new Map<string, Omit<IngressGroup, 'ingresses'>>();
    for (const ingress of graph.all('networking.k8s.io/Ingress')) {
      if (ingress.unrendered !== undefined) continue;
      const head = headOf(graph, ingress);
      heads.set(head.door, head);
      addTo(groups, head.door, ingress);
    }
    return [...heads].map(([door, head]) => ({ ...head, ingresses: groups.get(door) ?? [] }));
  });
}

function headOf(graph: Graph, ingress: Resource): Omit<IngressGroup, 'ingresses'> {
  const resolved = resolveClass(graph, ingress);
  const program = programOf(graph, ingress);
  const className = 'name' in resolved ? resolved.name : undefined;
  const served = resolved.by === 'none' ? 'no' : resolved.by === 'unknown' ? 'maybe' : 'yes';
  if (program?.id === 'alb') {
    const group = ingress.annotations[`${ALB_PREFIX}group.name`];
    const door = `the load balancer of ${group === undefined ? nameOf(ingress) : `group ${group}`}`;
    return { door, program, className, served };
  }
  const door = className === undefined ? 'Ingresses without a class' : `class ${className}`;
  return { door, program, className, served };
}

/** The route table of each group. */
export function ingressTables(graph: Graph): readonly RouteTable[] {
  return graph.memo('ingress tables', () => ingressGroups(graph).map((group) => tableOf(graph, group)));
}

function tableOf(graph: Graph, group: IngressGroup): RouteTable {
  const dialect = dialectOf(group.program?.id);
  const nginx = group.program?.id === 'ingress-nginx';
  const regex = nginx ? regexHosts(group.ingresses) : new Map<string, Resource>();
  const canaries = nginx ? group.ingresses.filter(isCanary) : [];
  const added = nginx ? canaryTargets(canaries) : new Map<string, readonly RouteTarget[]>();
  const byHost = new Map<string, Compared[]>();
  for (const ingress of inOrder(group)) {
    if (canaries.includes(ingress)) continue;
    for (const path of pathsOf(ingress)) {
      const match = dialect.match(path, regex.has(path.host));
      addTo(byHost, path.host, { ingress, at: path.at, path, match });
    }
  }
  let comparisons = 0;
  const hosts = new Map<string, HostRoutes>();
  for (const [host, compared] of byHost) {
    compared.sort((a, b) => {
      comparisons++;
      return dialect.order(a, b);
    });
    const rows = compared.map((one) => ({ one, entry: entryOf(one, added) }));
    const shadows = shadowsOf(rows, dialect);
    hosts.set(host, { host, entries: rows.map(({ entry }) => entry), shadows });
  }
  const [first] = group.ingresses;
  return {
    door: group.door,
    resource:
      group.className === undefined
        ? undefined
        : graph.find('networking.k8s.io/IngressClass', '', group.className),
    served: group.served,
    reach: 'label',
    port: undefined,
    scheme: 'any',
    hostname: undefined,
    falls: dialect.falls,
    hosts,
    comparisons,
    callers: () =>
      group.className !== undefined
        ? classCallers(graph, group.className)
        : first === undefined
          ? []
          : ingressCallers(graph, first),
  };
}

/** Order in which the AWS Load Balancer Controller reads the Ingresses of a group; others read by age. */
function inOrder({ program, ingresses }: IngressGroup): readonly Resource[] {
  if (program?.id !== 'alb' || ingresses.length < 2) return ingresses;
  const order = (one: Resource): number => Number(one.annotations[`${ALB_PREFIX}group.order`] ?? 0);
  return [...ingresses].sort((a, b) => order(a) - order(b) || (nameOf(a) < nameOf(b) ? -1 : 1));
}

/** What is written, and the default backend: below the hosts of the rules, or for all hosts if there are none (IN6). */
function pathsOf(ingress: Resource): readonly IngressPath[] {
  const written = ingressPaths(ingress);
  const backend = specOf(ingress).defaultBackend;
  if (!isObject(backend)) return written;
  const rules = ingressRules(ingress);
  const hosts = rules.length === 0 ? [''] : [...new Set(rules.map(({ host }) => host))];
  const open = hosts.filter(
    (host) => !written.some((one) => one.host === host && one.path === '/' && one.pathType === 'Prefix'),
  );
  const at: Path = ['spec', 'defaultBackend'];
  return [...written, ...open.map((host) => ({ at, host, path: '/', pathType: 'Prefix', backend }))];
}

function entryOf(
  { ingress, at, path, match }: Compared,
  added: ReadonlyMap<string, readonly RouteTarget[]>,
): RouteEntry {
  const canaries = added.get(canaryKey(path)) ?? [];
  return {
    source: ingress,
    at: at[1] === 'rules' ? [...at, 'path'] : at,
    host: path.host,
    path: match,
    method: undefined,
    headers: [],
    query: [],
    answer: answerOf(ingress, path, canaries),
  };
}

function answerOf(ingress: Resource, path: IngressPath, canaries: readonly RouteTarget[]): RouteAnswer {
  const target = targetOf(ingress, path);
  const merged = canaries.filter(
    ({ namespace, name, port }) => !sameTarget(target, { namespace, name, port }),
  );
  const taken = merged.reduce((sum, { weight }) => sum + weight, 0);
  return { does: 'forward', targets: [{ ...target, weight: Math.max(0, 1 - taken) }, ...merged] };
}

function sameTarget(a: RouteTarget, b: Pick<RouteTarget, 'namespace' | 'name' | 'port'>): boolean {
  return a.namespace === b.namespace && a.name === b.name && a.port === b.port;
}

/** NG10: a canary is merged into the path with its host, path and pathType. Weights are shares of 1 here. */
function canaryTargets(canaries: readonly Resource[]): ReadonlyMap<string, readonly RouteTarget[]> {
  const found = new Map<string, RouteTarget[]>();
  for (const ingress of canaries) {
    const { weight, total, only } = canaryShare(ingress);
    for (const path of ingressPaths(ingress)) {
      const target = targetOf(ingress, path);
      addTo(found, canaryKey(path), {
        ...target,
        weight: total === 0 ? 0 : weight / total,
        ...(only === undefined ? {} : { only }),
      });
    }
  }
  return found;
}

export function canaryKey({ host, path, pathType }: IngressPath): string {
  return JSON.stringify([host, path, pathType ?? '']);
}

function targetOf(ingress: Resource, { at, backend }: IngressPath): RouteTarget {
  const { name, port } = serviceOf(backend);
  return {
    at: at[1] === 'rules' ? [...at, 'backend'] : at,
    source: ingress,
    kind: name !== undefined && !isActionBackend(backend) ? 'Service' : 'other',
    namespace: ingress.namespace,
    name: name ?? describeBackend(backend),
    port,
    weight: 1,
  };
}

/** Paths that match the same requests as one before them. */
function shadowsOf(
  rows: readonly { readonly one: Compared; readonly entry: RouteEntry }[],
  dialect: Dialect,
): ReadonlyMap<RouteEntry, Shadow> {
  const shadows = new Map<RouteEntry, Shadow>();
  const seen = new Map<string, { readonly one: Compared; readonly entry: RouteEntry }>();
  for (const row of rows) {
    const key = matchKey(row.entry);
    const first = seen.get(key);
    if (first === undefined) {
      seen.set(key, row);
      continue;
    }
    const [a, b] = [first.one.ingress, row.one.ingress];
    const oldest = older(a, b);
    const same = a === b;
    const loser = oldest === b ? first : row;
    const winner = loser === row ? first : row;
    const known = (same && dialect.firstWins) || oldest !== undefined;
    if (winner === row) seen.set(key, row);
    shadows.set(loser.entry, {
      by: winner.entry,
      verdict: known ? 'never' : 'perhaps',
      message: same
        ? `${nameOf(a)} has the same path before`
        : `${nameOf(winner.one.ingress)} has the same path${known ? ' and is older' : ', and the older of the two gets the requests'}`,
    });
  }
  return shadows;
}

/** The Ingresses, canaries of ingress-nginx left out, that have a host, and where given the path and pathType. */
export function ingressByPath(
  graph: Graph,
  wanted: { readonly host: string; readonly path?: string; readonly pathType?: string | undefined },
): readonly Resource[] {
  const table = graph.memo('ingresses by host', () => {
    const byHost = new Map<string, Set<Resource>>();
    for (const { ingresses } of ingressGroups(graph))
      for (const ingress of ingresses) {
        if (isCanary(ingress)) continue;
        for (const { host } of ingressRules(ingress)) {
          const set = byHost.get(host) ?? new Set<Resource>();
          byHost.set(host, set.add(ingress));
        }
      }
    return byHost;
  });
  const found = [...(table.get(wanted.host) ?? [])];
  const { path, pathType } = wanted;
  if (path === undefined) return found;
  return found.filter((ingress) =>
    ingressPaths(ingress).some(
      (one) => one.host === wanted.host && one.path === path && one.pathType === pathType,
    ),
  );
}
