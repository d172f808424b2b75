import { isObject } from '../../base/json.ts';
import { addTo } from '../../base/multimap.ts';
import type { Path } from '../../base/json.ts';
import type { Graph } from '../../reference/graph.ts';
import { nameOf } from '../../resource/resource.ts';
import type { Resource } from '../../resource/resource.ts';
import { classCallers, ingressCallers } from '../peer/ingress-controller.ts';
import { older } from '../route/age.ts';
import { matchKey } from '../route/entry.ts';
import type { RouteEntry, RouteTarget, Shadow } from '../route/entry.ts';
import type { HostRoutes, RouteTable } from '../route/table.ts';
import { specOf } from '../service/service.ts';
import { answerOf, canaryKey, canaryTargets } from './answer.ts';
import type { Compared, Dialect } from './dialect.ts';
import { dialectOf } from './dialect.ts';
import { ingressGroups, inOrder } from './group.ts';
import type { IngressGroup } from './group.ts';
import { ingressPaths, ingressRules } from './ingress.ts';
import type { IngressPath } from './ingress.ts';
import { isCanary, regexHosts } from './nginx.ts';

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
