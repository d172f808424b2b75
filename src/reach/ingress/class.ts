import { stringOf } from '../../base/json.ts';
import type { Graph } from '../../reference/graph.ts';
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
  /** There is no default: controllers that want a class leave it alone. */
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
  return { by: classes.length > 0 || graph.closedWorld ? 'none' : 'unknown' };
}
