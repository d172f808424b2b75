import { getAt } from '../../base/json.ts';
import { ingressPaths, isServedIngress, requestsTo } from '../../reach/ingress/ingress.ts';
import { isPlaceholder } from '../../reference/world.ts';
import { nameOf } from '../../resource/resource.ts';
import type { Check } from '../rule.ts';

const TYPES = ['Exact', 'Prefix', 'ImplementationSpecific'];

/** A path without a pathType, or with one that does not exist. */
export const check: Check = function* (ingress) {
  if (!isServedIngress(ingress)) return;
  for (const entry of ingressPaths(ingress)) {
    const at = [...entry.at, 'pathType'];
    const written = getAt(ingress.value, at);
    if (written === undefined || written === null) {
      if (ingress.unrendered !== undefined) continue;
      yield {
        at,
        message: `The path ${requestsTo(entry)} of ${nameOf(ingress)} has no pathType, which networking.k8s.io/v1 demands; the API server rejects the Ingress.`,
      };
      continue;
    }
    if (typeof written !== 'string' || TYPES.includes(written) || isPlaceholder(written)) continue;
    const meant = TYPES.find((type) => type.toLowerCase() === written.toLowerCase());
    yield {
      at,
      message: `pathType ${JSON.stringify(written)} of ${nameOf(ingress)} does not exist (${TYPES.join(', ')}); the API server rejects the Ingress.`,
      fixes:
        meant === undefined ? [] : [{ title: `Use ${meant}`, safety: 'safe', edits: [{ at, value: meant }] }],
    };
  }
};
