import { numberOf, objectOf, stringOf } from '../base/json.ts';
import type { JsonValue } from '../base/json.ts';
import type { Graph } from '../reference/graph.ts';
import { selectedBy } from '../reference/selected-by.ts';
import type { Pod } from '../resource/pod.ts';
import type { Resource } from '../resource/resource.ts';
import { readLabelSelector } from '../resource/selector.ts';
import type { Selector } from '../resource/selector.ts';

/** The selector of a PodDisruptionBudget: absent it selects no pod, `{}` every pod of the namespace (policy/v1). */
export function budgetSelector(budget: Resource): Selector | undefined {
  return readLabelSelector(objectOf(budget.value.spec).selector);
}

/** The budgets that certainly select a pod. */
export function budgetsOf(graph: Graph, pod: Pod): readonly Resource[] {
  const table = graph.memo('budgets of pods', () =>
    selectedBy(graph.all('policy/PodDisruptionBudget'), (budget) => {
      const selector = budgetSelector(budget);
      // Before policy/v1 an empty selector selected nothing.
      return selector === undefined ||
        (selector.requirements.length === 0 && budget.apiVersion !== 'policy/v1')
        ? undefined
        : graph.select(budget.namespace, selector);
    }),
  );
  return table.get(pod) ?? [];
}

/**
 * How many of `total` pods may be evicted at once while all are healthy, as the disruption controller computes it:
 * percentages are rounded up, of what must stay as of what may go. Undefined where the value cannot be read.
 */
export function evictable(
  value: JsonValue | undefined,
  field: BudgetField,
  total: number,
): number | undefined {
  const count = countOf(value, total);
  if (count === undefined) return undefined;
  return Math.max(0, field === 'maxUnavailable' ? count : total - count);
}

export type BudgetField = 'minAvailable' | 'maxUnavailable';

function countOf(value: JsonValue | undefined, total: number): number | undefined {
  const number = numberOf(value);
  if (number !== undefined) return number;
  const percent = /^(\d+)%$/.exec(stringOf(value) ?? '')?.[1];
  return percent === undefined ? undefined : Math.ceil((Number(percent) * total) / 100);
}
