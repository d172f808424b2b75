import { getAt, listOf, objectOf, stringOf } from '../../base/json.ts';
import type { JsonValue, Path } from '../../base/json.ts';
import type { Graph } from '../../reference/graph.ts';
import type { Missing } from '../../reference/lookup.ts';
import { isBuiltIn, isClusterScoped, typeName } from '../../resource/kinds.ts';
import type { TypeName } from '../../resource/kinds.ts';
import type { Resource } from '../../resource/resource.ts';
import { specOf } from '../service/service.ts';
import { isRoute } from './kinds.ts';
import { routeRules } from './route.ts';

/** A reference to an object of a kind that an implementation brings along. */
export interface ExtensionRef {
  readonly as: 'filter' | 'backend' | 'parameters';
  readonly type: TypeName;
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
  /** To the reference, which has a `name`. */
  readonly at: Path;
}

/** The references to such objects in routes, Gateways and GatewayClasses. */
export function extensionRefs(resource: Resource): readonly ExtensionRef[] {
  const spec = specOf(resource);
  if (!isRoute(resource)) {
    const at = resource.kind === 'Gateway' ? ['infrastructure', 'parametersRef'] : ['parametersRef'];
    return read(resource, 'parameters', getAt(spec, at), ['spec', ...at]);
  }
  return routeRules(resource).flatMap(({ filters, backends }) => [
    ...[...filters, ...backends.flatMap((backend) => backend.filters)].flatMap(({ at, value }) =>
      read(resource, 'filter', value.extensionRef, [...at, 'extensionRef']),
    ),
    ...backends.flatMap(({ at }) => read(resource, 'backend', getAt(resource.value, at), at)),
  ]);
}

function read(
  from: Resource,
  as: ExtensionRef['as'],
  value: JsonValue | undefined,
  at: Path,
): readonly ExtensionRef[] {
  const { group, kind, name, namespace } = objectOf(value);
  if (typeof group !== 'string' || typeof kind !== 'string' || typeof name !== 'string' || name === '')
    return [];
  // Of the core there are other rules, but for what a Gateway takes its parameters from.
  if (as !== 'parameters' && isBuiltIn(group)) return [];
  const type = typeName(group, kind);
  return [{ as, type, kind, namespace: stringOf(namespace) ?? from.namespace, name, at }];
}

/** What is missing for certain: only of kinds of which the input shows others, since definitions may come with objects. */
export function missingExtension(graph: Graph, from: Resource, ref: ExtensionRef): Missing | undefined {
  if (!graph.closedWorld && graph.all(ref.type).length === 0) return undefined;
  const namespace = isClusterScoped(ref.type) ? '' : ref.namespace;
  const resolution = graph.lookUp(from, ref.type, namespace, ref.name);
  return resolution.status === 'missing' && resolution.certainty === 'certain' ? resolution : undefined;
}

/** The first filter of a rule whose extension is missing: requests must not go on without it (httproute_types.go HTTPRouteFilter.ExtensionRef). */
export function missingFilter(graph: Graph, route: Resource, rule: Path): ExtensionRef | undefined {
  return listOf(getAt(route.value, [...rule, 'filters']))
    .flatMap((filter, index) =>
      read(route, 'filter', objectOf(filter).extensionRef, [...rule, 'filters', index, 'extensionRef']),
    )
    .find((ref) => missingExtension(graph, route, ref) !== undefined);
}
