import { nearest } from '../../base/nearest.ts';
import type { Graph } from '../../reference/graph.ts';
import { nameOf } from '../../resource/resource.ts';
import type { Resource } from '../../resource/resource.ts';
import { meshTable } from '../gateway/table.ts';
import { programOf } from '../ingress/program.ts';
import type { Caller } from '../peer/caller.ts';
import { decisions, doors } from '../route/doors.ts';
import type { RouteEntry, RouteTarget } from '../route/entry.ts';
import type { Request } from '../route/request.ts';
import { decide } from '../route/table.ts';
import type { Decision } from '../route/table.ts';
import { capital, describeEntry, percent } from '../route/words.ts';
import { findServicePort, servicePorts } from '../service/service.ts';
import { alike, traceOf, worst } from './hop.ts';
import type { Hop, Trace } from './hop.ts';
import { policyHops } from './policy-hops.ts';
import { serviceHops } from './service-hops.ts';
import { tlsHop } from './tls-hop.ts';

/** A request to a host that a controller serves: door, rule, then each backend with its share, to the pods. */
export function traceUrl(graph: Graph, request: Request): Trace {
  const all = decisions(graph, request);
  // A listener for every host that has no route for this one is no sign that the name leads there.
  const known = all.filter(({ host }) => host !== undefined);
  const decided = known.length > 0 ? known : all;
  const chosen = decided.find(({ entry }) => entry !== undefined) ?? decided[0];
  if (chosen === undefined) return traceOf([nobody(graph, request)]);
  const tls = tlsHop(graph, chosen, request);
  const door = doorHop(decided, chosen, request);
  return follow(graph, chosen, request, tls === undefined ? [door] : [door, tls], chosen.table.callers());
}

/** A request to a Service that has routes of a mesh; undefined if it has none. `callers` send it. */
export function meshTrace(
  graph: Graph,
  service: Resource,
  request: Request,
  client: string | undefined,
  callers: readonly Caller[],
): Trace | undefined {
  const table = meshTable(graph, service, request.port, client);
  if (table === undefined) return undefined;
  const decided = decide(table, request);
  const entry: Hop = {
    kind: 'entry',
    verdict: 'allowed',
    message: `Routes of a mesh decide on requests to ${nameOf(service)}`,
    place: { resource: service, path: ['metadata', 'name'] },
  };
  return follow(graph, decided, request, [entry], callers);
}

function follow(
  graph: Graph,
  decided: Decision,
  request: Request,
  before: readonly Hop[],
  callers: readonly Caller[],
): Trace {
  const head = traceOf([...before, ...routeHops(decided, request)]);
  const { entry } = decided;
  if (entry?.answer.does !== 'forward' || head.verdict === 'blocked') return head;
  const ways = entry.answer.targets.map((target) => ({
    target,
    way: traceOf(backendHops(graph, callers, entry, target)),
  }));
  return join(head, ways);
}

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
    others.length === 0 ? '' : `, and so does ${others.join(', ')}: where its name leads is not written here`;
  return {
    kind: 'entry',
    verdict: others.length > 0 || served === 'maybe' ? 'depends' : 'allowed',
    message: `${capital(table.door)} serves ${host}${also}`,
    place,
  };
}

function* routeHops({ table, entry, rivals, host }: Decision, request: Request): Iterable<Hop> {
  const asked = `${request.method} ${request.path}`;
  if (entry === undefined) {
    const maybe = rivals[0];
    yield maybe === undefined
      ? {
          kind: 'route',
          verdict: 'blocked',
          message: `No rule of ${table.door} for ${host ?? request.host} matches ${asked}: it gets 404`,
          place:
            table.resource === undefined
              ? undefined
              : { resource: table.resource, path: ['metadata', 'name'] },
        }
      : {
          kind: 'route',
          verdict: 'depends',
          message: `Perhaps ${describeEntry(maybe)}`,
          place: placeOf(maybe),
        };
    return;
  }
  const { answer } = entry;
  const rival = rivals[0];
  const also = rival === undefined ? '' : `, unless ${describeEntry(rival)} gets it first`;
  const verdict = rival === undefined ? 'allowed' : 'depends';
  const rule = `${describeEntry(entry)} matches ${asked}`;
  if (answer.does === 'redirect')
    yield {
      kind: 'route',
      verdict,
      message: `${rule}: redirected to ${answer.to}${also}`,
      place: placeOf(entry),
    };
  else if (answer.does === 'fail')
    yield {
      kind: 'route',
      verdict: 'blocked',
      message: `${rule}: requests ${answer.says}`,
      place: placeOf(entry),
    };
  else yield { kind: 'route', verdict, message: `${rule}${also}`, place: placeOf(entry) };
}

