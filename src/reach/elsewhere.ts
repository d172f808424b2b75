import { addTo } from '../base/multimap.ts';
import type { Graph } from '../reference/graph.ts';
import { isPlaceholderName } from '../reference/world.ts';
import type { Pod } from '../resource/pod.ts';
import { matches } from '../resource/selector.ts';
import type { Selector } from '../resource/selector.ts';

/** Pods of other namespaces that a selector of equalities matches; their namespaces are written down. */
export function podsElsewhere(graph: Graph, namespace: string, selector: Selector): readonly Pod[] {
  const [first] = selector.requirements;
  if (first === undefined || selector.requirements.some(({ operator }) => operator !== 'In')) return [];
  const table = graph.memo('pods by label', () => {
    const byLabel = new Map<string, Pod[]>();
    for (const pod of graph.pods()) {
      if (
        !pod.owner.namespaceWritten ||
        pod.owner.unrendered !== undefined ||
        isPlaceholderName(pod.namespace)
      )
        continue;
      for (const [key, value] of Object.entries(pod.labels)) {
        const label = `${key}=${value}`;
        addTo(byLabel, label, pod);
      }
    }
    return byLabel;
  });
  return first.values
    .flatMap((value) => table.get(`${first.key}=${value}`) ?? [])
    .filter((pod) => pod.namespace !== namespace && matches(selector, pod) === 'yes');
}
