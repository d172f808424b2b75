import { stringOf } from '../../base/json.ts';
import { endsByItself } from '../../reach/service/behind.ts';
import { admitsNamespace } from '../../reach/policy/policy.ts';
import type { Peer } from '../../reach/policy/policy.ts';
import type { Graph } from '../../reference/graph.ts';
import type { Pod } from '../../resource/pod.ts';
import { nameOf } from '../../resource/resource.ts';
import type { Resource } from '../../resource/resource.ts';
import type { Check, RelatedObject } from '../rule.ts';

/** Selectors that match pods with hostNetwork only: most network plugins see their node instead (NP19). */
export const check: Check = function* (resource, { graph, reach }) {
  const { subject, ingress, egress } = reach.policy(resource);
  const own = subject.requirements.length === 0 ? [] : hostPods(graph, resource.namespace, subject);
  if (own.length > 0) {
    yield {
      at: ['spec', 'podSelector'],
      part: 'key',
      severity: 'info',
      message: `${nameOf(resource)} selects pods with hostNetwork only (${namesOf(own)}); most network plugins do not apply policies to them.`,
      related: relatedOf(own),
    };
  }
  for (const [rules, effect] of [
    [ingress, 'their requests come from the address of a node'],
    [egress, 'requests to them go to the address of a node'],
  ] as const) {
    for (const peer of rules.flatMap(({ peers }) => peers)) {
      const pods = peerPods(graph, resource, peer);
      if (pods.length === 0) continue;
      yield {
        at: [...peer.path, isAll(peer.pods) ? 'namespaceSelector' : 'podSelector'],
        part: 'key',
        message: `This peer is pods with hostNetwork only (${namesOf(pods)}): ${effect}, which most network plugins match by ipBlock alone.`,
        related: relatedOf(pods),
      };
    }
  }
};

function peerPods(graph: Graph, { namespace }: Resource, { pods, namespaces }: Peer): readonly Pod[] {
  if (namespaces === undefined)
    return pods === undefined || isAll(pods) ? [] : hostPods(graph, namespace, pods);
  const key = namespaces.requirements.find((one) => one.key === 'kubernetes.io/metadata.name');
  const [named, ...more] = key?.operator === 'In' ? key.values : [];
  if (named === undefined || more.length > 0) return [];
  if (admitsNamespace(graph, namespaces, named) !== 'yes') return [];
  if (pods !== undefined && !isAll(pods)) return hostPods(graph, named, pods);
  // Agents of nodes share their namespaces with much that is installed from elsewhere; Ingress controllers do not.
  if (graph.mayHoldOtherPods(named)) return [];
  const found = hostPods(graph, named, { requirements: [] });
  return found.some(isIngressController) ? found : [];
}

/** By its image, which is what all ways to install one have in common. */
function isIngressController({ containers }: Pod): boolean {
  return containers.some(({ value }) =>
    /ingress|traefik|haproxy|contour|envoy|kong/i.test(stringOf(value.image) ?? ''),
  );
}

function isAll(selector: Peer['pods']): boolean {
  return selector === undefined || selector.requirements.length === 0;
}

/** The pods that a selector matches, if they are written down and all of them use the network of their node. */
function hostPods(graph: Graph, namespace: string, selector: NonNullable<Peer['pods']>): readonly Pod[] {
  const { sure, possible } = graph.select(namespace, selector);
  const all = [...sure, ...possible].filter((pod) => !endsByItself(pod));
  return all.every((pod) => pod.written && pod.hostNetwork && pod.owner.unrendered === undefined)
    ? sure.filter((pod) => all.includes(pod))
    : [];
}

function namesOf(pods: readonly Pod[]): string {
  const owners = [...new Set(pods.map(({ owner }) => nameOf(owner)))];
  return owners.length <= 1 ? (owners[0] ?? '') : `${owners[0] ?? ''} and ${owners.length - 1} more`;
}

function relatedOf(pods: readonly Pod[]): readonly RelatedObject[] {
  return pods.slice(0, 10).map(({ owner, path }) => ({
    resource: owner,
    at: [...path, 'spec', 'hostNetwork'],
    message: `${nameOf(owner)} uses the network of its node`,
  }));
}
