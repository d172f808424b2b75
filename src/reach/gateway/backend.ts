import { isObject, objectOf } from '../../base/json.ts';
import type { Graph } from '../../reference/graph.ts';
import { serviceVariants } from '../../reference/same-name.ts';
import { isPlaceholder } from '../../reference/world.ts';
import { describe } from '../../resource/resource.ts';
import type { Resource } from '../../resource/resource.ts';
import { isBuiltIn, typeName } from '../../resource/kinds.ts';
import { isOfEnvoyGateway } from '../peer/gateway-proxy.ts';
import { describeRedirect } from '../route/redirect.ts';
import { findServicePort, listServicePorts, servicePorts, serviceType } from '../service/service.ts';
import { missingExtension } from './extension.ts';
import { isPermitted } from './grant.ts';
import { protocolOf } from './kinds.ts';
import { readRedirect } from './redirect.ts';
import type { RouteBackend, RouteFilter } from './route.ts';

/** Why a backend gets nothing. Sources: gateway-api apis/v1/shared_types.go RouteConditionReason; of Envoy Gateway its internal/gatewayapi/status/error.go. */
export interface BackendFault {
  readonly reason:
    | 'InvalidKind'
    | 'RefNotPermitted'
    | 'BackendNotFound'
    | 'UnsupportedProtocol'
    | 'UnsupportedValue'
    | 'UnsupportedRefValue';
  /** Without a full stop. */
  readonly message: string;
}

/**
 * What is wrong with a backend for certain. `gateway` is whose listener sends the requests; undefined in a mesh, where
 * routes lead into other namespaces without a ReferenceGrant (GEP-1294, "Route types").
 */
export function faultOf(
  graph: Graph,
  route: Resource,
  backend: RouteBackend,
  gateway: Resource | undefined,
): BackendFault | undefined {
  const { group, kind, namespace, name } = backend;
  if (gateway !== undefined && isOfEnvoyGateway(graph, gateway)) {
    const refused = refusedByEnvoyGateway(route, backend);
    if (refused !== undefined)
      return {
        reason: 'UnsupportedRefValue',
        message: `Envoy Gateway refuses a backend with the filter ${refused.type}`,
      };
  }
  if (kind !== 'Service' || group !== '') {
    // Kinds of other groups are up to the implementation.
    if (!isBuiltIn(group)) {
      const ref = {
        as: 'backend',
        type: typeName(group, kind),
        kind,
        namespace,
        name,
        at: backend.at,
      } as const;
      return missingExtension(graph, route, ref) === undefined
        ? undefined
        : { reason: 'BackendNotFound', message: `${describe(ref.type, namespace, name)} does not exist` };
    }
    return { reason: 'InvalidKind', message: `${kind} of group "${group}" cannot be a backend` };
  }
  if (gateway !== undefined && isPermitted(graph, route, { group, kind, namespace, name }) === 'no')
    return {
      reason: 'RefNotPermitted',
      message: `no ReferenceGrant in namespace ${namespace} lets ${route.kind} of namespace ${route.namespace} refer to Service ${name}`,
    };
  return faultOfService(graph, route, backend, gateway);
}

function faultOfService(
  graph: Graph,
  route: Resource,
  { namespace, name, port }: RouteBackend,
  gateway: Resource | undefined,
): BackendFault | undefined {
  const resolution = graph.lookUp(route, 'Service', namespace, name);
  const what = describe('Service', namespace, name);
  if (resolution.status === 'missing' && resolution.certainty === 'certain')
    return { reason: 'BackendNotFound', message: `${what} does not exist` };
  if (resolution.status !== 'found') return undefined;
  if (serviceType(resolution.target) === 'ExternalName')
    return gateway !== undefined && isOfEnvoyGateway(graph, gateway)
      ? {
          reason: 'UnsupportedValue',
          message: `${what} is of type ExternalName, which Envoy Gateway refuses`,
        }
      : undefined;
  if (port === undefined) return undefined;
  const ports = servicePorts(resolution.target);
  const found = findServicePort(ports, port, protocolOf(route));
  if (ports.length === 0 || found?.protocol === protocolOf(route)) return undefined;
  if (found === undefined)
    return {
      reason: 'BackendNotFound',
      message: `${what} listens on ${listServicePorts(ports)}, not on ${port}`,
    };
  return otherProtocol(graph, route, { namespace, name, port }) === undefined
    ? undefined
    : {
        reason: 'UnsupportedProtocol',
        message: `port ${port} of ${what} is for ${found.protocol}, and ${route.kind} needs ${protocolOf(route)}`,
      };
}

