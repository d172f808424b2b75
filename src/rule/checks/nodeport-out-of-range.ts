import { dependentsOfService } from '../../reach/chain.ts';
import { NODE_PORT_RANGE, nodePortsOf } from '../../reach/service/node-port.ts';
import type { NodePort } from '../../reach/service/node-port.ts';
import type { Graph } from '../../reference/graph.ts';
import { identityOfObject } from '../../resource/together.ts';
import type { Check } from '../rule.ts';

const { first, last } = NODE_PORT_RANGE;

/**
 * Node ports that the allocator does not hand out (k/k pkg/registry/core/service/portallocator/allocator.go Allocate).
 * Where several Services of the input ask for such ports, somebody may have given the API server another range.
 */
export const check: Check = function* (service, { graph }) {
  for (const nodePort of nodePortsOf(service)) {
    if (isInside(nodePort)) continue;
    const possible = nodePort.number >= 1 && nodePort.number <= 65535;
    yield {
      at: nodePort.path,
      message: `${nodePort.field} ${nodePort.number} is outside of ${first}-${last}${possible ? `, the range of node ports unless the API server has another --service-node-port-range` : ''}; the API server rejects the Service.`,
      related: dependentsOfService(graph, service),
      ...(possible && servicesOutside(graph) > 1 ? { severity: 'warning' } : {}),
    };
  }
};

function isInside({ number }: NodePort): boolean {
  return number >= first && number <= last;
}

function servicesOutside(graph: Graph): number {
  return graph.memo('services with node ports outside the range', () => {
    const services = graph
      .all('Service')
      .filter((service) => nodePortsOf(service).some((nodePort) => !isInside(nodePort)));
    return new Set(services.map((service) => identityOfObject(service) ?? service)).size;
  });
}
