import { getAt, numberOf, objectOf, stringOf } from '../../base/json.ts';
import type { JsonObject } from '../../base/json.ts';
import type { Redirect } from '../route/redirect.ts';

/** What a filter of the type RequestRedirect says. Source: gateway-api apis/v1/httproute_types.go HTTPRequestRedirectFilter. */
export function readRedirect(filter: JsonObject): Redirect {
  const redirect = objectOf(filter.requestRedirect);
  const scheme = stringOf(redirect.scheme);
  const all = stringOf(getAt(redirect, ['path', 'replaceFullPath']));
  const prefix = stringOf(getAt(redirect, ['path', 'replacePrefixMatch']));
  return {
    scheme: scheme === 'http' || scheme === 'https' ? scheme : undefined,
    host: stringOf(redirect.hostname)?.toLowerCase(),
    port: numberOf(redirect.port),
    path:
      all !== undefined
        ? { replaces: 'all', by: all }
        : prefix !== undefined
          ? { replaces: 'prefix', by: prefix }
          : undefined,
    status: numberOf(redirect.statusCode) ?? 302,
  };
}
