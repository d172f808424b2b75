import type { Resource } from '../../resource/resource.ts';
import { percent } from '../route/words.ts';

/**
 * What becomes of the requests that a route cannot deliver. Sources: gateway-api apis/v1/httproute_types.go
 * HTTPRouteRule.BackendRefs (500), tcproute_types.go and udproute_types.go BackendRefs (a connection gets no answer).
 */
export function lossOf({ kind }: Pick<Resource, 'kind'>): { readonly what: string; readonly fate: string } {
  switch (kind) {
    case 'UDPRoute':
      return { what: 'packets', fate: 'are dropped' };
    case 'TCPRoute':
    case 'TLSRoute':
      return { what: 'connections', fate: 'are closed' };
    default:
      return { what: 'requests', fate: 'get 500' };
  }
}

/** `its requests get 500`, `25 % of its connections are closed`: of a share of 1. */
export function lossText(route: Pick<Resource, 'kind'>, share: number): string {
  const { what, fate } = lossOf(route);
  return share === 1 ? `its ${what} ${fate}` : `${percent(share)} of its ${what} ${fate}`;
}
