import type { Graph } from '../reference/graph.ts';
import type { Reference } from '../reference/reference.ts';
import type { Resource } from '../resource/resource.ts';
import type { Need } from './need.ts';

const INGRESS = 'networking.k8s.io/Ingress';

/**
 * What a certificate comes from that is not in the input: the Certificate that makes its Secret, or the annotations by which
 * cert-manager makes one. Where that fails, the Secret of another day may be there, so it is never more than `perhaps`.
 */
export function makersOf(graph: Graph, { from, namespace, name }: Reference): readonly Need[] {
  const maker = graph.makerOf('Secret', namespace, name);
  if (maker !== undefined && maker !== from)
    return [{ resource: maker, path: undefined, below: true, means: 'perhaps' }];
  if (from.type !== INGRESS) return [];
  return Object.keys(from.annotations)
    .filter((key) => key.startsWith('cert-manager.io/'))
    .map((key) => ({
      resource: from,
      path: ['metadata', 'annotations', key],
      below: false,
      means: 'perhaps',
    }));
}

/** With a CA for its clients, a Gateway takes only those that have a certificate of it. */
export function clientCaOf(listener: Resource, gateway: Resource | undefined): readonly Need[] {
  if (listener.type === INGRESS) return [];
  return [{ resource: gateway ?? listener, path: ['spec', 'tls', 'frontend'], below: true }];
}
