import { mayLabelItself } from '../self-labelled.ts';
import { addTo } from '../../base/multimap.ts';
import type { Graph } from '../../reference/graph.ts';
import { contradiction } from '../../resource/implies.ts';
import { formatSelector } from '../../resource/selector.ts';
import type { Reach } from '../reach.ts';
import { isForDns } from './dns.ts';
import { isExact } from './exact.ts';
import { inNameOrder } from './name-order.ts';
import { isUndecided, slipOfPeer } from './peer.ts';
import type { Peer, Policy } from './policy.ts';
import { namespaceOfPeer } from './whole-pods.ts';

/** Pods that policies of a namespace name as peers, and that are not there. */
export interface AbsentPeer {
  readonly namespace: string;
  /** As kubectl prints it. */
  readonly selector: string;
  /** At least one, the policies in order of their names. */
  readonly places: readonly { readonly policy: Policy; readonly peer: Peer }[];
}

/** One for each selector that no pod of a namespace has whose pods are all shown. What resembles a pod is a slip. */
export function absentPeers(graph: Graph, reach: Reach, namespace: string): readonly AbsentPeer[] {
  return graph.memo(`absent peers:${namespace}`, () => {
    const found = new Map<
      string,
      { readonly policy: Policy; readonly peer: Peer; readonly where: string }[]
    >();
    for (const policy of inNameOrder(reach.policies(namespace))) {
      if (!isExact(graph, policy)) continue;
      for (const direction of ['ingress', 'egress'] as const) {
        if (!policy.isolates[direction]) continue;
        for (const rule of policy[direction]) {
          if (isForDns(rule)) continue;
          for (const peer of rule.peers) {
            const where = namespaceOfPeer(peer, namespace);
            if (where === undefined || !isAbsent(graph, policy, peer, where)) continue;
            if (slipOfPeer(graph, policy, rule, peer) !== undefined) continue;
            addTo(found, `${where}\0${formatSelector(peer.pods ?? { requirements: [] })}`, {
              policy,
              peer,
              where,
            });
          }
        }
      }
    }
    return [...found].map(([key, places]) => ({
      namespace: places[0]?.where ?? namespace,
      selector: key.slice(key.indexOf('\0') + 1),
      places,
    }));
  });
}

function isAbsent(graph: Graph, { resource, subject }: Policy, { pods }: Peer, namespace: string): boolean {
  if (pods === undefined || pods.requirements.length === 0) return false;
  if (isUndecided(graph, pods) || contradiction(pods) !== undefined) return false;
  if (graph.pods(namespace).length === 0 || !graph.isComplete(resource, namespace)) return false;
  if (!graph.closedWorld && graph.mayHoldOtherPods(namespace)) return false;
  // Who ships an application with its policy does not ship those whom it talks to.
  const own = new Set(namespace === resource.namespace ? graph.select(namespace, subject).sure : []);
  if (!graph.closedWorld && graph.pods(namespace).every((pod) => own.has(pod))) return false;
  const { sure, possible } = graph.select(namespace, pods);
  return sure.length === 0 && possible.length === 0 && !mayLabelItself(graph, namespace, pods);
}
