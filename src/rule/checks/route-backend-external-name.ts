import { attachmentsOf } from '../../reach/gateway/attachment.ts';
import { shareOf } from '../../reach/gateway/backend.ts';
import { needsGrants } from '../../reach/gateway/grant.ts';
import { lossText } from '../../reach/gateway/loss.ts';
import { routeRules } from '../../reach/gateway/route.ts';
import { isOfEnvoyGateway, isOfIstio } from '../../reach/peer/gateway-proxy.ts';
import { serviceType } from '../../reach/service/service.ts';
import { serviceVariants } from '../../reference/same-name.ts';
import { nameOf } from '../../resource/resource.ts';
import type { Check } from '../rule.ts';

/**
 * A backend that is another name for a host outside. Implementations should not follow it, and some do. Sources: gateway-api
 * apis/v1/object_reference_types.go BackendObjectReference.Kind; envoyproxy/gateway internal/gatewayapi/validate.go
 * validateBackendRefService.
 */
export const check: Check = function* (route, { graph }) {
  // Meshes look names up in their own way.
  if (route.unrendered !== undefined || !needsGrants(route)) return;
  const gateways = attachmentsOf(graph, route).flatMap(({ listeners }) =>
    listeners.map(({ listener }) => listener.gateway),
  );
  const all = (serves: typeof isOfIstio): boolean =>
    gateways.length > 0 && gateways.every((gateway) => serves(graph, gateway));
  if (all(isOfIstio)) return;
  const ofEnvoy = all(isOfEnvoyGateway);
  for (const { backends } of routeRules(route)) {
    for (const backend of backends) {
      if (backend.kind !== 'Service' || backend.group !== '' || backend.weight === 0) continue;
      const services = serviceVariants(graph, backend.namespace, backend.name) ?? [];
      const [service] = services;
      if (service === undefined || services.some((one) => serviceType(one) !== 'ExternalName')) continue;
      yield {
        at: [...backend.at, 'name'],
        ...(ofEnvoy ? {} : { severity: 'warning' as const }),
        message: `${nameOf(route)} sends requests to ${nameOf(service)}, which is of type ExternalName; ${ofEnvoy ? `Envoy Gateway refuses it, and ${lossText(route, backends.length === 1 ? 1 : shareOf(backend, backends))}` : 'the Gateway API tells implementations not to follow it (CVE-2021-25740), and with those that do not, requests fail'}.`,
        related: [{ resource: service, at: ['spec', 'type'], message: `${nameOf(service)} is here` }],
      };
    }
  }
};
