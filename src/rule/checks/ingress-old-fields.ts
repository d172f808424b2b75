import { getAt, isObject } from '../../base/json.ts';
import type { JsonObject, Path } from '../../base/json.ts';
import { backendsOf, isServedIngress } from '../../reach/ingress/ingress.ts';
import { specOf } from '../../reach/service/service.ts';
import { nameOf } from '../../resource/resource.ts';
import type { Check } from '../rule.ts';

/** Fields of v1beta1 in an Ingress of v1. */
export const check: Check = function* (ingress) {
  if (!isServedIngress(ingress)) return;
  if (isObject(specOf(ingress).backend)) {
    yield {
      at: ['spec', 'backend'],
      part: 'key',
      message: `${nameOf(ingress)} has spec.backend, which networking.k8s.io/v1 calls spec.defaultBackend; kubectl refuses the Ingress, and others drop the field.`,
    };
  }
  for (const { at, value } of backendsOf(ingress)) {
    if (!isObject(value)) continue;
    const [old, ...others] = oldFields(value);
    if (old === undefined || getAt(value, ['service', 'name']) !== undefined) continue;
    const field: Path = [...at, old];
    yield {
      at: field,
      part: 'key',
      message: `A backend of ${nameOf(ingress)} has ${old}, a field of v1beta1; networking.k8s.io/v1 wants service.name and service.port.number, and the API server rejects the Ingress.`,
      related: others.map((other) => ({
        resource: ingress,
        at: [...at, other],
        message: `${other} is one, too`,
      })),
    };
  }
};

function oldFields(backend: JsonObject): readonly string[] {
  return ['serviceName', 'servicePort'].filter((field) => backend[field] !== undefined);
}
