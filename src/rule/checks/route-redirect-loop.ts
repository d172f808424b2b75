import { getAt, numberOf, objectOf, stringOf } from '../../base/json.ts';
import type { JsonObject } from '../../base/json.ts';
import { attachmentsOf } from '../../reach/gateway/attachment.ts';
import type { AttachedListener } from '../../reach/gateway/attachment.ts';
import { routeRules } from '../../reach/gateway/route.ts';
import type { RouteRule } from '../../reach/gateway/route.ts';
import { nameOf } from '../../resource/resource.ts';
import type { Check } from '../rule.ts';

/** A rule that redirects a request to a URL which comes back to the same rule. */
export const check: Check = function* (route, { graph }) {
  if (route.unrendered !== undefined) return;
  const listeners = attachmentsOf(graph, route).flatMap((one) =>
    one.listeners.filter(({ certain }) => certain),
  );
  if (listeners.length === 0) return;
  for (const rule of routeRules(route)) {
    const filter = rule.filters.find(({ type }) => type === 'RequestRedirect');
    if (filter === undefined) continue;
    const redirect = objectOf(filter.value.requestRedirect);
    if (!keepsAddress(redirect, rule)) continue;
    const loop = listeners.find((one) => isReached(redirect, one, listeners));
    if (loop === undefined) continue;
    const { listener } = loop;
    const scheme = stringOf(redirect.scheme);
    yield {
      at: scheme === undefined ? filter.at : [...filter.at, 'requestRedirect', 'scheme'],
      message: `${nameOf(route)} redirects ${scheme === undefined ? 'requests to where they come from' : `to ${scheme}`}, and is attached to listener ${listener.name} (${listener.protocol}), which takes them again; clients go round in circles.`,
      related: [
        {
          resource: listener.owner,
          at: [...listener.at, 'name'],
          message: `Listener ${listener.name} speaks ${listener.protocol}`,
        },
      ],
    };
  }
};

/** Whether host and path stay such that the rule matches again: conditions on headers may break the circle. */
function keepsAddress(redirect: JsonObject, { matches }: RouteRule): boolean {
  if (redirect.hostname !== undefined) return false;
  if (matches.some(({ headers, query }) => headers.length > 0 || query.length > 0)) return false;
  const path = objectOf(redirect.path);
  return path.type === undefined || getAt(redirect, ['path', 'replacePrefixMatch']) === '/';
}

/**
 * Whether the URL leads to a listener that has this rule: with its scheme, and its port, which is the well-known one of
 * the scheme unless written (httproute_types.go HTTPRequestRedirectFilter.Port).
 */
function isReached(
  redirect: JsonObject,
  { listener }: AttachedListener,
  all: readonly AttachedListener[],
): boolean {
  const scheme = stringOf(redirect.scheme);
  const written = numberOf(redirect.port);
  const protocol = scheme === undefined ? listener.protocol : scheme.toUpperCase();
  if (listener.protocol !== protocol) return false;
  if (redirect.path !== undefined) return false;
  // Without scheme and port the same listener is asked again.
  if (scheme === undefined) return written === undefined || written === listener.port;
  const port = written ?? (scheme === 'https' ? 443 : 80);
  return listener.port === port && all.some((one) => one.listener === listener);
}
