import { slip } from '../../base/nearest.ts';
import { getAt, isObject } from '../../base/json.ts';
import type { JsonObject } from '../../base/json.ts';
import { dependentsOfPod } from '../../reach/chain.ts';
import { isPlaceholder } from '../../reference/world.ts';
import { nameOf } from '../../resource/resource.ts';
import type { Resource } from '../../resource/resource.ts';
import {
  formatRequirement,
  matchesOne,
  readLabelSelector,
  readMapSelector,
} from '../../resource/selector.ts';
import type { Selector } from '../../resource/selector.ts';
import type { Check, FindingFix } from '../rule.ts';

/**
 * A workload whose selector does not match the labels of its own template, which the API server refuses. It looks at
 * the template alone: labels that controllers add later do not help.
 */
export const check: Check = function* (resource, { graph }) {
  if (resource.unrendered !== undefined) return;
  const [pod] = graph.podsOf(resource);
  if (pod === undefined) return;
  const selector = selectorOf(resource);
  if (selector === undefined) return;
  const labels = labelsAt(resource);
  if (selector.requirements.length === 0) {
    if (!isEmpty(resource.value)) return;
    yield {
      at: ['spec', 'selector'],
      message: `The selector of ${nameOf(resource)} is empty; the API server rejects it.`,
      related: dependentsOfPod(graph, pod),
    };
    return;
  }
  for (const requirement of selector.requirements) {
    const { key } = requirement;
    // A label that is no string is refused for itself.
    if (labels[key] !== undefined && labels[key] !== null && typeof labels[key] !== 'string') continue;
    if (matchesOne(requirement, { labels: pod.labels }) !== 'no') continue;
    if ([key, ...requirement.values, pod.labels[key] ?? ''].some(isPlaceholder)) continue;
    const at = ['spec', 'selector', ...requirement.path];
    const value = pod.labels[key];
    yield {
      at,
      message: `${nameOf(resource)} selects ${formatRequirement(requirement)}, but its pod template has ${value === undefined ? `no label ${key}` : `${key}=${value}`}; the API server rejects it.`,
      related: [
        {
          resource,
          at: [...pod.path, 'metadata', 'labels', key],
          message: `the labels of its pods are here`,
        },
        ...dependentsOfPod(graph, pod),
      ],
      fixes: fixOf(requirement.values, value, at),
    };
    return;
  }
};

function selectorOf(resource: Resource): Selector | undefined {
  const selector = getAt(resource.value, ['spec', 'selector']);
  // The selector of a ReplicationController is a plain map, and an empty one defaults to the template's labels.
  return resource.type === 'ReplicationController' ? readMapSelector(selector) : readLabelSelector(selector);
}

function labelsAt(resource: Resource): JsonObject {
  const labels = getAt(resource.value, ['spec', 'template', 'metadata', 'labels']);
  return isObject(labels) ? labels : {};
}

function isEmpty(value: JsonObject): boolean {
  const selector = getAt(value, ['spec', 'selector']);
  return isObject(selector) && Object.values(selector).every((part) => isBare(part));
}

function isBare(part: unknown): boolean {
  return part === null || (typeof part === 'object' && Object.keys(part).length === 0);
}

function fixOf(
  values: readonly string[],
  value: string | undefined,
  at: readonly (string | number)[],
): readonly FindingFix[] {
  const [wanted] = values;
  if (values.length !== 1 || wanted === undefined || value === undefined || at[2] !== 'matchLabels')
    return [];
  if (slip(wanted, [value]) === undefined) return [];
  return [{ title: `Select ${value}`, safety: 'unsafe', edits: [{ at, value }] }];
}
