import { listOf } from '../../base/json.ts';
import { classOf, INGRESS_CLASS, isDefaultClass } from '../../reach/ingress/class.ts';
import { specOf } from '../../reach/service/service.ts';
import type { Graph } from '../../reference/graph.ts';
import { isDelivery } from '../../reference/makers.ts';
import { nameOf } from '../../resource/resource.ts';
import type { Resource } from '../../resource/resource.ts';
import type { Check } from '../rule.ts';

/** An Ingress without a class where the classes are known, none is the default, and all of their controllers want one. */
export const check: Check = function* (ingress, { graph }) {
  if (classOf(ingress) !== undefined || ingress.unrendered !== undefined) return;
  const [first, ...others] = graph.memo('classes that must be named', () => demandingClasses(graph));
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

/**
 * Controllers that leave an Ingress without a class alone, unless told otherwise. Traefik, the AWS Load Balancer
 * Controller and GCE serve it.
 */
const DEMANDING: ReadonlySet<unknown> = new Set(['k8s.io/ingress-nginx', 'nginx.org/ingress-controller']);

function demandingClasses(graph: Graph): readonly Resource[] {
  const classes = graph.all(INGRESS_CLASS);
  const unknown =
    classes.some((one) => isDefaultClass(one) || one.unrendered !== undefined) ||
    !classes.every((one) => DEMANDING.has(specOf(one).controller)) ||
    graph.resources.some(isDelivery) ||
    graph
      .pods()
      .some(({ containers }) =>
        containers.some(({ value }) =>
          [...listOf(value.args), ...listOf(value.command)].some(
            (arg) => typeof arg === 'string' && arg.includes('watch-ingress-without-class'),
          ),
        ),
      );
  return unknown ? [] : classes;
}
