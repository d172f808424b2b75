import { parseCidr } from '../../base/cidr.ts';
import { hiddenClients } from '../../reach/policy/hidden-clients.ts';
import type { Peer } from '../../reach/policy/policy.ts';
import { serviceType, specOf } from '../../reach/service/service.ts';
import { nameOf } from '../../resource/resource.ts';
import type { Check } from '../rule.ts';

/** Blocks of clients on pods whose requests come through nodes, and so from the addresses of nodes (NP16). */
export const check: Check = function* (resource, { graph, reach }) {
  for (const { service, pod, policy, peer, others } of hiddenClients(graph, reach, resource.namespace)) {
    if (policy.resource !== resource || peer.block === undefined) continue;
    const written = specOf(service).externalTrafficPolicy === 'Cluster';
    const blocks = policy.ingress.flatMap(({ peers }) => peers).flatMap(({ block }) => block ?? []);
    yield {
      at: [...peer.path, 'ipBlock', 'cidr'],
      // Nodes may have public addresses: single ones may be theirs, and all of the internet holds them.
      ...(blocks.every(isNetwork) ? {} : { severity: 'info' }),
      message: `Requests through ${nameOf(service)} (${serviceType(service)}, externalTrafficPolicy Cluster) usually arrive from the address of a node, not of the client: ${peer.block.cidr} does not hold it, and they are dropped. With Local they keep the address of the client.`,
      related: [
        {
          resource: service,
          at: written ? ['spec', 'externalTrafficPolicy'] : ['spec', 'type'],
          message: `${nameOf(service)} hides the addresses of clients`,
        },
        {
          resource: pod.owner,
          at: [...pod.path, 'metadata', 'labels'],
          part: 'key',
          message: `the pods of ${nameOf(pod.owner)} are behind it`,
        },
        ...others.slice(0, 10).map((other) => ({
          resource: other.resource,
          message: `${nameOf(other.resource)} names addresses of clients too`,
        })),
      ],
      fixes: written
        ? [
            {
              title: 'Use externalTrafficPolicy Local',
              safety: 'unsafe',
              edits: [{ resource: service, at: ['spec', 'externalTrafficPolicy'], value: 'Local' }],
            },
          ]
        : [],
    };
  }
};

function isNetwork({ cidr }: NonNullable<Peer['block']>): boolean {
  const block = parseCidr(cidr)?.cidr;
  return block !== undefined && block.bits >= 8 && block.first !== block.last;
}
