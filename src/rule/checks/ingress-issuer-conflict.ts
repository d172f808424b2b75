import { nameOf } from '../../resource/resource.ts';
import type { Check } from '../rule.ts';

const ISSUER = 'cert-manager.io/issuer';
const CLUSTER_ISSUER = 'cert-manager.io/cluster-issuer';

/** Annotations of cert-manager that exclude each other (issuerForIngressLike). */
export const check: Check = function* (ingress) {
  if (!Object.hasOwn(ingress.annotations, CLUSTER_ISSUER)) return;
  for (const key of [ISSUER, 'cert-manager.io/issuer-kind', 'cert-manager.io/issuer-group']) {
    if (!Object.hasOwn(ingress.annotations, key)) continue;
    yield {
      at: ['metadata', 'annotations', key],
      part: 'key',
      message: `${nameOf(ingress)} has both ${key} and ${CLUSTER_ISSUER}; cert-manager refuses that and issues no certificate.`,
      related: [
        {
          resource: ingress,
          at: ['metadata', 'annotations', CLUSTER_ISSUER],
          message: `${CLUSTER_ISSUER} is ${ingress.annotations[CLUSTER_ISSUER] ?? ''}`,
        },
      ],
    };
  }
};
