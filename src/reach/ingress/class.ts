import { listOf, stringOf } from '../../base/json.ts';
import type { Graph } from '../../reference/graph.ts';
import { isDelivery } from '../../reference/makers.ts';
import type { Resource } from '../../resource/resource.ts';
import { specOf } from '../service/service.ts';

export const INGRESS_CLASS = 'networking.k8s.io/IngressClass';
export const CLASS_ANNOTATION = 'kubernetes.io/ingress.class';
export const DEFAULT_CLASS_ANNOTATION = 'ingressclass.kubernetes.io/is-default-class';

/** The class as written: the field wins over the annotation (IN7). */
export function classOf(ingress: Resource): string | undefined {
  return stringOf(specOf(ingress).ingressClassName) ?? ingress.annotations[CLASS_ANNOTATION];
}

export function isDefaultClass(ingressClass: Resource): boolean {
  return ingressClass.annotations[DEFAULT_CLASS_ANNOTATION] === 'true';
}

export function onlyDefault(graph: Graph): Resource | undefined {
  const defaults = graph.all(INGRESS_CLASS).filter(isDefaultClass);
  return defaults.length === 1 ? defaults[0] : undefined;
}

/** How the class of an Ingress is settled (IN7). */
export type ResolvedClass =
  | { readonly by: 'field' | 'annotation'; readonly name: string; readonly written: Resource | undefined }
  /** The admission plugin DefaultIngressClass fills it in. */
  | { readonly by: 'default'; readonly name: string; readonly written: Resource }
  /** The classes of the cluster are not known, or several are the default. */
  | { readonly by: 'unknown' }
  /** There is no default, and all controllers want a class: nobody serves it. */
  | { readonly by: 'none' };

export function resolveClass(graph: Graph, ingress: Resource): ResolvedClass {
  const field = stringOf(specOf(ingress).ingressClassName);
  const name = field ?? ingress.annotations[CLASS_ANNOTATION];
  if (name !== undefined)
    return {
      by: field === undefined ? 'annotation' : 'field',
      name,
      written: graph.find(INGRESS_CLASS, '', name),
    };
  const classes = graph.all(INGRESS_CLASS);
  const written = onlyDefault(graph);
  if (written !== undefined) return { by: 'default', name: written.name, written };
  if (classes.some(isDefaultClass)) return { by: 'unknown' };
  return { by: demandingClasses(graph).length > 0 ? 'none' : 'unknown' };
}

/** The IngressClass of an Ingress, named or by default, if it is in the input. */
export function writtenClass(graph: Graph, ingress: Resource): Resource | undefined {
  const resolved = resolveClass(graph, ingress);
  return 'written' in resolved ? resolved.written : undefined;
}

/**
 * Controllers that leave an Ingress without a class alone, unless told otherwise. Traefik, the AWS Load Balancer
 * Controller and GCE serve it.
 */
const DEMANDING: ReadonlySet<unknown> = new Set(['k8s.io/ingress-nginx', 'nginx.org/ingress-controller']);

/** The classes of the input, if none of their controllers serves an Ingress that names no class; else none. */
export function demandingClasses(graph: Graph): readonly Resource[] {
  return graph.memo('classes that must be named', () => findDemanding(graph));
}

function findDemanding(graph: Graph): readonly Resource[] {
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
