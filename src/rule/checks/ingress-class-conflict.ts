import { isPlaceholder } from '../../reference/world.ts';
import { CLASS_ANNOTATION } from '../../reach/ingress/class.ts';
import { specOf } from '../../reach/service/service.ts';
import { nameOf } from '../../resource/resource.ts';
import type { Check } from '../rule.ts';

/** The class annotation and `ingressClassName` differ, which no new Ingress may do. */
export const check: Check = function* (ingress) {
  const field = specOf(ingress).ingressClassName;
  const annotation = ingress.annotations[CLASS_ANNOTATION];
  if (typeof field !== 'string' || annotation === undefined || field === annotation) return;
  if (isPlaceholder(field) || isPlaceholder(annotation)) return;
  yield {
    at: ['metadata', 'annotations', CLASS_ANNOTATION],
    message: `${nameOf(ingress)} has the class "${annotation}" as annotation and "${field}" as ingressClassName; the API server rejects an Ingress whose two classes differ.`,
    related: [
      { resource: ingress, at: ['spec', 'ingressClassName'], message: `ingressClassName is "${field}"` },
    ],
  };
};