function placeOf({ source, at }: RouteEntry): NonNullable<Hop['place']> {
  return { resource: source, path: at };
}

function* backendHops(
  graph: Graph,
  callers: readonly Caller[],
  entry: RouteEntry,
  target: RouteTarget,
): Iterable<Hop> {
  const place = { resource: target.source, path: target.at };
  const port = target.port === undefined ? '' : `:${target.port}`;
  const name = target.kind === 'Service' ? `Service ${target.namespace}/${target.name}${port}` : target.name;
  const only = target.only === undefined ? '' : `, or all with ${target.only}`;
  const canary = target.source === entry.source ? '' : ` (canary ${nameOf(target.source)})`;
  const share =
    target.weight === 1 && only === '' ? 'All requests' : `${percent(target.weight)} of the requests${only}`;
  const message = `${share} go to ${name}${canary}`;
  if (target.broken !== undefined) {
    yield {
      kind: 'backend',
      verdict: 'blocked',
      message: `${message}, and get 500 (${target.broken})`,
      place,
    };
    return;
  }
  const service =
    target.kind === 'Service' ? graph.find('Service', target.namespace, target.name) : undefined;
  const missing = target.kind === 'Service' && service === undefined;
  const gone =
    missing && graph.lookUp(target.source, 'Service', target.namespace, target.name).status === 'missing';
  if (service === undefined || target.port === undefined) {
    const why = gone
      ? ', which does not exist: they get 503'
      : missing
        ? ', which is not in these manifests'
        : '';
    yield { kind: 'backend', verdict: gone ? 'blocked' : 'depends', message: `${message}${why}`, place };
    return;
  }
  yield { kind: 'backend', verdict: 'allowed', message, place };
  const { hops, landings } = serviceHops(graph, service, portFor(graph, target, service));
  yield* hops;
  yield* policyHops(graph, { callers, landings });
}

/** ingress-nginx takes a targetPort for a port, too (NG2). */
function portFor(graph: Graph, { source, port }: RouteTarget, service: Resource): number | string {
  const wanted = port ?? '';
  const ports = servicePorts(service);
  if (findServicePort(ports, wanted) !== undefined || programOf(graph, source)?.id !== 'ingress-nginx')
    return wanted;
  return ports.find(({ targetPort }) => targetPort === wanted)?.port ?? wanted;
}

interface Way {
  readonly target: RouteTarget;
  readonly way: Trace;
}

/** All ways after each other, and the part of the requests that gets through. */
function join(head: Trace, ways: readonly Way[]): Trace {
  const hops = [...head.hops, ...ways.flatMap(({ way }) => way.hops)];
  const counted = ways.filter(({ target }) => target.weight > 0);
  if (counted.length === 0) return { verdict: 'depends', hops };
  const verdict = worst([head.verdict, alike(counted.map(({ way }) => way.verdict))]);
  const part = (wanted: Trace['verdict']): number =>
    counted.reduce((sum, { target, way }) => sum + (way.verdict === wanted ? target.weight : 0), 0);
  const lost = part('blocked');
  if (lost === 0 || lost >= 1 || head.verdict !== 'allowed') return { verdict, hops };
  return { verdict, hops, shares: { allowed: part('allowed'), depends: part('depends'), blocked: lost } };
}
