import type { Graph } from '../../reference/graph.ts';
import { crowdOf } from './crowd.ts';
import { addressesOf, blockPeer } from './outside.ts';
import type { Direction, Peer, Policy, PolicyRule } from '../policy/policy.ts';
import { portItem, portList } from './rule-ports.ts';
import {
  candidatesIn,
  candidatesOf,
  EVERYTHING,
  podsIn,
  podsOfNamespace,
  selectUnseen,
} from './select-pods.ts';
import { EVERYBODY, NO_END, ruleFor } from './traffic-policy.ts';
import type { TrafficPeer, TrafficPolicy, TrafficRule } from './traffic-policy.ts';

/** A NetworkPolicy of networking.k8s.io, ready to be asked about classes of ends. Its rules only allow (NP3). */
export interface NetworkPolicy extends TrafficPolicy {
  readonly isolates: Readonly<Record<Direction, boolean>>;
}

export function compileNetworkPolicy(graph: Graph, policy: Policy): NetworkPolicy {
  const { resource, subject, isolates } = policy;
  const home = resource.namespace;
  const select = podsOfNamespace(graph, home, subject);
  return {
    resource,
    isolates,
    applies: ({ pod }) => select(pod),
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
function compilePeer(graph: Graph, home: string, { block, namespaces, pods }: Peer): TrafficPeer {
  if (block !== undefined) return blockPeer(graph, addressesOf(block.cidr, block.except));
  if (namespaces === undefined && pods === undefined) return { candidates: NO_END, admits: () => 'no' };
  const within = pods ?? EVERYTHING;
  const select =
    namespaces === undefined ? podsOfNamespace(graph, home, within) : podsIn(graph, namespaces, within);
  return {
    candidates: {
      pods: () =>
        namespaces === undefined
          ? candidatesOf(graph, [home], within)
          : candidatesIn(graph, namespaces, within),
      addresses: false,
    },
    admits: (end) => {
      if (end.kind === 'addresses') return 'no';
      if (end.kind === 'unseen') return selectUnseen(select, end.unseen);
      const match = select(end.pod);
      // To some plugins pods of the host network are their node (NP19).
      return match === 'yes' && end.pod.hostNetwork ? 'maybe' : match;
    },
    crowd: namespaces === undefined ? crowdOf(home, within) : { home: undefined, namespaces, pods: within },
  };
}
