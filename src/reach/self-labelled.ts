import type { Graph } from '../reference/graph.ts';
import { selfLabelling } from '../reference/rights.ts';
import { matchesOne } from '../resource/selector.ts';
import type { Selector } from '../resource/selector.ts';

/**
 * Whether pods that may change their own labels may come to match a selector: what is written of them matches in part, and the
 * other keys are not written at all.
 */
export function mayLabelItself(graph: Graph, namespace: string, { requirements }: Selector): boolean {
  return selfLabelling(graph, namespace).some(({ labels, written }) => {
    const found = requirements.map((one) => matchesOne(one, { labels, open: true }));
    return written && found.includes('yes') && !found.includes('no');
  });
}
