import { dependentsOfService } from '../../reach/chain.ts';
import { listServicePorts, servicePorts } from '../../reach/service/service.ts';
import { nameOf } from '../../resource/resource.ts';
import type { Check } from '../rule.ts';

/** A port without a name beside others (k/k pkg/apis/core/validation/validation.go validateServicePort). */
export const check: Check = function* (service, { graph }) {
  const ports = servicePorts(service);
  if (ports.length < 2) return;
  for (const port of ports) {
    if (port.name !== '') continue;
    yield {
      at: port.path,
      part: 'entry',
      message: `Port ${listServicePorts([port])} of ${nameOf(service)} has no name; with more than one port each needs one, and the API server rejects the Service.`,
      related: dependentsOfService(graph, service),
    };
  }
};
