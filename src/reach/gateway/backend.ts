import type { Graph } from '../../reference/graph.ts';
import { describe } from '../../resource/resource.ts';
import type { Resource } from '../../resource/resource.ts';
import { isBuiltIn } from '../../resource/kinds.ts';
import { findServicePort, listServicePorts, servicePorts, serviceType } from '../service/service.ts';
import { isPermitted } from './grant.ts';
import type { RouteBackend } from './route.ts';

/** Why a backend gets nothing. Source: gateway-api apis/v1/shared_types.go RouteConditionReason. */
export interface BackendFault {
  readonly reason: 'InvalidKind' | 'RefNotPermitted' | 'BackendNotFound';
  /** Without a full stop. */
  readonly message: string;
}

/** What is wrong with a backend for certain. */
export function faultOf(graph: Graph, route: Resource, backend: RouteBackend): BackendFault | undefined {
  const { group, kind, namespace, name, port } = backend;
  if (kind !== 'Service' || group !== '') {
    // Kinds of other groups are up to the implementation.
    if (!isBuiltIn(group)) return undefined;
    return { reason: 'InvalidKind', message: `${kind} of group "${group}" cannot be a backend` };
  }
  if (isPermitted(graph, route, { group, kind, namespace, name }) === 'no')
    return {
      reason: 'RefNotPermitted',
      message: `no ReferenceGrant in namespace ${namespace} lets ${route.kind} of namespace ${route.namespace} refer to Service ${name}`,
    };
  const resolution = graph.lookUp(route, 'Service', namespace, name);
  if (resolution.status === 'missing' && resolution.certainty === 'certain')
    return { reason: 'BackendNotFound', message: `${describe('Service', namespace, name)} does not exist` };
  if (
    resolution.status !== 'found' ||
    port === undefined ||
    serviceType(resolution.target) === 'ExternalName'
  )
    return undefined;
  const ports = servicePorts(resolution.target);
  if (ports.length === 0 || findServicePort(ports, port) !== undefined) return undefined;
  return {
    reason: 'BackendNotFound',
    message: `${describe('Service', namespace, name)} listens on ${listServicePorts(ports)}, not on ${port}`,
  };
}

/** The part of the requests that a backend gets, of 1 (GA7). */
export function shareOf(backend: RouteBackend, all: readonly RouteBackend[]): number {
  const total = all.reduce((sum, { weight }) => sum + weight, 0);
  return total === 0 ? 0 : backend.weight / total;
}
