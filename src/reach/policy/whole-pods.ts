import type { Graph } from '../../reference/graph.ts';
import type { Pod } from '../../resource/pod.ts';
import type { Resource } from '../../resource/resource.ts';
import type { Selector } from '../../resource/selector.ts';
import { closestTo } from '../../resource/together.ts';
import { isWhole } from '../service/behind.ts';
import type { Direction, Peer, Policy, PolicyRule } from './policy.ts';

/**
 * The pods that a policy's selector certainly matches, where they are all of them and all written down; undefined
 * where others may be matched too.
 */
export function wholePods(
  graph: Graph,
  policy: Resource,
  namespace: string,
  selector: Selector,
): readonly Pod[] | undefined {
  if (policy.unrendered !== undefined) return undefined;
  const { sure, possible } = graph.select(namespace, selector);
  if (possible.length > 0) return undefined;
  const pods = closestTo(policy, sure, ({ owner }) => owner);
  if (!pods.every(isWhole)) return undefined;
  if (selector.requirements.length > 0) return pods;
  return graph.isComplete(policy, namespace) ? pods : undefined;
}

/** Where the traffic of a rule goes, and whose ports it therefore names (NP10, NP11); undefined if that is unknown. */
export function destinationsOf(
  graph: Graph,
  policy: Policy,
  direction: Direction,
  rule: PolicyRule,
): readonly Pod[] | undefined {
  const { resource, subject } = policy;
  if (direction === 'ingress') return wholePods(graph, resource, resource.namespace, subject);
  if (rule.peers.length === 0) return undefined;
  const found = new Set<Pod>();
  for (const peer of rule.peers) {
    const namespace = namespaceOfPeer(peer, resource.namespace);
    if (namespace === undefined) return undefined;
    const pods = wholePods(graph, resource, namespace, peer.pods ?? { requirements: [] });
    if (pods === undefined || pods.length === 0) return undefined;
    for (const pod of pods) found.add(pod);
  }
  return [...found];
}

/** The one namespace that a peer means, if its selector names it. */
export function namespaceOfPeer({ block, namespaces }: Peer, home: string): string | undefined {
  if (block !== undefined) return undefined;
  if (namespaces === undefined) return home;
  const [only, ...more] = namespaces.requirements;
  return more.length === 0 &&
    only?.key === 'kubernetes.io/metadata.name' &&
    only.operator === 'In' &&
    only.values.length === 1
    ? only.values[0]
    : undefined;
}
