import { isOverwritten } from '../../reach/service/behind.ts';
import { budgetsOf, budgetSelector } from '../../reach/budget.ts';
import type { Graph } from '../../reference/graph.ts';
import { nameOf } from '../../resource/resource.ts';
import type { Resource } from '../../resource/resource.ts';
import { identityOfObject, meets } from '../../resource/together.ts';
import { ofEveryCopy } from '../every-copy.ts';
import type { Check } from '../rule.ts';

/** Pods under two budgets, which cannot be evicted at all; said once, at the later budget. */
export const check: Check = ofEveryCopy(function* (budget, { graph }) {
  const selector = budgetSelector(budget);
  if (selector === undefined || budget.unrendered !== undefined || isOverwritten(graph, budget)) return;
  for (const pod of graph.select(budget.namespace, selector).sure) {
    if (pod.owner.unrendered !== undefined || !meets(pod.owner, budget)) continue;
    const before = earlier(graph, budget, budgetsOf(graph, pod));
    if (before === undefined) continue;
    yield {
      at: ['spec', 'selector'],
      message: `${nameOf(budget)} and ${nameOf(before)} both select the pods of ${nameOf(pod.owner)}; a pod under two budgets cannot be evicted, and draining its node fails.`,
      related: [
        { resource: before, at: ['spec', 'selector'], message: `${nameOf(before)} selects them too` },
        {
          resource: pod.owner,
          at: [...pod.path, 'metadata', 'labels'],
          message: `the pods of ${nameOf(pod.owner)} have the labels of both`,
        },
      ],
    };
    return;
  }
});

/** Of the budgets of a pod the first one before this one that is there together with it. */
function earlier(graph: Graph, budget: Resource, budgets: readonly Resource[]): Resource | undefined {
  for (const other of budgets) {
    if (other === budget) return undefined;
    if (
      identityOfObject(other) !== identityOfObject(budget) &&
      other.unrendered === undefined &&
      !isOverwritten(graph, other) &&
      meets(other, budget)
    )
      return other;
  }
  return undefined;
}
