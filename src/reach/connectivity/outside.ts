import { AddressSet } from '../../base/addresses.ts';
import type { AddressRange } from '../../base/addresses.ts';
import { parseCidr } from '../../base/cidr.ts';
import type { Cidr } from '../../base/cidr.ts';
import type { Graph } from '../../reference/graph.ts';
import type { Pod } from '../../resource/pod.ts';
import type { Match } from '../../resource/selector.ts';
import type { EndClass } from './end-class.ts';
import type { TrafficPeer } from './traffic-policy.ts';

/**
 * Ranges in which pods and nodes may have their addresses: all that is no public unicast. Source: the IANA registries
 * of IPv4 and IPv6 special-purpose addresses, multicast, and of IPv6 whatever is outside 2000::/3.
 */
const INSIDE: AddressSet = AddressSet.of(
  [
    '0.0.0.0/8',
    '10.0.0.0/8',
    '100.64.0.0/10',
    '127.0.0.0/8',
    '169.254.0.0/16',
    '172.16.0.0/12',
    '192.0.0.0/24',
    '192.0.2.0/24',
    '192.88.99.0/24',
    '192.168.0.0/16',
    '198.18.0.0/15',
    '198.51.100.0/24',
    '203.0.113.0/24',
    '224.0.0.0/3',
    '::/3',
    '2001::/23',
    '2001:db8::/32',
    '2002::/16',
    '3fff::/20',
    '4000::/2',
    '8000::/1',
  ].flatMap(blockOf),
);

/** The addresses of a range that no pod and no node can have. */
export function publicOf(range: AddressRange): AddressSet {
  return AddressSet.of([range]).subtract(INSIDE);
}

/** The addresses of a block as a policy writes it; none if the API server rejects it. */
export function addressesOf(cidr: string, except: readonly string[]): AddressSet {
  const [block] = blockOf(cidr);
  return block === undefined ? AddressSet.none : AddressSet.ofBlock(block, except.flatMap(blockOf));
}

function blockOf(text: string): readonly Cidr[] {
  const parsed = parseCidr(text);
  return parsed === undefined ? [] : [parsed.cidr];
}

/**
 * The ends that a block of a NetworkPolicy holds: some plugins never match pods with one, and only what it does not hold
 * is certain (NP13).
 */
export function blockPeer(graph: Graph, block: AddressSet): TrafficPeer {
  return peerOf(graph, block, (end) => {
    const held = holds(block, end);
    return held === 'yes' && end.kind !== 'addresses' ? 'maybe' : held;
  });
}

/**
 * The ends that blocks of cluster-scoped policies hold, pods among them: "that will allow or deny all IPv4 pod-to-pod
 * traffic as well" (CP6; network-policy-api apis/v1alpha2 ClusterNetworkPolicyEgressPeer.networks).
 */
export function networkPeer(graph: Graph, block: AddressSet): TrafficPeer {
  return peerOf(graph, block, (end) => holds(block, end));
}

function peerOf(graph: Graph, block: AddressSet, admits: TrafficPeer['admits']): TrafficPeer {
  const pods = isPublic(block) ? () => podsWithAddresses(graph) : 'all';
  return { candidates: { pods, addresses: true }, admits, blocks: [block] };
}

/** What no pod is in whose addresses are not known. */
function isPublic(block: AddressSet): boolean {
  return block.intersect(INSIDE).isEmpty;
}

function podsWithAddresses(graph: Graph): readonly Pod[] {
  return graph.memo('pods with addresses', () =>
    graph.pods().filter(({ addresses }) => addresses !== undefined),
  );
}

/** What has addresses of both families may be reached by either. */
export function holds(block: AddressSet, end: EndClass): Match {
  if (end.kind === 'addresses') {
    const { family, first } = end.range;
    return block.contains({ family, value: first }) ? 'yes' : 'no';
  }
  if (block.isEmpty) return 'no';
  if (end.kind === 'pods' && end.pod.addresses !== undefined) {
    const held = end.pod.addresses.filter((address) => block.contains(address)).length;
    return held === 0 ? 'no' : held === end.pod.addresses.length ? 'yes' : 'maybe';
  }
  if (block.equals(AddressSet.all)) return 'yes';
  // Nodes and load balancers may have public addresses.
  const isPod = end.kind === 'pods' || end.unseen.isPod === 'yes';
  return isPod && isPublic(block) ? 'no' : 'maybe';
}
