import type { Graph } from '../reference/graph.ts';
import { matches } from '../resource/selector.ts';
import { addressesOf, blockPeer } from './outside.ts';
import { admitsPod } from './policy.ts';
import type { Direction, Peer, Policy, PolicyRule } from './policy.ts';
import { portItem, portList } from './rule-ports.ts';
import { EVERYBODY, ruleFor } from './traffic-policy.ts';
import type { TrafficPeer, TrafficPolicy, TrafficRule } from './traffic-policy.ts';

/** A NetworkPolicy of networking.k8s.io, ready to be asked about classes of ends. Its rules only allow (NP3). */
export interface NetworkPolicy extends TrafficPolicy {
  readonly isolates: Readonly<Record<Direction, boolean>>;
}

export function compileNetworkPolicy(graph: Graph, policy: Policy): NetworkPolicy {
  const { resource, subject, isolates } = policy;
  const home = resource.namespace;
  return {
    resource,
    isolates,
    applies: ({ pod }) => (pod.namespace === home ? matches(subject, pod) : 'no'),
    ingress: policy.ingress.map((rule) => compileRule(graph, home, rule)),
    egress: policy.egress.map((rule) => compileRule(graph, home, rule)),
  };
}

function compileRule(graph: Graph, home: string, { path, peers, ports }: PolicyRule): TrafficRule {
  return ruleFor(peers.length === 0 ? [EVERYBODY] : peers.map((peer) => compilePeer(graph, home, peer)), {
    path,
    action: 'allow',
    ports: portList(ports.map(({ protocol, port, endPort }) => portItem(protocol, port, endPort))),
  });
}

/** The API server rejects a block together with selectors; the block is what plugins read first (NP8). */
function compilePeer(graph: Graph, home: string, peer: Peer): TrafficPeer {
  if (peer.block !== undefined) return blockPeer(addressesOf(peer.block.cidr, peer.block.except));
  return {
    admits: (end) => {
      if (end.kind === 'addresses') return 'no';
      const match = admitsPod(graph, peer, home, end.pod);
      // To some plugins pods of the host network are their node (NP19).
      return match === 'yes' && end.pod.hostNetwork ? 'maybe' : match;
    },
  };
}
