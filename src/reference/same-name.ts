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
