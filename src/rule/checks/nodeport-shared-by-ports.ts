import { nodePortsOf } from '../../reach/service/node-port.ts';
import type { NodePort } from '../../reach/service/node-port.ts';
import { nameOf } from '../../resource/resource.ts';
import type { Check } from '../rule.ts';

/**
 * Two ports of one Service with one node port. On creation only ports of the same number may share it, each with its
 * own protocol (k/k pkg/registry/core/service/storage/alloc.go initNodePorts, whose table is keyed by `port`; validation
 * refuses the same protocol twice, pkg/apis/core/validation/validation.go ValidateService).
 */
export const check: Check = function* (service) {
  const first = new Map<number, NodePort>();
  for (const nodePort of nodePortsOf(service)) {
    const other = first.get(nodePort.number);
    if (other === undefined) {
      first.set(nodePort.number, nodePort);
      continue;
    }
    if (mayShare(nodePort, other)) continue;
    yield {
      at: nodePort.path,
      message: `${label(other)} and ${label(nodePort)} of ${nameOf(service)} both ask for node port ${nodePort.number}; ${reason(nodePort, other)}, and the API server rejects the Service.`,
      related: [
        { resource: service, at: other.path, message: `${label(other)} has node port ${other.number}` },
      ],
    };
  }
};

function mayShare(a: NodePort, b: NodePort): boolean {
  return (
    a.port !== undefined &&
    b.port !== undefined &&
    a.port.port === b.port.port &&
    a.port.protocol !== b.port.protocol
  );
}

function reason(a: NodePort, b: NodePort): string {
  if (a.port === undefined || b.port === undefined) return 'a health check needs a node port of its own';
  return a.port.protocol === b.port.protocol
    ? 'one protocol can use it once'
    : 'different protocols share a node port only where port is the same number';
}

function label({ port }: NodePort): string {
  return port === undefined ? 'The health check' : `Port ${port.port ?? '?'}/${port.protocol}`;
}
