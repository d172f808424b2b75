import { isList, objectOf } from '../../base/json.ts';
import { nearest } from '../../base/nearest.ts';
import { someOf } from '../../base/some.ts';
import { podName } from '../../reach/service/pod-name.ts';
import type { PodName } from '../../reach/service/pod-name.ts';
import { callsOf, isKnown, isReadAtHome } from '../../reference/calls.ts';
import type { Call } from '../../reference/calls.ts';
import type { Graph } from '../../reference/graph.ts';
import { DEFAULT_ZONE } from '../../reference/urls.ts';
import { nameOf } from '../../resource/resource.ts';
import type { Resource } from '../../resource/resource.ts';
import { byMistake, isTold, otherPlaces, replaceIn, written } from '../call-finding.ts';
import type { Check, Finding } from '../rule.ts';

type Lost = Extract<PodName, { is: 'elsewhere' | 'beyond' }>;

/** A name that reads as one of a pod of the input. */
interface Asked {
  readonly hostname: string;
  readonly namespace: string;
  readonly service: string;
  readonly lost: Lost;
  /** Whether it can be read as nothing else. */
  readonly certain: boolean;
}

/** A pod of the input, called by a name below a Service that does not give it one, or beyond the pods that there are. */
export const check: Check = function* (resource, { graph }) {
  const asked = new Map<string, Asked>();
  const groups = byMistake(callsOf(graph, resource), (call) => {
    const found = lostIn(graph, call);
    if (found === undefined) return undefined;
    const key = `${found.lost.is} ${nameOf(found.lost.named.pod.owner)} ${found.namespace}/${found.service}`;
    if (!asked.has(key)) asked.set(key, found);
    return key;
  });
  for (const [key, calls] of groups) {
    const found = asked.get(key);
    if (found !== undefined) yield findingOf(resource, calls, found);
  }
};

function lostIn(graph: Graph, call: Call): Asked | undefined {
  const { name, text, address } = call;
  const home = text.from.namespace;
  const found = (
    hostname: string,
    service: string,
    namespace: string,
    certain: boolean,
  ): Asked | undefined => {
    const lost = podName(graph, namespace, hostname, service);
    if (lost.is === 'there' || lost.is === 'unknown' || isServiceEntry(graph, address.host)) return undefined;
    const exists = graph.find('Service', namespace, service) !== undefined;
    if (!exists && !certain && !resembles(service, lost)) return undefined;
    return { hostname, namespace, service, lost, certain: certain || exists };
  };
  switch (name.form) {
    case 'svc':
      return name.pod === undefined || (name.zone !== undefined && name.zone !== DEFAULT_ZONE)
        ? undefined
        : found(name.pod, name.service, name.namespace, true);
    case 'pod':
      return hasOwnSearch(call) ? undefined : found(name.pod, name.service, name.namespace, false);
    case 'namespace': {
      // `zk-0.zk` is first asked for as a pod of Service zk, then as Service zk-0 of namespace zk.
      const { service: hostname, namespace: service } = name;
      if (!isReadAtHome(graph, text) || hasOwnSearch(call)) return undefined;
      if (graph.find('Service', service, hostname) !== undefined) return undefined;
      if (isKnown(graph, service) && graph.find('Service', home, service) === undefined) return undefined;
      return found(hostname, service, home, false);
    }
    case 'short':
    case 'without-svc':
      return undefined;
  }
}

/** Whether a Service that is not in the input is meant to be the one that governs: not every host is a name of the cluster. */
function resembles(service: string, { named: { pod, subdomain } }: Lost): boolean {
  return (
    service.includes(pod.owner.name) ||
    (subdomain !== undefined && nearest(service, [subdomain]) !== undefined)
  );
}

function hasOwnSearch({ text }: Call): boolean {
  return isList(objectOf(text.pod?.spec.dnsConfig).searches);
}

/** Istio answers for such hosts itself (istio docs "DNS Proxying"). */
function isServiceEntry(graph: Graph, host: string): boolean {
  return graph
    .all('networking.istio.io/ServiceEntry')
    .some(({ value }) => JSON.stringify(objectOf(value.spec).hosts ?? null).includes(`"${host}"`));
}

function findingOf(resource: Resource, calls: readonly [Call, ...Call[]], asked: Asked): Finding {
  const [{ text, address }] = calls;
  const { lost, certain, service } = asked;
  const { owner } = lost.named.pod;
  const said = address.scheme !== undefined || address.port !== undefined;
  const governing = lost.named.subdomain;
  const hosts = new Set(calls.map(written));
  const why = lost.is === 'beyond' ? ofNoPod(lost) : ofNoService(asked);
  return {
    at: text.at,
    message: `${nameOf(resource)} calls ${someOf(hosts)}, which ${hosts.size === 1 ? 'does' : 'do'} not resolve: ${why}`,
    ...(lost.is === 'elsewhere' && certain && said && calls.some(isTold) ? {} : { severity: 'warning' }),
    related: [
      ...otherPlaces(calls),
      {
        resource: lost.is === 'beyond' ? lost.saidBy : owner,
        ...(lost.is === 'beyond' ? {} : { at: lost.named.subdomainAt }),
        message: `${nameOf(lost.is === 'beyond' ? lost.saidBy : owner)} is here`,
      },
    ],
    fixes:
      lost.is === 'beyond' || governing === undefined
        ? []
        : replaceIn(calls, `Use ${governing}`, 'unsafe', ({ address: { start, host } }) => {
            const at = start + host.indexOf('.') + 1;
            return { start: at, end: at + service.length, by: governing };
          }),
  };
}

function ofNoPod({ named: { pod }, first, count, saidBy }: Extract<Lost, { is: 'beyond' }>): string {
  const { owner } = pod;
  const last = first + count - 1;
  const range =
    count === 1 ? `only ${owner.name}-${first}` : `${owner.name}-${first} to ${owner.name}-${last} only`;
  return saidBy === owner
    ? `${nameOf(owner)} has ${range}.`
    : `${nameOf(owner)} has ${range}, for ${nameOf(saidBy)} makes no more.`;
}

function ofNoService({ lost: { named }, service, hostname }: Asked): string {
  const { pod, subdomain, subdomainAt } = named;
  const field = String(subdomainAt.at(-1));
  return subdomain === undefined
    ? `the pods of ${nameOf(pod.owner)} have no names of their own, for it has no ${field}.`
    : `the pods of ${nameOf(pod.owner)} have their names below ${field} ${subdomain}, not below Service ${service}. Write ${hostname}.${subdomain}.`;
}