/** The protocol of a backend's port where it is certainly another than the route's, whichever variant of the Service is applied. */
export function otherProtocol(
  graph: Graph,
  route: Resource,
  { namespace, name, port }: { readonly namespace: string; readonly name: string; readonly port: number },
): string | undefined {
  const wanted = protocolOf(route);
  const protocols = (serviceVariants(graph, namespace, name) ?? []).flatMap((service) => {
    const ports = servicePorts(service);
    // What is filled in later may be the number that is asked for.
    if (service.unrendered !== undefined || ports.some((one) => one.port === undefined)) return [wanted];
    const found = findServicePort(ports, port, wanted);
    return found === undefined ? [wanted] : [found.protocol];
  });
  return protocols.every((one) => one !== wanted && PROTOCOLS.has(one)) ? protocols[0] : undefined;
}

/** Others are the mistake of the Service. */
const PROTOCOLS: ReadonlySet<string> = new Set(['TCP', 'UDP', 'SCTP']);

/**
 * The filter for which Envoy Gateway takes a backend for invalid, in every version that reads filters of backends. Source:
 * envoyproxy/gateway internal/gatewayapi/validate.go validateBackendRefFilters.
 */
export function refusedByEnvoyGateway(
  { kind }: Pick<Resource, 'kind'>,
  { filters }: RouteBackend,
): RouteFilter | undefined {
  const taken =
    kind === 'HTTPRoute'
      ? new Set(['RequestHeaderModifier', 'ResponseHeaderModifier', 'ExtensionRef', 'URLRewrite', ''])
      : kind === 'GRPCRoute'
        ? new Set(['RequestHeaderModifier', 'ResponseHeaderModifier', ''])
        : undefined;
  return taken === undefined
    ? undefined
    : filters.find(
        ({ type, value }) =>
          !isPlaceholder(type) &&
          (!taken.has(type) || (type === 'URLRewrite' && isObject(objectOf(value.urlRewrite).path))),
      );
}

/**
 * What filters of a backend may do with its share of the requests; undefined where all of them let it go on. Filters of a
 * backend are up to the implementation (httproute_types.go HTTPBackendRef.Filters). Completes "…, unless ": a sentence
 * without a full stop.
 */
export function diversionOf({ filters }: RouteBackend): string | undefined {
  const diverting = filters.find(({ type }) => !PASSING.has(type));
  if (diverting === undefined) return undefined;
  return diverting.type === 'RequestRedirect'
    ? `its filter redirects them to ${describeRedirect(readRedirect(diverting.value))}, where the implementation follows filters of a backend`
    : `its filter ${diverting.type} does something else with them`;
}

/** Filters that change requests and responses, not the way that they take. */
const PASSING: ReadonlySet<string> = new Set([
  '',
  'RequestHeaderModifier',
  'ResponseHeaderModifier',
  'RequestMirror',
  'URLRewrite',
  'CORS',
]);

/** The part of the requests that a backend gets, of 1 (GA7). */
export function shareOf(backend: RouteBackend, all: readonly RouteBackend[]): number {
  const total = all.reduce((sum, { weight }) => sum + weight, 0);
  return total === 0 ? 0 : backend.weight / total;
}
