import { getAt, numberOf, objectOf } from '../../base/json.ts';
import type { Graph } from '../../reference/graph.ts';
import { podsNamed } from '../../reference/named-pods.ts';
import type { NamedPod } from '../../reference/named-pods.ts';
import type { Pod } from '../../resource/pod.ts';
import type { Resource } from '../../resource/resource.ts';
import { mostPodsOf } from '../scaling.ts';
import { isWhole } from './behind.ts';
import { endpointsFor } from './endpoints.ts';

/** Whether the name `<hostname>.<service>` leads to a pod. */
export type PodName =
  | { readonly is: 'there'; readonly pods: readonly Pod[] }
  /** Below another Service, or below none at all. */
  | { readonly is: 'elsewhere'; readonly named: NamedPod }
  /** Its owner has pods from `first` on, `count` of them at most. */
  | {
      readonly is: 'beyond';
      readonly named: NamedPod;
      readonly first: number;
      readonly count: number;
      readonly saidBy: Resource;
    }
  | { readonly is: 'unknown' };

/** `service` is a name in the namespace, whether the input has such a Service or not. */
export function podName(graph: Graph, namespace: string, hostname: string, service: string): PodName {
  const all = podsNamed(graph, namespace, hostname);
  const [first] = all;
  if (first === undefined || !all.every(({ pod }) => isWhole(pod))) return { is: 'unknown' };
  const below = all.filter(({ subdomain }) => subdomain === service);
  if (below.length === 0)
    return areNamedOtherwise(graph, namespace, service)
      ? { is: 'unknown' }
      : { is: 'elsewhere', named: first };
  const lacking = below.flatMap((named) => beyond(graph, named) ?? []);
  const [lost] = lacking;
  return lost !== undefined && lacking.length === below.length
    ? lost
    : { is: 'there', pods: below.map(({ pod }) => pod) };
}

function beyond(graph: Graph, named: NamedPod): Extract<PodName, { is: 'beyond' }> | undefined {
  const { index, pod } = named;
  if (index === undefined) return undefined;
  const { owner } = pod;
  const first = numberOf(getAt(owner.value, ['spec', 'ordinals', 'start']) ?? 0);
  const most =
    owner.type === 'batch/Job'
      ? { count: numberOf(getAt(owner.value, ['spec', 'completions'])), saidBy: owner }
      : mostPodsOf(graph, owner);
  // What is scaled down to nothing waits to be scaled up.
  if (first === undefined || most?.count === undefined || most.count === 0) return undefined;
  const { count, saidBy } = most;
  return index >= first && index < first + count ? undefined : { is: 'beyond', named, first, count, saidBy };
}

/**
 * Endpoints that are written by hand may have hostnames of their own, and CoreDNS names endpoints by their pods if it is told to
 * (coredns plugin/kubernetes, `endpoint_pod_names`), or rewrites names.
 */
function areNamedOtherwise(graph: Graph, namespace: string, service: string): boolean {
  const found = graph.find('Service', namespace, service);
  if (found !== undefined && (found.unrendered !== undefined || endpointsFor(graph, found).length > 0))
    return true;
  return graph.memo('names of pods by CoreDNS', () =>
    graph
      .all('ConfigMap')
      .some(({ value }) =>
        Object.entries(objectOf(value.data)).some(
          ([key, text]) =>
            COREFILE.test(key) && typeof text === 'string' && /\b(?:endpoint_pod_names|rewrite)\b/.test(text),
        ),
      ),
  );
}

const COREFILE = /^Corefile$|\.(?:server|override)$/;
