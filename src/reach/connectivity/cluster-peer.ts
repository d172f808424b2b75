import { AddressSet } from '../../base/addresses.ts';
import { isList, isObject } from '../../base/json.ts';
import type { JsonObject, JsonValue } from '../../base/json.ts';
import type { Graph } from '../../reference/graph.ts';
import { readLabelSelector } from '../../resource/selector.ts';
import type { Match } from '../../resource/selector.ts';
import type { EndClass, PodClass } from './end-class.ts';
import { addressesOf, blockPeer } from './outside.ts';
import type { Direction } from '../policy/policy.ts';
import { EVERYTHING, podsIn, selectUnseen } from './select-pods.ts';
import type { SelectPods } from './select-pods.ts';
import { EVERY_END } from './traffic-policy.ts';
import type { TrafficPeer } from './traffic-policy.ts';

/** Pods of the host network are no subjects (CP7). */
export function compileSubject(graph: Graph, subject: JsonObject): (pods: PodClass) => Match {
  const select = readPods(graph, subject);
  return ({ pod }) => (select === undefined || pod.hostNetwork ? 'no' : select(pod));
}

/** Undefined for a peer with no field that is known in this direction (CP5). */
export function compilePeer(graph: Graph, peer: JsonObject, direction: Direction): TrafficPeer | undefined {
  const select = readPods(graph, peer);
  if (select !== undefined) return { candidates: EVERY_END, admits: (end) => admitsPods(select, end) };
  if (direction === 'ingress') return undefined;
  const { networks, nodes, domainNames } = peer;
  // Blocks hold pods, too (CP6), as far as their addresses are known.
  if (isList(networks)) return blockPeer(blocksOf(networks));
  // Neither the addresses of nodes nor those behind names are written in manifests.
  if (isObject(nodes))
    return { candidates: EVERY_END, admits: (end) => (isOfPodNetwork(end) ? 'no' : 'maybe') };
  return isList(domainNames) ? { candidates: EVERY_END, admits: () => 'maybe' } : undefined;
}

/** Pods of the host network are no pods to these policies (CP7). */
function admitsPods(select: SelectPods, end: EndClass): Match {
  if (end.kind === 'unseen') return selectUnseen(select, end.unseen);
  return end.kind === 'pods' && isOfPodNetwork(end) ? select(end.pod) : 'no';
}

function isOfPodNetwork(end: EndClass): boolean {
  return end.kind === 'pods' ? !end.pod.hostNetwork : end.kind === 'unseen' && end.unseen.isPod === 'yes';
}

function blocksOf(networks: readonly JsonValue[]): AddressSet {
  return networks.reduce<AddressSet>(
    (all, text) => (typeof text === 'string' ? all.union(addressesOf(text, [])) : all),
    AddressSet.none,
  );
}

/** `namespaces`, or `pods` with both selectors, where an absent one is empty (v1alpha2 NamespacedPod). */
function readPods(graph: Graph, { namespaces, pods }: JsonObject): SelectPods | undefined {
  const around = readLabelSelector(namespaces);
  if (around !== undefined) return podsIn(graph, around, EVERYTHING);
  if (!isObject(pods)) return undefined;
  const { namespaceSelector, podSelector } = pods;
  return podsIn(
    graph,
    readLabelSelector(namespaceSelector) ?? EVERYTHING,
    readLabelSelector(podSelector) ?? EVERYTHING,
  );
}
