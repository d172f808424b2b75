import { getAt, numberOf, objectOf, stringOf } from '../../../src/base/json.ts';
import type { Graph } from '../../../src/reference/graph.ts';
import type { Resource } from '../../../src/resource/resource.ts';
import { hostFor, ofService, pathFor, urlOf } from './promised-parts.ts';
import type { Needed, Promised } from './promised-parts.ts';

/** A Route of OpenShift with a host: over https if it has `tls`, else over http. */
export function byOpenshift(graph: Graph, route: Resource): readonly Promised[] {
  const { host, path, to, port, tls } = objectOf(route.value.spec);
  const asked = stringOf(host) === undefined ? undefined : hostFor(stringOf(host));
  const where = pathFor(stringOf(path));
  if (asked === undefined || where === undefined) return [];
  const target = getAt({ port: port ?? null }, ['port', 'targetPort']);
  const needs: readonly Needed[] = [
    { resource: route, at: ['spec', 'to'] },
    ...ofService(graph, route.namespace, stringOf(objectOf(to).name), numberOf(target) ?? stringOf(target)),
  ];
  return [urlOf(graph, route, `${tls === undefined ? 'http' : 'https'}://${asked}${where}`, needs)];
}
