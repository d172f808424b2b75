import { AddressSet } from '../../base/addresses.ts';
import { isList, isObject, listOf } from '../../base/json.ts';
import type { JsonObject, JsonValue } from '../../base/json.ts';
import type { Graph } from '../../reference/graph.ts';
import { readLabelSelector } from '../../resource/selector.ts';
import type { Match } from '../../resource/selector.ts';
import type { Crowd } from './crowd.ts';
import type { EndClass, PodClass } from './end-class.ts';
import { isOfPodNetwork, nodesPeer } from './nodes-peer.ts';
import { addressesOf, networkPeer } from './outside.ts';
import type { Direction } from '../policy/policy.ts';
import { EVERYTHING, podsIn, selectUnseen } from './select-pods.ts';
import type { SelectPods } from './select-pods.ts';
import { EVERY_END } from './traffic-policy.ts';
import type { TrafficPeer } from './traffic-policy.ts';

/** Pods of the host network are no subjects (CP7). */
export function compileSubject(graph: Graph, subject: JsonObject): (pods: PodClass) => Match {
  const crowd = readPods(subject);
  if (crowd === undefined) return () => 'no';
  const select = podsIn(graph, crowd.namespaces, crowd.pods);
  return ({ pod }) => (pod.hostNetwork ? 'no' : select(pod));
}

/**
 * The peers of a rule. Undefined where one of them has no field that is known in this direction (CP5). All networks are
 * one peer: those of both families together hold every pod.
 */
export function compilePeers(
  graph: Graph,
  peers: readonly JsonObject[],
  direction: Direction,
): readonly TrafficPeer[] | undefined {
  const found = peers.map((peer) => compilePeer(graph, peer, direction));
  const known = found.filter((peer) => peer !== undefined);
  if (known.length < found.length) return undefined;
  const networks = peers.flatMap(({ networks }) => listOf(networks));
  const single = known.filter((peer): peer is TrafficPeer => peer !== 'networks');
  return single.length === known.length ? single : [...single, networkPeer(graph, blocksOf(networks))];
}

function compilePeer(
  graph: Graph,
  peer: JsonObject,
  direction: Direction,
): TrafficPeer | 'networks' | undefined {
  const crowd = readPods(peer);
  if (crowd !== undefined) {
    const select = podsIn(graph, crowd.namespaces, crowd.pods);
    return { candidates: EVERY_END, admits: (end) => admitsPods(select, end), crowd };
  }
  if (direction === 'ingress') return undefined;
  const { networks, nodes, domainNames } = peer;
  if (isList(networks)) return 'networks';
  const selector = readLabelSelector(nodes);
  if (selector !== undefined) return nodesPeer(graph, selector);
  // What addresses are behind names nobody writes down.
  return isList(domainNames) ? { candidates: EVERY_END, admits: () => 'maybe' } : undefined;
}

/** Pods of the host network are no pods to these policies (CP7). */
function admitsPods(select: SelectPods, end: EndClass): Match {
  if (end.kind === 'unseen') return selectUnseen(select, end.unseen);
  return end.kind === 'pods' && isOfPodNetwork(end) ? select(end.pod) : 'no';
}

function blocksOf(networks: readonly JsonValue[]): AddressSet {
  return AddressSet.of(
    networks.flatMap((text) => (typeof text === 'string' ? addressesOf(text, []).ranges() : [])),
  );
}

/** `namespaces`, or `pods` with both selectors, where an absent one is empty (v1alpha2 NamespacedPod). */
function readPods({ namespaces, pods }: JsonObject): Crowd | undefined {
  const around = readLabelSelector(namespaces);
  if (around !== undefined) return { home: undefined, namespaces: around, pods: EVERYTHING };
  if (!isObject(pods)) return undefined;
  const { namespaceSelector, podSelector } = pods;
  return {
    home: undefined,
    namespaces: readLabelSelector(namespaceSelector) ?? EVERYTHING,
    pods: readLabelSelector(podSelector) ?? EVERYTHING,
  };
}
