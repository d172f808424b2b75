import { classOf } from '../../reach/ingress/class.ts';
import { demandingClasses } from '../../reach/ingress/demanding.ts';
import { nameOf } from '../../resource/resource.ts';
import type { Check } from '../rule.ts';

/** An Ingress without a class where the classes are known, none is the default, and all of their controllers want one. */
export const check: Check = function* (ingress, { graph }) {
  if (classOf(ingress) !== undefined || ingress.unrendered !== undefined) return;
  const [first, ...others] = demandingClasses(graph);
  if (first === undefined) return;
  yield {
    at: ['spec'],
    part: 'key',
    message: `${nameOf(ingress)} names no class, and no IngressClass here is the default, so no controller serves it. Set ingressClassName${others.length === 0 ? ` to ${first.name}` : ''}.`,
    related: [first, ...others]
      .slice(0, 5)
      .map((resource) => ({ resource, message: `${nameOf(resource)} is not the default class` })),
  };
};
