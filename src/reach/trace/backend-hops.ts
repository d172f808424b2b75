import type { Graph } from '../../reference/graph.ts';
import { nameOf } from '../../resource/resource.ts';
import type { Resource } from '../../resource/resource.ts';
import { answeredWithout } from '../ingress/answered.ts';
import { failuresOf } from '../ingress/failure.ts';
import { acceptsTargetPort } from '../ingress/nginx.ts';
import { programOf } from '../ingress/program.ts';
import type { Caller } from '../peer/caller.ts';
import type { RouteEntry, RouteTarget } from '../route/entry.ts';
import { percent } from '../route/words.ts';
import { findServicePort, servicePorts } from '../service/service.ts';
import { alike, traceOf, worst } from './hop.ts';
import type { Hop, Trace } from './hop.ts';
import { policyHops } from './policy-hops.ts';
import { serviceHops } from './service-hops.ts';

/** All backends of a rule after each other, and the part of the requests that gets through. */
export function throughBackends(
  graph: Graph,
  head: Trace,
  entry: RouteEntry,
  targets: readonly RouteTarget[],
  callers: readonly Caller[],
): Trace {
  const ways = targets.map((target) => ({
    target,
    way: unlessAnswered(graph, target, traceOf(backendHops(graph, callers, entry, target))),
  }));
  return join(head, ways);
}

/** Annotations may have the controller answer by itself, or ask another Service, where the backend is not there. */
function unlessAnswered(graph: Graph, { source }: RouteTarget, way: Trace): Trace {
  const last = way.hops.at(-1);
  const answered = source.type === 'networking.k8s.io/Ingress' ? answeredWithout(graph, source) : 'none';
  if (way.verdict !== 'blocked' || last === undefined || answered === 'none') return way;
  const message = `${last.message}, unless annotations of ${nameOf(source)} have the controller answer without it`;
  return { verdict: 'depends', hops: [...way.hops.slice(0, -1), { ...last, verdict: 'depends', message }] };
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
      message: `${message}, and ${target.broken}`,
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
      ? `, which does not exist: ${missingEffect(graph, target.source)}`
      : missing
        ? ', which is not in these manifests'
        : '';
    yield { kind: 'backend', verdict: gone ? 'blocked' : 'depends', message: `${message}${why}`, place };
    return;
  }
  yield {
    kind: 'backend',
    verdict: target.unless === undefined ? 'allowed' : 'depends',
    message: target.unless === undefined ? message : `${message}, unless ${target.unless}`,
    place,
  };
  const { hops, landings } = serviceHops(graph, service, portFor(graph, target, service));
  yield* hops;
  yield* policyHops(graph, { callers, landings, via: service });
}

/** Backends of a Gateway's routes are broken before they get here; the others are OpenShift's Routes. */
function missingEffect(graph: Graph, source: Resource): string {
  return source.type === 'networking.k8s.io/Ingress' ? failuresOf(graph, source).service : 'requests get 503';
}

/** ingress-nginx takes a targetPort for a port, too (NG2). */
function portFor(graph: Graph, { source, port }: RouteTarget, service: Resource): number | string {
  const wanted = port ?? '';
  const ports = servicePorts(service);
  if (
    findServicePort(ports, wanted) !== undefined ||
    programOf(graph, source)?.id !== 'ingress-nginx' ||
    !acceptsTargetPort(source)
  )
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
