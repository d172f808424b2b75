import { listOf, stringOf } from '../../base/json.ts';
import { isHeadless, serviceType, specOf } from '../../reach/service/service.ts';
import { nameOf } from '../../resource/resource.ts';
import type { Check } from '../rule.ts';

/** An externalName that nobody reads (k/k pkg/api/service/warnings.go GetWarningsForService). */
export const check: Check = function* (service) {
  const spec = specOf(service);
  const type = serviceType(service);
  if (type === 'ExternalName' || (stringOf(spec.externalName) ?? '') === '') return;
  const rejected =
    listOf(spec.ports).length === 0 && !isHeadless(service) && service.unrendered === undefined;
  yield {
    at: ['spec', 'externalName'],
    part: 'key',
    message: `${nameOf(service)} has an externalName but no type ExternalName; ${rejected ? `it is a ${type} Service without ports, which the API server rejects` : 'the name is ignored, and the Service gets no alias'}.`,
    ...(rejected ? {} : { severity: 'warning' }),
  };
};
