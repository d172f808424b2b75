import { addTo } from '../../base/multimap.ts';
import type { Graph } from '../../reference/graph.ts';
import type { Pod } from '../../resource/pod.ts';
import type { Resource } from '../../resource/resource.ts';

/** What makes pods: one row and one column of the map. */
export interface Workload {
  /** `shop/Deployment/web`. */
  readonly name: string;
  readonly namespace: string;
  /** The first of its variants, where several objects of the input have one identity. */
  readonly resource: Resource;
  /** Of all its templates and variants. */
  readonly pods: readonly Pod[];
}

/** All workloads, sorted by name. */
export function workloadsOf(graph: Graph): readonly Workload[] {
  return graph.memo('workloads', () => {
    const byName = new Map<string, Pod[]>();
    for (const pod of graph.pods()) addTo(byName, workloadName(pod), pod);
    return [...byName]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .flatMap(([name, pods]) => {
        const [first] = pods;
        return first === undefined ? [] : [{ name, namespace: first.namespace, resource: first.owner, pods }];
      });
  });
}

export function workloadName({ namespace, owner }: Pod): string {
  return `${namespace}/${owner.kind}/${owner.name}`;
}
