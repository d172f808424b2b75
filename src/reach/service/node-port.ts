import { numberOf } from '../../base/json.ts';
import type { Path } from '../../base/json.ts';
import type { Resource } from '../../resource/resource.ts';
import { servicePorts, serviceType, specOf } from './service.ts';
import type { ServicePort } from './service.ts';

/** What API servers allocate node ports from unless `--service-node-port-range` says otherwise. */
export const NODE_PORT_RANGE = { first: 30000, last: 32767 } as const;

/** A node port that a Service asks for; those that the API server chooses are not written. */
export interface NodePort {
  readonly field: 'nodePort' | 'healthCheckNodePort';
  readonly path: Path;
  readonly number: number;
  /** Undefined for the health check. */
  readonly port: ServicePort | undefined;
}

/**
 * The node ports that the API server would allocate for a Service. Those of other types than NodePort and LoadBalancer
 * are refused before (k/k pkg/apis/core/validation/validation.go ValidateService), and so is a health check without
 * `externalTrafficPolicy: Local`. Zero means that none is asked for.
 */
export function nodePortsOf(service: Resource): readonly NodePort[] {
  const type = serviceType(service);
  if (type !== 'NodePort' && type !== 'LoadBalancer') return [];
  const found: NodePort[] = [];
  for (const port of servicePorts(service)) {
    if (port.nodePort === undefined || port.nodePort === 0) continue;
    found.push({ field: 'nodePort', path: [...port.path, 'nodePort'], number: port.nodePort, port });
  }
  const spec = specOf(service);
  const check = numberOf(spec.healthCheckNodePort);
  if (check !== undefined && check !== 0 && type === 'LoadBalancer' && spec.externalTrafficPolicy === 'Local')
    found.push({
      field: 'healthCheckNodePort',
      path: ['spec', 'healthCheckNodePort'],
      number: check,
      port: undefined,
    });
  return found;
}
