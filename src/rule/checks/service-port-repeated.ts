import { servicePorts } from '../../reach/service/service.ts';
import type { ServicePort } from '../../reach/service/service.ts';
import { nameOf } from '../../resource/resource.ts';
import type { Check } from '../rule.ts';

/**
 * Two ports of one Service with the same name (`with.by: name`) or the same number and protocol (`with.by: port`);
 * k/k pkg/apis/core/validation/validation.go validateServicePort and ValidateService.
 */
export const check: Check = function* (service, { params }) {
  const byName = params.by === 'name';
  const first = new Map<string, ServicePort>();
  for (const port of servicePorts(service)) {
    const key = byName ? port.name : port.port === undefined ? '' : `${port.port}/${port.protocol}`;
    if (key === '') continue;
    const other = first.get(key);
    if (other === undefined) {
      first.set(key, port);
      continue;
    }
    const what = byName ? `The name ${key}` : `Port ${key}`;
    yield {
      at: [...port.path, byName ? 'name' : 'port'],
      message: `${what} is given twice in ${nameOf(service)}; the API server rejects the Service.`,
      related: [
        {
          resource: service,
          at: [...other.path, byName ? 'name' : 'port'],
          message: `${what} is here already`,
        },
      ],
    };
  }
};
