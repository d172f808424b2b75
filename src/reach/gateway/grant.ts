import { someOf } from '../../base/some.ts';
import { listOf, objectOf, stringOf } from '../../base/json.ts';
import type { JsonValue } from '../../base/json.ts';
import type { Graph } from '../../reference/graph.ts';
import { groupOf } from '../../resource/kinds.ts';
import type { Resource } from '../../resource/resource.ts';
import type { Match } from '../../resource/selector.ts';
import { specOf } from '../service/service.ts';
import { REFERENCE_GRANT } from './kinds.ts';

/** What is referred to, across namespaces. */
export interface Granted {
  readonly group: string;
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
}

/**
 * Whether an object may refer to one of another namespace: a ReferenceGrant there says so (GA7). `no` only where the
 * manifests show all of that namespace. Source: gateway-api apis/v1/referencegrant_types.go.
 */
export function isPermitted(graph: Graph, from: Resource, to: Granted): Match {
  if (from.namespace === to.namespace) return 'yes';
  if (grantsFor(graph, from, to.namespace).some((grant) => missOf(grant, from, to) === undefined))
    return 'yes';
  if (
    graph.isHidden(REFERENCE_GRANT.slice(REFERENCE_GRANT.indexOf('/') + 1)) ||
    from.unrendered !== undefined
  )
    return 'maybe';
  if (graph.closedWorld) return 'no';
  const shown = graph.isComplete(from, to.namespace) && !graph.mayBeDelivered(to.namespace);
  return shown ? 'no' : 'maybe';
}

/** The grants of a namespace that let an object in, by what they say of where references come from. */
function grantsFor(graph: Graph, from: Resource, namespace: string): readonly Resource[] {
  const table = graph.memo(`grants of ${namespace}`, () => {
    const bySource = new Map<string, Set<Resource>>();
    for (const grant of graph.inNamespace(namespace)) {
      if (grant.type !== REFERENCE_GRANT) continue;
      for (const source of listOf(specOf(grant).from).map(objectOf)) {
        const key = sourceKey(stringOf(source.group) ?? '', source.kind, source.namespace);
        bySource.set(key, (bySource.get(key) ?? new Set<Resource>()).add(grant));
      }
    }
    return new Map([...bySource].map(([key, grants]) => [key, [...grants]]));
  });
  return table.get(sourceKey(groupOf(from.apiVersion), from.kind, from.namespace)) ?? [];
}

function sourceKey(...parts: readonly (JsonValue | undefined)[]): string {
  return JSON.stringify(parts);
}

/**
 * Whether the backends of a route need grants: routes for a Service of a mesh, of producers or of consumers, lead into any
 * namespace without one, unless the route has a Gateway for a parent, too (GEP-1294, "Route types").
 */
export function needsGrants(route: Resource): boolean {
  const parents = listOf(specOf(route).parentRefs).map(objectOf);
  return (
    parents.length === 0 ||
    parents.some(({ group, kind }) => {
      const own = stringOf(group);
      return (
        (own === undefined && stringOf(kind) !== 'Service') ||
        (own?.startsWith('gateway.networking.') ?? false)
      );
    })
  );
}

/** Why a grant does not permit a reference; undefined if it does. Completes "it …": `is for routes of namespace shop`. */
export function missOf(grant: Resource, from: Resource, to: Granted): string | undefined {
  const spec = specOf(grant);
  if (grant.namespace !== to.namespace) return `is in namespace ${grant.namespace}, not in ${to.namespace}`;
  const group = groupOf(from.apiVersion);
  const sources = listOf(spec.from).map(objectOf);
  const source = sources.find(
    (one) =>
      (stringOf(one.group) ?? '') === group && one.kind === from.kind && one.namespace === from.namespace,
  );
  if (source === undefined)
    return `lets in ${someOf(
      sources.map(
        (one) =>
          `${stringOf(one.kind) ?? '?'} of group ${quoted(stringOf(one.group))} in namespace ${stringOf(one.namespace) ?? '?'}`,
      ),
    )}`;
  const targets = listOf(spec.to).map(objectOf);
  const target = targets.find(
    (one) =>
      (stringOf(one.group) ?? '') === to.group &&
      one.kind === to.kind &&
      (one.name === undefined || one.name === null || one.name === '' || one.name === to.name),
  );
  if (target !== undefined) return undefined;
  return `opens ${someOf(
    targets.map(
      (one) =>
        `${stringOf(one.kind) ?? '?'} ${stringOf(one.name) ?? ''}`.trim() +
        ` of group ${quoted(stringOf(one.group))}`,
    ),
  )}`;
}

function quoted(group: string | undefined): string {
  return `"${group ?? ''}"`;
}

/** Grants that were probably meant for a reference: in either namespace, and naming one of both sides. */
export function nearGrants(graph: Graph, from: Resource, to: Granted): readonly Resource[] {
  return [...graph.inNamespace(to.namespace), ...graph.inNamespace(from.namespace)].filter(
    (one) =>
      one.type === REFERENCE_GRANT &&
      (one.namespace === to.namespace ||
        listOf(specOf(one).from).some((source) => objectOf(source).kind === from.kind)),
  );
}
