import { someOf } from '../../base/some.ts';
import { nearest } from '../../base/nearest.ts';
import type { Graph } from '../../reference/graph.ts';
import { kindOf } from '../../resource/kinds.ts';
import { nameOf } from '../../resource/resource.ts';
import type { Resource } from '../../resource/resource.ts';
import { meshTable } from '../gateway/table.ts';
import type { Workload } from '../map/workload.ts';
import type { Caller } from '../peer/caller.ts';
import { decisions, doors } from '../route/doors.ts';
import { redirected, urlOf } from '../route/redirect.ts';
import type { Request } from '../route/request.ts';
import { decide } from '../route/table.ts';
import type { Decision } from '../route/table.ts';
import { capital } from '../route/words.ts';
import { throughBackends } from './backend-hops.ts';
import { dnsHop } from './dns-hop.ts';
import { traceOf, worst } from './hop.ts';
import type { Hop, Trace } from './hop.ts';
import { attachedHop } from './mesh-hop.ts';
import { routeHop } from './route-hop.ts';
import { tlsStep } from './tls-hop.ts';

/**
 * A request to a host that a controller serves: door, rule, then each backend with its share, to the pods. Redirects are
 * followed as long as doors of the manifests serve where they lead.
 */
export function traceUrl(graph: Graph, request: Request): Trace {
  return ask(graph, request, new Set());
}

function ask(graph: Graph, request: Request, asked: ReadonlySet<string>): Trace {
  const all = decisions(graph, request);
  // A listener for every host that has no route for this one is no sign that the name leads there.
  const known = all.filter(({ host }) => host !== undefined);
  const decided = known.length > 0 ? known : all;
  const chosen = decided.find(({ entry }) => entry !== undefined) ?? decided[0];
  if (chosen === undefined) return traceOf([nobody(graph, request)]);
  const door = doorHop(decided, chosen, request);
  const { hop, next } = tlsStep(graph, chosen, request);
  const before = hop === undefined ? [door] : [door, hop];
  const found =
    next === undefined ? through(graph, chosen, request, before, chosen.table.callers()) : traceOf(before);
  const { entry } = chosen;
  const after =
    next ??
    (entry?.answer.does === 'redirect' ? redirected(request, entry.answer.redirect, entry.path) : undefined);
  return after === undefined || found.verdict === 'blocked'
    ? found
    : followed(graph, found, after, new Set([...asked, keyOf(request)]));
}

/** A redirect that leads out of the manifests is the end of what they tell. */
function followed(graph: Graph, head: Trace, next: Request, asked: ReadonlySet<string>): Trace {
  if (asked.has(keyOf(next)))
    return traceOf([
      ...head.hops,
      {
        kind: 'entry',
        verdict: 'blocked',
        message: `${urlOf(next)} was asked before: clients go round in circles`,
        place: head.hops.at(-1)?.place,
      },
    ]);
  if (asked.size >= MOST_REDIRECTS || !decisions(graph, next).some(({ host }) => host !== undefined))
    return head;
  const rest = ask(graph, next, asked);
  return { ...rest, hops: [...head.hops, ...rest.hops], verdict: worst([head.verdict, rest.verdict]) };
}

/** Browsers follow about twenty. */
const MOST_REDIRECTS = 20;

function keyOf(request: Request): string {
  return `${request.method} ${urlOf(request)}`;
}

/** Who asks a Service, and the workload that they are of. */
export interface Asking {
  readonly client: Workload | undefined;
  readonly callers: readonly Caller[];
}

/** A request to a Service that has routes of a mesh; undefined if it has none. */
export function meshTrace(
  graph: Graph,
  service: Resource,
  request: Request,
  { client, callers }: Asking,
): Trace | undefined {
  const table = meshTable(graph, service, request.port, client?.resource.namespace);
  if (table === undefined) return undefined;
  const decided = decide(table, request);
  const entry: Hop = {
    kind: 'entry',
    verdict: 'allowed',
    message: `Routes of a mesh decide on requests to ${nameOf(service)}`,
    place: { resource: service, path: ['metadata', 'name'] },
  };
  const dns = client === undefined ? undefined : dnsHop(graph, client);
  return through(graph, decided, request, dns === undefined ? [entry] : [dns, entry], callers);
}

function through(
  graph: Graph,
  decided: Decision,
  request: Request,
  before: readonly Hop[],
  callers: readonly Caller[],
): Trace {
  const { entry, table } = decided;
  const passed = [table.resource, entry?.source].filter((one) => one !== undefined);
  const attached = attachedHop(graph, passed);
  const head = traceOf([
    ...before,
    routeHop(decided, request),
    ...(attached === undefined ? [] : [attached]),
  ]);
  return entry?.answer.does !== 'forward' || head.verdict === 'blocked'
    ? head
    : throughBackends(graph, head, entry, entry.answer.targets, callers);
}

/** Kinds that serve hosts, too, each in the language of its controller. */
const UNREAD = [
  'traefik.io/IngressRoute',
  'traefik.containo.us/IngressRoute',
  'projectcontour.io/HTTPProxy',
  'networking.istio.io/VirtualService',
  'k8s.nginx.org/VirtualServer',
  'getambassador.io/Mapping',
  'serving.knative.dev/Service',
] as const;

function nobody(graph: Graph, { host, scheme, port }: Request): Hop {
  const all = doors(graph);
  const hosts = [...new Set(all.flatMap((table) => [...table.hosts.keys()]))].filter((one) => one !== '');
  const near = hosts.includes(host) ? undefined : nearest(host, hosts);
  const elsewhere = all.find((table) => table.hosts.has(host));
  const hint =
    elsewhere?.port !== undefined
      ? `; ${elsewhere.door} has it on port ${elsewhere.port} (${elsewhere.scheme})`
      : near === undefined
        ? ''
        : `; ${near} is served`;
  const unread = UNREAD.filter((type) => graph.all(type).length > 0).map(kindOf);
  if (unread.length > 0)
    return {
      kind: 'entry',
      verdict: 'depends',
      message: `No Ingress and no listener of the manifests serves ${host} on port ${port} (${scheme})${hint}; what ${unread.join(' and ')} do with it is not read`,
      place: undefined,
    };
  return {
    kind: 'entry',
    verdict: graph.closedWorld || all.length > 0 ? 'blocked' : 'depends',
    message: `No Ingress and no listener of the manifests serves ${host} on port ${port} (${scheme})${hint}`,
    place:
      elsewhere?.resource === undefined
        ? undefined
        : { resource: elsewhere.resource, path: ['metadata', 'name'] },
  };
}

function doorHop(decided: readonly Decision[], chosen: Decision, { host }: Request): Hop {
  const { table, entry } = chosen;
  const others = decided.filter((one) => one !== chosen).map((one) => one.table.door);
  const { served } = table;
  const resource = table.resource ?? entry?.source;
  const place = resource === undefined ? undefined : { resource, path: ['metadata', 'name'] };
  if (served === 'no')
    return {
      kind: 'entry',
      verdict: 'blocked',
      message: `No controller serves ${entry === undefined ? host : nameOf(entry.source)}: it names no class, and none is the default`,
      place: entry === undefined ? place : { resource: entry.source, path: ['spec'], part: 'key' },
    };
  const also =
    others.length === 0 ? '' : `, and so does ${someOf(others)}: where its name leads is not written here`;
  return {
    kind: 'entry',
    verdict: others.length > 0 || served === 'maybe' ? 'depends' : 'allowed',
    message: `${capital(table.door)} serves ${host}${also}`,
    place,
  };
}
