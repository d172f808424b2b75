import { attachmentsOf } from '../../reach/gateway/attachment.ts';
import { refusedByEnvoyGateway, shareOf } from '../../reach/gateway/backend.ts';
import { lossText } from '../../reach/gateway/loss.ts';
import { routeRules } from '../../reach/gateway/route.ts';
import { isOfEnvoyGateway } from '../../reach/peer/gateway-proxy.ts';
import { nameOf } from '../../resource/resource.ts';
import type { Check } from '../rule.ts';

/** A filter of one backend for which Envoy Gateway takes the backend for invalid. Filters of backends are up to the implementation. */
export const check: Check = function* (route, { graph }) {
  if (route.unrendered !== undefined) return;
  const gateways = attachmentsOf(graph, route).flatMap(({ outcome, listeners }) =>
    outcome === 'accepted' ? listeners.map(({ listener }) => listener.gateway) : [],
  );
  const [gateway] = gateways;
  if (gateway === undefined || !gateways.every((one) => isOfEnvoyGateway(graph, one))) return;
  for (const { backends } of routeRules(route)) {
    for (const backend of backends) {
      const filter = refusedByEnvoyGateway(route, backend);
      if (filter === undefined) continue;
      yield {
        at: [...filter.at, 'type'],
        message: `Backend ${backend.name} of ${nameOf(route)} has the filter ${filter.type}, and Envoy Gateway takes a backend with ${filter.type === 'URLRewrite' ? 'a rewritten path' : 'it'} for invalid (UnsupportedRefValue); ${lossText(route, backends.length === 1 ? 1 : shareOf(backend, backends))}. Filters of the rule have more support.`,
        related: [{ resource: gateway, message: `${nameOf(gateway)} is here` }],
      };
    }
  }
};
