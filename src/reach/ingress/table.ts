import { isObject } from '../../base/json.ts';
import { addTo } from '../../base/multimap.ts';
import type { Path } from '../../base/json.ts';
import type { Graph } from '../../reference/graph.ts';
import type { Resource } from '../../resource/resource.ts';
import { classCallers, ingressCallers } from '../peer/ingress-controller.ts';
import type { RouteAnswer, RouteEntry, RouteTarget } from '../route/entry.ts';
import { entriesOfRoute } from '../openshift/from-ingress.ts';
import { ROUTER_ADDRESS } from '../openshift/scheme.ts';
import { shadowsOf } from '../route/shadow.ts';
import type { HostRoutes, LeftOut, RouteTable } from '../route/table.ts';
import { specOf } from '../service/service.ts';
import { albConditions, withoutCircle } from './alb.ts';
import { answerOf, canaryKey, canaryTargets } from './answer.ts';
import type { Compared } from './dialect.ts';
import { dialectOf } from './dialect.ts';
import { passthroughTable } from './passthrough.ts';
import { ingressGroups, inOrder } from './group.ts';
import type { IngressGroup } from './group.ts';
import { ingressPaths, ingressRules, serviceOf } from './ingress.ts';
import type { IngressPath } from './ingress.ts';
import { leftOutBy } from './left-out.ts';
import { aliasesOf, isCanary, regexHosts } from './nginx.ts';
import { redirectAnnotation } from './nginx-redirect.ts';
import { withAppRoot, wwwServers } from './nginx-servers.ts';

/** The route table of each group, and of the hosts whose TLS passes through it. */
export function ingressTables(graph: Graph): readonly RouteTable[] {
  return graph.memo('ingress tables', () =>
    ingressGroups(graph).flatMap((group) => {
      const table = tableOf(graph, group);
      const passthrough = passthroughTable(graph, group, table);
      return passthrough === undefined ? [table] : [passthrough, table];
    }),
  );
}

function tableOf(graph: Graph, group: IngressGroup): RouteTable {
  const dialect = dialectOf(group.program?.id);
  const nginx = group.program?.id === 'ingress-nginx';
  const openshift = group.program?.id === 'openshift';
  const regex = nginx ? regexHosts(group.ingresses) : new Map<string, Resource>();
  const canaries = nginx ? group.ingresses.filter(isCanary) : [];
  const added = nginx ? canaryTargets(canaries) : new Map<string, readonly RouteTarget[]>();
  const byHost = new Map<string, Compared[]>();
  const leftOut: LeftOut[] = [];
  for (const ingress of inOrder(group)) {
    if (canaries.includes(ingress)) continue;
    for (const path of pathsOf(ingress)) {
      const match = dialect.match(path, regex.has(path.host));
      const without = leftOutBy(graph, group.program?.id, ingress, path);
      if (without === undefined) addTo(byHost, path.host, { ingress, at: path.at, path, match });
      else {
        leftOut.push({ resource: ingress, ...without, host: path.host, path: match });
        if (!byHost.has(path.host)) byHost.set(path.host, []);
      }
    }
  }
  if (nginx)
    for (const [alias, host] of aliasesOf(group.ingresses, byHost))
      byHost.set(alias, [...(byHost.get(host) ?? [])]);
  const answer = answerFor(group, added);
  let comparisons = 0;
  const hosts = new Map<string, HostRoutes>();
  for (const [host, compared] of byHost) {
    compared.sort((a, b) => {
      comparisons++;
      return dialect.order(a, b);
    });
    const entries = compared.flatMap((one) => {
      const entry = entryOf(one, host, answer(one), group);
      return openshift ? entriesOfRoute(entry) : nginx ? withAppRoot(entry) : [entry];
    });
    hosts.set(host, { host, entries, shadows: shadowsOf(entries, dialect.firstWins) });
  }
  if (nginx)
    for (const [host, entry] of wwwServers(group.ingresses.filter((one) => !canaries.includes(one))))
      hosts.set(host, { host, entries: [entry], shadows: new Map() });
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
    ...(openshift ? { unmatched: 503, address: ROUTER_ADDRESS } : {}),
    leftOut,
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

/** Annotations of ingress-nginx may send all requests of an Ingress elsewhere. */
function answerFor(
  { program }: IngressGroup,
  added: ReadonlyMap<string, readonly RouteTarget[]>,
): (compared: Compared) => RouteAnswer {
  return ({ ingress, path }) => {
    const redirect = program?.id === 'ingress-nginx' ? redirectAnnotation(ingress) : undefined;
    return redirect === undefined
      ? answerOf(ingress, path, added.get(canaryKey(path)) ?? [])
      : { does: 'redirect', ...redirect };
  };
}

function entryOf(
  { ingress, at, path, match }: Compared,
  host: string,
  answer: RouteAnswer,
  { program }: IngressGroup,
): RouteEntry {
  const conditions =
    program?.id === 'alb'
      ? [...albConditions(ingress, serviceOf(path.backend).name ?? ''), ...withoutCircle(answer)]
      : [];
  return {
    source: ingress,
    at: at[1] === 'rules' ? [...at, 'path'] : at,
    host,
    path: match,
    method: undefined,
    headers: [],
    query: [],
    ...(conditions.length === 0 ? {} : { conditions }),
    answer,
  };
}
