import { stringOf } from '../../base/json.ts';
import { attachmentsOf, routesOn } from '../../reach/gateway/attachment.ts';
import type { AttachedListener } from '../../reach/gateway/attachment.ts';
import { intersectHosts } from '../../reach/route/host.ts';
import { older } from '../../reach/route/age.ts';
import { areCounterparts } from '../../reach/route/counterpart.ts';
import { specOf } from '../../reach/service/service.ts';
import type { Graph } from '../../reference/graph.ts';
import { nameOf } from '../../resource/resource.ts';
import type { Resource } from '../../resource/resource.ts';
import type { Check } from '../rule.ts';

/** A GRPCRoute that shares a hostname of a listener with an HTTPRoute: by the specification only one of the two is accepted. */
export const check: Check = function* (route, { graph }) {
  const told = new Set<Resource>();
  for (const { listeners } of attachmentsOf(graph, route)) {
    for (const one of listeners.filter(({ certain }) => certain)) {
      const found = sharing(graph, one).filter(
        ({ other }) => !told.has(other) && !areCounterparts(graph, route, other),
      );
      const [first, ...more] = found;
      if (first === undefined) continue;
      for (const { other } of found) told.add(other);
      const { other, host } = first;
      const oldest = more.length === 0 ? older(route, other) : undefined;
      const unknown = more.length === 0 ? 'the older of the two' : 'the oldest of them';
      const who = oldest === undefined ? unknown : nameOf(oldest);
      const others = more.length === 0 ? nameOf(other) : `${nameOf(other)} and ${more.length} more`;
      const shared = `${nameOf(route)} and ${others} share ${host === '' ? 'all hosts' : host} on listener ${one.listener.name}`;
      const refuses = refusesOne(graph, one.listener.gateway);
      yield {
        at: ['metadata', 'name'],
        message: refuses
          ? `${shared}; only ${who} is accepted, and requests for the other get 404.`
          : `${shared}; the Gateway API has only ${who} accepted, and then requests for the other get 404. Some controllers, such as Envoy Gateway, serve both.`,
        ...(refuses ? {} : { severity: 'warning' }),
        related: found
          .slice(0, MOST)
          .map((each) => ({ resource: each.other, message: `${nameOf(each.other)} is here` })),
      };
    }
  }
};

/** More places help nobody. */
const MOST = 5;

/**
 * Whether the controller of a Gateway is known to keep to the specification here: Traefik (traefik/traefik#13421
 * pkg/provider/kubernetes/gateway/grpcroute.go HasConflict). Envoy Gateway merges both kinds into one virtual host
 * (envoyproxy/gateway internal/gatewayapi/route.go), and Istio accepts both (istio/istio#59204).
 */
function refusesOne(graph: Graph, gateway: Resource): boolean {
  const name = stringOf(specOf(gateway).gatewayClassName) ?? '';
  const written = graph.find('gateway.networking.k8s.io/GatewayClass', '', name);
  return written === undefined
    ? name === 'traefik'
    : specOf(written).controllerName === 'traefik.io/gateway-controller';
}

function sharing(
  graph: Graph,
  { listener, hosts }: AttachedListener,
): readonly { other: Resource; host: string }[] {
  return routesOn(graph, listener).flatMap((one) => {
    if (one.route.kind !== 'HTTPRoute' || !one.certain) return [];
    for (const a of hosts)
      for (const b of one.hosts) {
        const host = intersectHosts(a, b);
        if (host !== undefined) return [{ other: one.route, host }];
      }
    return [];
  });
}
