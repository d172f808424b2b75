import { AddressSet, parseAddress } from '../../base/addresses.ts';
import { listOf, objectOf, stringOf } from '../../base/json.ts';
import type { Graph } from '../../reference/graph.ts';
import type { Resource } from '../../resource/resource.ts';
import { matches } from '../../resource/selector.ts';
import type { Selector } from '../../resource/selector.ts';
import type { EndClass } from './end-class.ts';
import { holds } from './outside.ts';
import { EVERY_END } from './traffic-policy.ts';
import type { TrafficPeer } from './traffic-policy.ts';

/**
 * Nodes by their labels: "matching on the IPs present in the node.Status.Addresses field of the node" (network-policy-api
 * apis/v1alpha1 AdminNetworkPolicyEgressPeer.nodes), as far as Nodes are in the input. There may be more of them.
 */
export function nodesPeer(graph: Graph, selector: Selector): TrafficPeer {
  const nodes = graph.all('Node');
  const among = addressesOf(nodes.filter(({ labels }) => matches(selector, { labels }) === 'yes'));
  const others = addressesOf(nodes.filter(({ labels }) => matches(selector, { labels }) === 'no')).subtract(
    among,
  );
  return {
    candidates: EVERY_END,
    admits: (end) => {
      if (isOfPodNetwork(end)) return 'no';
      if (!isLocated(end)) return 'maybe';
      const isAmong = holds(among, end);
      if (isAmong !== 'no') return isAmong;
      if (holds(others, end) === 'yes') return 'no';
      return graph.closedWorld && nodes.length > 0 ? 'no' : 'maybe';
    },
    blocks: [among, others],
  };
}

export function isOfPodNetwork(end: EndClass): boolean {
  return end.kind === 'pods' ? !end.pod.hostNetwork : end.kind === 'unseen' && end.unseen.isPod === 'yes';
}

function isLocated(end: EndClass): boolean {
  return end.kind === 'addresses' || (end.kind === 'pods' && end.pod.addresses !== undefined);
}

function addressesOf(nodes: readonly Resource[]): AddressSet {
  const addresses = nodes
    .flatMap(({ value }) => listOf(objectOf(value.status).addresses))
    .flatMap((entry) => parseAddress(stringOf(objectOf(entry).address) ?? '') ?? []);
  return AddressSet.of(addresses.map(({ family, value }) => ({ family, first: value, last: value })));
}
