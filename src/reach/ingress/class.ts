import { stringOf } from '../../base/json.ts';
import type { Graph } from '../../reference/graph.ts';
import type { Resource } from '../../resource/resource.ts';
import { specOf } from '../service/service.ts';
import { demandingClasses } from './demanding.ts';
import { INGRESS_CLASS, isDefaultClass, onlyDefault } from './ingress-class.ts';

export const CLASS_ANNOTATION = 'kubernetes.io/ingress.class';

/** The class as written: the field wins over the annotation (IN7). */
export function classOf(ingress: Resource): string | undefined {
  return stringOf(specOf(ingress).ingressClassName) ?? ingress.annotations[CLASS_ANNOTATION];
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
