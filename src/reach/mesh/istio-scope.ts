import { isObject, listOf, objectOf, stringOf } from '../../base/json.ts';
import type { JsonObject } from '../../base/json.ts';
import type { Graph } from '../../reference/graph.ts';
import type { TypeName } from '../../resource/kinds.ts';
import type { Pod } from '../../resource/pod.ts';
import type { Resource } from '../../resource/resource.ts';
import { matches, readLabelSelector } from '../../resource/selector.ts';
import type { Match } from '../../resource/selector.ts';
import { specOf } from '../service/service.ts';

/** An object of Istio, and whether it is for some pods. */
export interface Scoped {
  readonly resource: Resource;
  readonly applies: 'yes' | 'maybe';
  /** 0 for pods that it selects, 1 for its namespace, 2 for the whole mesh. */
  readonly level: 0 | 1 | 2;
}

/**
 * The objects of a kind that are for a pod: of its namespace, and of the root namespace for all. Sources: istio/api
 * security/v1beta1/authorization_policy.proto, type/v1beta1/selector.proto.
 */
export function scopedTo(graph: Graph, type: TypeName, pod: Pod, via?: Resource): readonly Scoped[] {
  const roots = rootNamespaces(graph);
  return graph.all(type).flatMap((resource): readonly Scoped[] => {
    const root = roots.has(resource.namespace);
    if (resource.namespace !== pod.namespace && !root) return [];
    const targets = targetsOf(resource);
    if (targets.length > 0)
      return namesService(resource, targets, via) ? [{ resource, applies: 'maybe', level: 0 }] : [];
    const applies = selects(resource, pod);
    const level = isSelective(resource) ? 0 : resource.namespace === pod.namespace && !root ? 1 : 2;
    return applies === 'no' ? [] : [{ resource, applies, level }];
  });
}

/** Those of a waypoint, if there is one. */
function namesService(
  resource: Resource,
  targets: readonly JsonObject[],
  via: Resource | undefined,
): boolean {
  return (
    via?.namespace === resource.namespace &&
    targets.some(({ kind, name }) => kind === 'Service' && name === via.name)
  );
}

function targetsOf(resource: Resource): readonly JsonObject[] {
  const { targetRef, targetRefs } = specOf(resource);
  return [...(isObject(targetRef) ? [targetRef] : []), ...listOf(targetRefs).map(objectOf)];
}

function selectorOf(resource: Resource): JsonObject {
  const { selector, workloadSelector } = specOf(resource);
  const of = objectOf(selector ?? workloadSelector);
  return objectOf(of.matchLabels ?? of.labels);
}

function isSelective(resource: Resource): boolean {
  return Object.keys(selectorOf(resource)).length > 0;
}

function selects(resource: Resource, pod: Pod): Match {
  return matches(readLabelSelector({ matchLabels: selectorOf(resource) }) ?? { requirements: [] }, pod);
}

/** istio-system unless the configuration of the mesh says otherwise (istio/api mesh/v1alpha1/config.proto, rootNamespace). */
export function rootNamespaces(graph: Graph): ReadonlySet<string> {
  return graph.memo('root namespaces of istio', () => {
    const said = graph.all('ConfigMap').flatMap((map) => {
      if (!map.name.startsWith('istio')) return [];
      const mesh = stringOf(objectOf(map.value.data).mesh) ?? '';
      return /^rootNamespace: *["']?([a-z0-9-]+)/m.exec(mesh)?.[1] ?? [];
    });
    const operators = graph
      .all('install.istio.io/IstioOperator')
      .flatMap((one) => stringOf(objectOf(specOf(one).meshConfig).rootNamespace) ?? []);
    return new Set(['istio-system', ...said, ...operators]);
  });
}
