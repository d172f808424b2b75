import { withoutEndSlashes } from '../../base/slashes.ts';
import type { RouteEntry } from '../route/entry.ts';

/**
 * What the specification counts, the greater first (GA6): the characters of the route's hostname, of one without
 * wildcard before one with it; an exact path, the length of a prefix, a method, how many
 * headers, how many query parameters. Where a regular expression stands is the implementation's own: it comes last here,
 * and whoever asks is told of one that matches, too. For a GRPCRoute (GA8) the characters of service and method are those
 * of the path. Source: gateway-api apis/v1/httproute_types.go HTTPRouteRule.Matches, grpcroute_types.go.
 */
export function rankOf(
  hostname: string,
  { path, method, headers, query }: Pick<RouteEntry, 'path' | 'method' | 'headers' | 'query'>,
): readonly number[] {
  return [
    hostname.startsWith('*.') ? 0 : hostname.length,
    hostname.length,
    path.kind === 'exact' ? 1 : 0,
    path.kind === 'prefix' ? 1 : 0,
    path.kind === 'prefix' ? withoutEndSlashes(path.value).length : 0,
    method === undefined ? 0 : 1,
    headers.length,
    query.length,
  ];
}
