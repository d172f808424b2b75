import { addTo } from '../base/multimap.ts';
import type { TypeName } from '../resource/kinds.ts';
import type { Resource } from '../resource/resource.ts';
import type { Graph } from './graph.ts';

/** Every object of a type, namespace and name: variants of one object for several clusters share all three. */
export function sameNamed(
  graph: Graph,
  type: TypeName,
  namespace: string,
  name: string,
): readonly Resource[] {
  const table = graph.memo(`same name:${type}`, () => {
    const found = new Map<string, Resource[]>();
    for (const resource of graph.all(type)) {
      const key = `${resource.namespace}\0${resource.name}`;
      addTo(found, key, resource);
    }
    return found;
  });
  return table.get(`${namespace}\0${name}`) ?? NONE;
}

const NONE: readonly Resource[] = [];

/** The variants of a Service; undefined if there is none, or if one of them is not what will be applied. */
export function serviceVariants(
  graph: Graph,
  namespace: string,
  name: string | undefined,
): readonly [Resource, ...Resource[]] | undefined {
  const [first, ...others] = name === undefined ? NONE : sameNamed(graph, 'Service', namespace, name);
  return first === undefined || [first, ...others].some(({ unrendered }) => unrendered !== undefined)
    ? undefined
    : [first, ...others];
}
