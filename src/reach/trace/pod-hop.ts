import type { Graph } from '../../reference/graph.ts';
import { podsNamed } from '../../reference/named-pods.ts';
import { DEFAULT_ZONE, readHost } from '../../reference/urls.ts';
import { nameOf } from '../../resource/resource.ts';
import type { PodName } from '../service/pod-name.ts';
import type { Hop } from './hop.ts';

/** A pod of the input by its own name: `zk-0.zk-hs`, with or without namespace, `svc` and zone. */
export interface AskedPod {
  readonly host: string;
  readonly hostname: string;
  readonly service: string;
  readonly namespace: string;
}

/** Undefined for a host that reads as no name of a pod that the input has. `home` is where short names are looked up. */
export function askedPod(graph: Graph, host: string, home: string): AskedPod | undefined {
  const name = readHost(host);
  const asked = (hostname: string, service: string, namespace: string): AskedPod | undefined =>
    podsNamed(graph, namespace, hostname).length === 0 ? undefined : { host, hostname, service, namespace };
  switch (name?.form) {
    case 'namespace':
      return graph.find('Service', name.namespace, name.service) === undefined
        ? asked(name.service, name.namespace, home)
        : undefined;
    case 'pod':
      return asked(name.pod, name.service, name.namespace);
    case 'svc':
      return name.pod === undefined || (name.zone !== undefined && name.zone !== DEFAULT_ZONE)
        ? undefined
        : asked(name.pod, name.service, name.namespace);
    case 'short':
    case 'without-svc':
    case undefined:
      return undefined;
  }
}

/** Whether the cluster's DNS answers for the name; undefined where nothing is to be said of it. */
export function podNameHop({ host, service }: AskedPod, found: PodName): Hop | undefined {
  if (found.is === 'there') return undefined;
  if (found.is === 'unknown')
    return {
      kind: 'dns',
      verdict: 'depends',
      message: `Whether ${host} resolves is not written in these manifests`,
      place: undefined,
    };
  const { pod, subdomain, subdomainAt } = found.named;
  const owner = nameOf(pod.owner);
  if (found.is === 'beyond') {
    const { first, count, saidBy } = found;
    return {
      kind: 'dns',
      verdict: 'blocked',
      message: `${host} does not resolve: ${owner} has ${pod.owner.name}-${first} to ${pod.owner.name}-${first + count - 1} only`,
      place: { resource: saidBy, path: ['metadata', 'name'] },
    };
  }
  return {
    kind: 'dns',
    verdict: 'blocked',
    message:
      subdomain === undefined
        ? `${host} does not resolve: the pods of ${owner} have no names of their own without ${String(subdomainAt.at(-1))}`
        : `${host} does not resolve: the pods of ${owner} have their names below ${subdomain}, not below ${service}`,
    place: { resource: pod.owner, path: subdomain === undefined ? ['metadata', 'name'] : subdomainAt },
  };
}
