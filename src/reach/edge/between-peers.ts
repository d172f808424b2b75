import type { Graph } from '../../reference/graph.ts';
import { isProtocol } from '../../base/ports.ts';
import { nameOf } from '../../resource/resource.ts';
import { shownCaller } from '../peer/caller.ts';
import { isWhole } from '../service/behind.ts';
import { declaredPorts } from '../service/service.ts';
import type { Edge } from './edge.ts';

/** Names of ports on which the members of one cluster talk to each other. */
const PEER_PORT =
  /^(?:peers?|cluster|cluster-?rpc|raft|gossip|serf(?:lan)?|replication|internode(?:-\w+)?|quorum|(?:leader-)?election|epmd|dist|transport|interbroker|tcp-(?:peer|cluster|raft|gossip|transport|internode|epmd))(?:-(?:tcp|udp|tls))?$/;

/** The replicas of a StatefulSet on the ports that are called after what they do among themselves. */
export function peerEdges(graph: Graph): readonly Edge[] {
  return graph
    .all('apps/StatefulSet')
    .flatMap((owner) => graph.podsOf(owner))
    .filter((pod) => isWhole(pod) && (pod.replicas ?? 1) > 1)
    .flatMap((pod) =>
      declaredPorts(pod).flatMap(({ name, port, protocol, path }): readonly Edge[] =>
        port === undefined || !PEER_PORT.test(name) || !isProtocol(protocol)
          ? []
          : [
              {
                kind: 'peers',
                callers: [shownCaller(pod)],
                landings: [{ pod, protocol, port }],
                promise: {
                  resource: pod.owner,
                  at: path,
                  says: `${nameOf(pod.owner)} has ${pod.replicas ?? 2} replicas, and their port ${port} is called ${name}`,
                  requests: `connections between the replicas of ${nameOf(pod.owner)}`,
                },
                certain: false,
              },
            ],
      ),
    );
}
