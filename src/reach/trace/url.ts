import { someOf } from '../../base/some.ts';
import { nearest } from '../../base/nearest.ts';
import type { Graph } from '../../reference/graph.ts';
import { kindOf } from '../../resource/kinds.ts';
import { nameOf } from '../../resource/resource.ts';
import type { Resource } from '../../resource/resource.ts';
import { meshTable } from '../gateway/table.ts';
import { perhapsHost } from '../openshift/host.ts';
import type { Workload } from '../map/workload.ts';
import type { Caller } from '../peer/caller.ts';
import { chosenTargets } from '../route/chosen-targets.ts';
import { contendersFor } from '../route/contenders.ts';
import { decisions, doors } from '../route/doors.ts';
import { redirected, urlOf } from '../route/redirect.ts';
import type { Request } from '../route/request.ts';
import { decide } from '../route/table.ts';
import type { Decision } from '../route/table.ts';
import { capital } from '../route/words.ts';
import { throughBackends } from './backend-hops.ts';
import { dnsHop } from './dns-hop.ts';
import { alike, traceOf, worst } from './hop.ts';
import type { Hop, Trace } from './hop.ts';
import { attachedHop } from './mesh-hop.ts';
import { routeHop } from './route-hop.ts';
import { tlsStep } from './tls-hop.ts';

/**
 * A request to a host that a controller serves: door, rule, then each backend with its share, to the pods. Redirects are
 * followed as long as doors of the manifests serve where they lead.
 */
export function traceUrl(graph: Graph, request: Request): Trace {
  return ask(graph, request, { asked: new Set(), left: { questions: MOST_QUESTIONS } });
}

/** What was asked on the way, and how many more questions there may be on all ways together. */
interface Way {
  readonly asked: ReadonlySet<string>;
  readonly left: { questions: number };
}

/** Doors that are alike may each redirect to several others. */
const MOST_QUESTIONS = 100;

function ask(graph: Graph, request: Request, way: Way): Trace {
  way.left.questions--;
  const { followed: all, others } = contendersFor(decisions(graph, request), request);
  if (all.length === 0) return traceOf([nobody(graph, request)]);
  const traces = all.map((chosen) => {
    const equal = all.filter((one) => one !== chosen);
    return throughDoor(graph, chosen, request, way, doorHop(chosen, request, { alike: equal, others }));
  });
  const [only] = traces;
  if (only !== undefined && traces.length === 1) return only;
  return {
    verdict: alike(traces.map(({ verdict }) => verdict)),
    hops: traces.flatMap(({ hops }) => hops),
  };
}

function throughDoor(graph: Graph, chosen: Decision, request: Request, way: Way, door: Hop): Trace {
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
    : followed(graph, found, after, { ...way, asked: new Set([...way.asked, keyOf(request)]) });
}

/** A redirect that leads out of the manifests is the end of what they tell. */
function followed(graph: Graph, head: Trace, next: Request, way: Way): Trace {
  const { asked, left } = way;
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
  if (
    asked.size >= MOST_REDIRECTS ||
    left.questions <= 0 ||
    !decisions(graph, next).some(({ host }) => host !== undefined)
  )
    return head;
  const rest = ask(graph, next, way);
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
    : eitherOf(
        chosenTargets(entry.answer.targets, request).map((targets) =>
          throughBackends(graph, head, entry, targets, callers),
        ),
        head,
      );
}

/** Ways with the same beginning, of which any may be the one. */
function eitherOf(ways: readonly Trace[], head: Trace): Trace {
  const [first] = ways;
  if (first === undefined || ways.length === 1) return first ?? head;
  return {
    verdict: alike(ways.map(({ verdict }) => verdict)),
    hops: [...head.hops, ...ways.flatMap(({ hops }) => hops.slice(head.hops.length))],
  };
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
  const generated = perhapsHost(hosts, host);
  if (generated !== undefined)
    return {
      kind: 'entry',
      verdict: 'depends',
      message: `Perhaps the OpenShift router serves ${host}: it makes the host ${generated}, and the domain is not told`,
      place: undefined,
    };
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

function doorHop(
  { table, entry }: Decision,
  { host }: Request,
  beside: { readonly alike: readonly Decision[]; readonly others: readonly Decision[] },
): Hop {
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
  return {
    kind: 'entry',
    verdict: served === 'maybe' ? 'depends' : 'allowed',
    message: `${capital(table.door)} serves ${host}${besideText(beside)}`,
    place,
  };
}

function besideText({
  alike: equal,
  others,
}: {
  readonly alike: readonly Decision[];
  readonly others: readonly Decision[];
}): string {
  const also =
    equal.length === 0
      ? ''
      : `, and so does ${someOf(equal.map(({ table }) => table.door))}: where its name leads is not written here`;
  const less = others.map((one) => `${one.table.door} (${patternText(one)})`);
  return less.length === 0 ? also : `${also}; less specific: ${someOf(less)}`;
}

function patternText({ host, table }: Decision): string {
  const pattern = host ?? table.hostname ?? '';
  return pattern === '' ? 'all hosts' : pattern;
}
