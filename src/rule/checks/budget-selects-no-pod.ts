import { mayLabelItself } from '../../reach/self-labelled.ts';
import { isOverwritten } from '../../reach/service/behind.ts';
import { budgetSelector } from '../../reach/budget.ts';
import { nearMiss } from '../../reach/near-miss.ts';
import { isPlaceholder } from '../../reference/world.ts';
import { ADDED_KEYS } from '../../resource/pod.ts';
import { nameOf } from '../../resource/resource.ts';
import { formatRequirement, formatSelector } from '../../resource/selector.ts';
import { ofEveryCopy } from '../every-copy.ts';
import type { Check } from '../rule.ts';

const UNPROTECTED = 'it protects nothing';

/** A PodDisruptionBudget that selects no pod. An empty selector means all pods, whichever these will be. */
export const check: Check = ofEveryCopy(function* (budget, { graph }) {
  if (budget.unrendered !== undefined || isOverwritten(graph, budget)) return;
  const selector = budgetSelector(budget);
  if (selector === undefined) {
    yield {
      at: ['spec', 'selector'],
      message: `${nameOf(budget)} has no selector, which selects no pods; ${UNPROTECTED}.`,
    };
    return;
  }
  const { requirements } = selector;
  if (requirements.length === 0) return;
  const words = requirements.flatMap(({ key, values }) => [key, ...values]);
  if (words.some(isPlaceholder) || requirements.some(({ key }) => ADDED_KEYS.has(key))) return;
  if (requirements.some(({ values }) => values.some((value) => value !== '' && graph.isHidden(value))))
    return;
  const { sure, possible } = graph.select(budget.namespace, selector);
  if (sure.length > 0 || possible.length > 0 || mayLabelItself(graph, budget.namespace, selector)) return;
  const miss = nearMiss(graph, budget, budget.namespace, selector);
  if (miss !== undefined) {
    const at = ['spec', 'selector', ...miss.requirement.path];
    const has =
      miss.kind === 'value'
        ? `have ${miss.requirement.key}=${miss.value}`
        : miss.kind === 'key'
          ? `have ${miss.key}`
          : 'do not have it, only the workload itself has';
    yield {
      at,
      message: `${nameOf(budget)} selects ${formatRequirement(miss.requirement)}, but the pods of ${nameOf(miss.pod.owner)} ${has}; ${UNPROTECTED}.`,
      related: [
        {
          resource: miss.pod.owner,
          at: [...miss.pod.path, 'metadata', 'labels'],
          message: `the labels of the pods of ${nameOf(miss.pod.owner)} are here`,
        },
      ],
      fixes:
        miss.kind === 'value'
          ? [{ title: `Select ${miss.value}`, safety: 'unsafe', edits: [{ at, value: miss.value }] }]
          : [],
    };
    return;
  }
  if (!graph.closedWorld && graph.mayHoldOtherPods(budget.namespace)) return;
  if (!graph.isComplete(budget, budget.namespace)) return;
  yield {
    at: ['spec', 'selector'],
    message: `${nameOf(budget)} selects ${formatSelector(selector)}, which no pod in namespace ${budget.namespace} has; ${UNPROTECTED}.`,
  };
});
