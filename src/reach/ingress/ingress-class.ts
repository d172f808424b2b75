import type { Graph } from '../../reference/graph.ts';
import type { Resource } from '../../resource/resource.ts';

export const INGRESS_CLASS = 'networking.k8s.io/IngressClass';
export const DEFAULT_CLASS_ANNOTATION = 'ingressclass.kubernetes.io/is-default-class';

export function isDefaultClass(ingressClass: Resource): boolean {
  return ingressClass.annotations[DEFAULT_CLASS_ANNOTATION] === 'true';
}

export function onlyDefault(graph: Graph): Resource | undefined {
  const defaults = graph.all(INGRESS_CLASS).filter(isDefaultClass);
  return defaults.length === 1 ? defaults[0] : undefined;
}
