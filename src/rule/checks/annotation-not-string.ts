import { isObject, objectOf } from '../../base/json.ts';
import { nameOf } from '../../resource/resource.ts';
import type { Check } from '../rule.ts';

/** An annotation whose value YAML reads as something else than a string. */
export const check: Check = function* (resource) {
  const annotations = objectOf(objectOf(resource.value.metadata).annotations);
  for (const [key, value] of Object.entries(annotations)) {
    if (value === undefined || value === null || typeof value === 'string') continue;
    const at = ['metadata', 'annotations', key];
    const kind = typeof value === 'object' ? (isObject(value) ? 'an object' : 'a list') : `a ${typeof value}`;
    yield {
      at,
      message: `Annotation ${key} of ${nameOf(resource)} is ${kind}, but annotations are strings; the API server rejects the ${resource.kind}. Put it in quotes.`,
      fixes:
        typeof value === 'object'
          ? []
          : [{ title: `Use the string "${value}"`, safety: 'safe', edits: [{ at, value: String(value) }] }],
    };
  }
};
