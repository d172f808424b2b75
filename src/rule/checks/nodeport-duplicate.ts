import { addTo } from '../../base/multimap.ts';
import { isOverwritten } from '../../reach/service/behind.ts';
import { nodePortsOf } from '../../reach/service/node-port.ts';
import { rivals } from '../../reference/claim.ts';
import type { Claim, Rival } from '../../reference/claim.ts';
import type { Graph } from '../../reference/graph.ts';
import { nameOf } from '../../resource/resource.ts';
import type { Resource } from '../../resource/resource.ts';
import type { Check } from '../rule.ts';

/**
 * A node port that another Service has. The allocator knows neither protocols nor namespaces, and health checks use the
 * same numbers (k/k pkg/registry/core/service/storage/alloc.go initNodePorts and allocHealthCheckNodePort).
 */
export const check: Check = function* (service, { graph }) {
  for (const [claim, rival] of table(graph).get(service) ?? []) {
    const other = rival.claim.resource;
    const likely = rival.certainty === 'likely';
    yield {
      at: claim.at,
      message: `${String(claim.at.at(-1))} ${claim.key} belongs to ${nameOf(other)} already, and a node port is given once in a cluster, whatever the protocol or namespace; ${likely ? 'if both are applied to one cluster, the second is rejected' : 'the API server rejects the second Service'}.`,
      ...(likely ? { severity: 'warning' } : {}),
      related: [
        { resource: other, at: rival.claim.at, message: `${nameOf(other)} has node port ${claim.key}` },
      ],
    };
  }
};

function table(graph: Graph): ReadonlyMap<Resource, readonly (readonly [Claim, Rival])[]> {
  return graph.memo('node ports claimed twice', () => {
    const claims = graph
      .all('Service')
      .filter((service) => !isOverwritten(graph, service))
      .flatMap((service) => {
        const seen = new Set<number>();
        return nodePortsOf(service).flatMap(({ number, path }): Claim[] => {
          if (seen.has(number)) return [];
          seen.add(number);
          return [{ resource: service, at: path, key: String(number) }];
        });
      });
    const byService = new Map<Resource, (readonly [Claim, Rival])[]>();
    for (const entry of rivals(claims)) {
      addTo(byService, entry[0].resource, entry);
    }
    return byService;
  });
}
