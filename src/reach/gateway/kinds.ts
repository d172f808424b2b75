import type { Resource } from '../../resource/resource.ts';
import type { TypeName } from '../../resource/kinds.ts';

export const GATEWAY_GROUP = 'gateway.networking.k8s.io';
export const GATEWAY: TypeName = `${GATEWAY_GROUP}/Gateway`;
export const LISTENER_SET: TypeName = `${GATEWAY_GROUP}/ListenerSet`;
export const REFERENCE_GRANT: TypeName = `${GATEWAY_GROUP}/ReferenceGrant`;

export const ROUTE_KINDS = ['HTTPRoute', 'GRPCRoute', 'TLSRoute', 'TCPRoute', 'UDPRoute'] as const;

export function isRoute({ type }: Resource): boolean {
  return ROUTE_KINDS.some((kind) => type === `${GATEWAY_GROUP}/${kind}`);
}

/** What a route's backends are spoken to with; HTTP of whatever version is sent over TCP. */
export function protocolOf({ kind }: Pick<Resource, 'kind'>): 'TCP' | 'UDP' {
  return kind === 'UDPRoute' ? 'UDP' : 'TCP';
}

/**
 * The kinds of routes that a protocol supports (GA3). Source: gateway-api apis/v1/gateway_types.go ProtocolType and
 * AllowedRoutes.Kinds. Undefined for a protocol of an implementation's own.
 */
export function kindsFor(protocol: string, mode: string): readonly string[] | undefined {
  switch (protocol) {
    case 'HTTP':
    case 'HTTPS':
      return ['HTTPRoute', 'GRPCRoute'];
    case 'TLS':
      return mode === 'Terminate' ? ['TLSRoute', 'TCPRoute'] : ['TLSRoute'];
    case 'TCP':
      return ['TCPRoute'];
    case 'UDP':
      return ['UDPRoute'];
    default:
      return undefined;
  }
}
