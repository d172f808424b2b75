import { addTo } from '../../base/multimap.ts';
import type { Graph } from '../../reference/graph.ts';
import type { Resource } from '../../resource/resource.ts';
import { selectorKey, matches } from '../../resource/selector.ts';
import type { Requirement, Selector } from '../../resource/selector.ts';
import type { Reach } from '../reach.ts';
import { isExact } from './exact.ts';
import { inNameOrder } from './name-order.ts';
import type { Peer, Policy } from './policy.ts';
import { namespaceOfPeer } from './whole-pods.ts';

/** A peer that leaves out some values of a label, and so admits whoever has no such label (LS4). */
export interface Unlabelled {
  readonly requirement: Requirement;
  readonly field: 'podSelector' | 'namespaceSelector';
  /** The namespaces, or the owners of the pods, that have no such label. */
  readonly admitted: readonly Resource[];
  /** At least one, the policies in order of their names. */
  readonly places: readonly { readonly policy: Policy; readonly peer: Peer }[];
}

/**
 * One for each selector. Said only where the label is in use: some that the peer admits have it, and some have not.
 */
export function unlabelled(graph: Graph, reach: Reach, namespace: string): readonly Unlabelled[] {
  return graph.memo(`unlabelled peers:${namespace}`, () => {
    const places = new Map<string, { readonly policy: Policy; readonly peer: Peer }[]>();
    const found = new Map<string, Omit<Unlabelled, 'places'>>();
    for (const policy of inNameOrder(reach.policies(namespace))) {
      if (!isExact(graph, policy)) continue;
      for (const direction of ['ingress', 'egress'] as const) {
        if (!policy.isolates[direction]) continue;
        for (const peer of policy[direction].flatMap(({ peers }) => peers)) {
          const one = namespacesOf(graph, peer) ?? podsOf(graph, peer, namespace);
          if (one === undefined) continue;
          const key = JSON.stringify([
            peer.namespaces && selectorKey(peer.namespaces),
            peer.pods && selectorKey(peer.pods),
          ]);
          if (!found.has(key)) found.set(key, one);
          addTo(places, key, { policy, peer });
        }
      }
    }
    return [...found].map(([key, one]) => ({ ...one, places: places.get(key) ?? [] }));
  });
}

type Admitted = Omit<Unlabelled, 'places'>;

interface Labelled {
  readonly resource: Resource;
  readonly has: (key: string) => boolean;
}

function namespacesOf(graph: Graph, { namespaces }: Peer): Admitted | undefined {
  if (namespaces === undefined) return undefined;
  const names = new Set(graph.all('Namespace').map(({ name }) => name));
  const admitted = [...names].flatMap((name): readonly Labelled[] => {
    const set = graph.namespaceLabels(name);
    const { resource, labels } = set;
    if (resource === undefined || resource.unrendered !== undefined || matches(namespaces, set) !== 'yes')
      return [];
    return [{ resource, has: (key) => Object.hasOwn(labels, key) }];
  });
  return lackingOf(namespaces, admitted, 'namespaceSelector');
}

function podsOf(graph: Graph, peer: Peer, home: string): Admitted | undefined {
  const namespace = namespaceOfPeer(peer, home);
  if (peer.pods === undefined || namespace === undefined) return undefined;
  const admitted = graph
    .select(namespace, peer.pods)
    .sure.filter(({ written, open }) => written && open !== true)
    .map(({ owner, labels, added }) => ({
      resource: owner,
      has: (key: string) => Object.hasOwn(labels, key) || added.has(key),
    }));
  return lackingOf(peer.pods, admitted, 'podSelector');
}

function lackingOf(
  { requirements }: Selector,
  admitted: readonly Labelled[],
  field: Admitted['field'],
): Admitted | undefined {
  for (const requirement of requirements) {
    if (requirement.operator !== 'NotIn') continue;
    const lacking = admitted.filter(({ has }) => !has(requirement.key));
    if (lacking.length > 0 && lacking.length < admitted.length)
      return { requirement, field, admitted: lacking.map(({ resource }) => resource) };
  }
  return undefined;
}
