import { listOf, objectOf } from '../../base/json.ts';
import { isPlaceholder } from '../../reference/world.ts';
import { nameOf } from '../../resource/resource.ts';
import type { Check } from '../rule.ts';

const TYPES = ['Ingress', 'Egress'];

/** `policyTypes` holds at most two values, each Ingress or Egress (k/k ValidateNetworkPolicySpec). */
export const check: Check = function* (resource) {
  const types = listOf(objectOf(resource.value.spec).policyTypes);
  for (const [index, type] of types.entries()) {
    if (typeof type !== 'string' || TYPES.includes(type) || isPlaceholder(type)) continue;
    const meant = TYPES.find((one) => one.toLowerCase() === type.trim().toLowerCase());
    const at = ['spec', 'policyTypes', index];
    yield {
      at,
      message: `Policy type ${type} is neither Ingress nor Egress; the API server rejects ${nameOf(resource)}.`,
      fixes:
        meant === undefined ? [] : [{ title: `Use ${meant}`, safety: 'safe', edits: [{ at, value: meant }] }],
    };
  }
  if (types.length > TYPES.length) {
    yield {
      at: ['spec', 'policyTypes'],
      part: 'key',
      message: `policyTypes has ${types.length} values, and the API server takes two at most; it rejects ${nameOf(resource)}.`,
    };
  }
};
