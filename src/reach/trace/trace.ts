import type { Protocol } from '../../base/ports.ts';
import type { Graph } from '../../reference/graph.ts';
import { nameOf } from '../../resource/resource.ts';
import type { Resource } from '../../resource/resource.ts';
import { Connectivity } from '../connectivity/connectivity.ts';
import type { Landing } from '../edge/edge.ts';
import type { Workload } from '../map/workload.ts';
import type { Caller } from '../peer/caller.ts';
import { shownCaller } from '../peer/caller.ts';
import { clientsOutside } from '../peer/internet.ts';
import type { Request } from '../route/request.ts';
import { podName } from '../service/pod-name.ts';
import { readHost } from '../../reference/urls.ts';
import { dnsHop } from './dns-hop.ts';
import { entriesTo } from './entry.ts';
import { traceOf, worst } from './hop.ts';
import type { Hop, Trace } from './hop.ts';
import { askedPod, podNameHop } from './pod-hop.ts';
import type { AskedPod } from './pod-hop.ts';
import { policyHops } from './policy-hops.ts';
import { serviceHops } from './service-hops.ts';
import { meshTrace, traceUrl } from './url.ts';

/** Who asks. */
export type Source = { readonly workload: Workload } | { readonly outside: readonly Caller[] };

/** Who is asked. */
export type Target =
  | { readonly service: Resource; readonly port: number | string }
  | { readonly asked: AskedPod; readonly port: number | string }
  | { readonly workload: Workload; readonly port: number; readonly protocol: Protocol }
  | { readonly outside: readonly Caller[]; readonly port: number; readonly protocol: Protocol };

/** One request, hop by hop. */
export function trace(graph: Graph, from: Source, to: Target): Trace {
  if ('asked' in to) return traceOf(toPod(graph, from, to));
  return traceOf('service' in to ? toService(graph, from, to) : toAddress(graph, from, to));
}

/**
 * A request to a URL: to a Service if its host is the name of one, else to whatever door serves the host. `home` is the
 * namespace in which a short name is looked up when nobody of the manifests asks.
 */
export function requestTrace(graph: Graph, from: Source, request: Request, home = 'default'): Trace {
  const near = homeOf(from) ?? home;
  const asked = askedPod(graph, request.host, near);
  if (asked !== undefined) return trace(graph, from, { asked, port: request.port });
  const service = serviceNamed(graph, request.host, near);
  if (service !== undefined) {
    const client = 'workload' in from ? from.workload : undefined;
    return (
      meshTrace(graph, service, request, { client, callers: callersOf(from) }) ??
      trace(graph, from, { service, port: request.port })
    );
  }
  const { verdict, hops, ...rest } = traceUrl(graph, request);
  if ('outside' in from) return { verdict, hops, ...rest };
  const leaving: Hop = {
    kind: 'dns',
    verdict: 'depends',
    message: `Where ${request.host} leads from inside the cluster is not written in manifests`,
    place: undefined,
  };
  return { verdict: worst(['depends', verdict]), hops: [leaving, ...hops] };
}

/** The namespace in which names of Services are looked up first. */
export function homeOf(from: Source): string | undefined {
  return 'workload' in from ? from.workload.resource.namespace : undefined;
}

function serviceNamed(graph: Graph, host: string, home: string): Resource | undefined {
  const name = readHost(host);
  if (name === undefined || name.form === 'without-svc') return undefined;
  return graph.find('Service', name.form === 'short' ? home : name.namespace, name.service);
}

/** Everybody in the internet, as far as policies tell addresses apart. */
export function internet(graph: Graph): readonly Caller[] {
  return clientsOutside(new Connectivity(graph));
}

function* toService(
  graph: Graph,
  from: Source,
  { service, port: wanted }: Extract<Target, { service: Resource }>,
): Iterable<Hop> {
  if ('workload' in from) {
    const dns = dnsHop(graph, from.workload);
    if (dns !== undefined) yield dns;
  }
  const { hops, port, landings } = serviceHops(graph, service, wanted);
  const callers = [...callersOf(from)];
  if ('outside' in from && port !== undefined) {
    const entries = entriesTo(graph, service, port, from.outside);
    callers.splice(0, callers.length, ...entries.flatMap((entry) => entry.callers));
    if (entries.length === 0)
      yield {
        kind: 'entry',
        verdict: 'blocked',
        message: `Nothing leads from outside to ${nameOf(service)}: no Ingress, no route, no node port`,
        place: { resource: service, path: ['spec'], part: 'key' },
      };
    for (const { hop } of entries) yield hop;
  }
  yield* hops;
  yield* policyHops(graph, { callers, landings, via: service });
}

/** The name of a pod leads to the pod, and its port is that of the pod. */
function* toPod(
  graph: Graph,
  from: Source,
  { asked, port }: Extract<Target, { asked: AskedPod }>,
): Iterable<Hop> {
  if ('workload' in from) {
    const dns = dnsHop(graph, from.workload);
    if (dns !== undefined) yield dns;
  }
  const { namespace, hostname, service: name } = asked;
  const found = podName(graph, namespace, hostname, name);
  const hop = podNameHop(asked, found);
  if (hop !== undefined) yield hop;
  const service = graph.find('Service', namespace, name);
  if (found.is !== 'there' || service === undefined) {
    if (found.is === 'there')
      yield {
        kind: 'service',
        verdict: 'depends',
        message: `Service ${namespace}/${name} is not in these manifests`,
        place: undefined,
      };
    return;
  }
  if ('outside' in from)
    yield {
      kind: 'entry',
      verdict: 'blocked',
      message: `${asked.host} is a name of the cluster: nobody outside can ask for it`,
      place: { resource: service, path: ['metadata', 'name'] },
    };
  const { hops, landings } = serviceHops(graph, service, port, found.pods);
  yield* hops;
  yield* policyHops(graph, { callers: callersOf(from), landings });
}

function* toAddress(
  graph: Graph,
  from: Source,
  to: Exclude<Target, { service: Resource } | { asked: AskedPod }>,
): Iterable<Hop> {
  const { port, protocol } = to;
  const landings =
    'workload' in to
      ? to.workload.pods.map((pod): Landing => ({ pod, port, protocol }))
      : to.outside.map((callee): Landing => ({ callee, port, protocol }));
  if ('outside' in from && 'workload' in to)
    yield {
      kind: 'entry',
      verdict: 'depends',
      message: 'Only some networks lead from outside to the addresses of pods',
      place: { resource: to.workload.resource, path: ['metadata', 'name'] },
    };
  yield* policyHops(graph, { callers: callersOf(from), landings });
  if ('outside' in to)
    yield {
      kind: 'outside',
      verdict: 'allowed',
      message: 'What is outside is not written in manifests',
      place: undefined,
    };
}

function callersOf(from: Source): readonly Caller[] {
  return 'workload' in from ? from.workload.pods.map(shownCaller) : from.outside;
}
