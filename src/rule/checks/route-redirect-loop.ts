import { numberOf, objectOf, stringOf } from '../../base/json.ts';
import type { JsonObject } from '../../base/json.ts';
import { attachmentsOf, routesOn } from '../../reach/gateway/attachment.ts';
import type { AttachedListener } from '../../reach/gateway/attachment.ts';
import { routeRules } from '../../reach/gateway/route.ts';
import type { RouteRule } from '../../reach/gateway/route.ts';
import { intersectHosts } from '../../reach/route/host.ts';
import type { Graph } from '../../reference/graph.ts';
import { nameOf } from '../../resource/resource.ts';
import type { Resource } from '../../resource/resource.ts';
import type { Check } from '../rule.ts';

/** A rule that redirects a request to a URL which comes back to the same rule. */
export const check: Check = function* (route, { graph }) {
  if (route.unrendered !== undefined) return;
  const listeners = attachmentsOf(graph, route).flatMap((one) =>
    one.listeners.filter(({ certain }) => certain),
  );
  if (listeners.length === 0) return;
  const rules = routeRules(route);
  // What the proxy says of the client's scheme tells the requests apart.
  if (
    rules.some(({ matches }) => matches.some(({ headers }) => headers.some(({ name }) => SCHEME.test(name))))
  )
    return;
  for (const rule of rules) {
    const filter = rule.filters.find(({ type }) => type === 'RequestRedirect');
    if (filter === undefined) continue;
    const redirect = objectOf(filter.value.requestRedirect);
    if (!keepsAddress(redirect, rule)) continue;
    const loop = listeners.find((one) => leadsBack(redirect, one) && isFirst(graph, route, rule, one));
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

const SCHEME = /^x-(?:forwarded-proto|forwarded-scheme|scheme)$/i;

/** Whether a request comes back to the rule as it was: conditions may break the circle, and a redirect makes a GET. */
function keepsAddress(redirect: JsonObject, { matches }: RouteRule): boolean {
  if (redirect.hostname !== undefined || redirect.path !== undefined) return false;
  return matches.every(
    ({ headers, query, method }) =>
      headers.length === 0 && query.length === 0 && (method === undefined || method === 'GET'),
  );
}

/**
 * Whether the URL leads back to the listener: with its scheme, and its port, which is the well-known one of the scheme
 * unless written (httproute_types.go HTTPRequestRedirectFilter.Port).
 */
function leadsBack(redirect: JsonObject, { listener }: AttachedListener): boolean {
  const scheme = stringOf(redirect.scheme);
  const written = numberOf(redirect.port);
  // Without scheme and port the same listener is asked again.
  if (scheme === undefined) return written === undefined || written === listener.port;
  return (
    listener.protocol === scheme.toUpperCase() &&
    listener.port === (written ?? (scheme === 'https' ? 443 : 80))
  );
}

/** Whether nothing on the listener gets the requests before the rule: routes of narrower hosts, or with the same match. */
function isFirst(
  graph: Graph,
  route: Resource,
  { matches }: RouteRule,
  { listener, hosts }: AttachedListener,
): boolean {
  const others = routesOn(graph, listener).filter((one) => one.route !== route);
  return hosts.some((host) =>
    others.every((other) => {
      if (other.hosts.some((one) => one !== host && intersectHosts(one, host) === one)) return false;
      return (
        !other.hosts.includes(host) ||
        !routeRules(other.route).some((rule) =>
          rule.matches.some(({ path }) =>
            matches.some((mine) => mine.path.kind === path.kind && mine.path.value === path.value),
          ),
        )
      );
    }),
  );
}
