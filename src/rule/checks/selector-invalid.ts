import { getAt, isList, isObject, listOf } from '../../base/json.ts';
import type { JsonObject, JsonValue, Path } from '../../base/json.ts';
import { LABEL_ROWS } from '../../reference/catalog.ts';
import { readPattern, walk } from '../../reference/pattern.ts';
import type { Pattern } from '../../reference/pattern.ts';
import { isPlaceholder } from '../../reference/world.ts';
import { groupOf, isBuiltIn } from '../../resource/kinds.ts';
import { nameOf } from '../../resource/resource.ts';
import type { Check, Finding } from '../rule.ts';

/** Expressions of any label selector that the API server refuses (apimachinery ValidateLabelSelectorRequirement). */
export const check: Check = function* (resource, { graph }) {
  const found: Finding[] = [];
  const visit =
    (base: Path) =>
    (selector: JsonValue, path: Path): void => {
      listOf(getAt(selector, ['matchExpressions'])).forEach((entry, index) => {
        if (isObject(entry)) found.push(...flawsOf(entry, [...base, ...path, 'matchExpressions', index]));
      });
    };
  for (const pattern of SELECTORS.get(resource.type) ?? []) walk(resource.value, pattern, visit([]));
  // Operators of custom resources validate, or do not validate, the pod templates in them.
  if (isBuiltIn(groupOf(resource.apiVersion))) {
    for (const pod of graph.podsOf(resource)) {
      if (!pod.written) continue;
      for (const pattern of SELECTORS.get('@pod') ?? [])
        walk(pod.spec, pattern, visit([...pod.path, 'spec']));
    }
  }
  for (const finding of found)
    yield { ...finding, message: `${finding.message} The API server rejects ${nameOf(resource)}.` };
};

const SELECTORS: ReadonlyMap<string, readonly Pattern[]> = selectorsByType();

function selectorsByType(): ReadonlyMap<string, readonly Pattern[]> {
  const byType = new Map<string, readonly Pattern[]>();
  for (const { from, at, by } of LABEL_ROWS) {
    // Selectors of custom resources are read by their operators; the API server sees what their schema says.
    if (by !== 'labels' || (from !== '@pod' && !isBuiltIn(from.includes('/') ? groupOf(from) : ''))) continue;
    byType.set(from, [...(byType.get(from) ?? []), readPattern(at)]);
  }
  return byType;
}

const OPERATORS = ['In', 'NotIn', 'Exists', 'DoesNotExist'];

function* flawsOf({ key, operator, values }: JsonObject, path: Path): Iterable<Finding> {
  if (key === undefined || key === null || key === '')
    yield { at: path, message: 'This expression has no key: it names no label.' };
  if (operator === undefined || operator === null) {
    yield { at: path, message: `This expression has no operator: ${OPERATORS.join(', ')}.` };
    return;
  }
  if (typeof operator !== 'string' || isPlaceholder(operator)) return;
  if (!OPERATORS.includes(operator)) {
    const meant = OPERATORS.find((one) => one.toLowerCase() === operator.trim().toLowerCase());
    const at = [...path, 'operator'];
    yield {
      at,
      message: `Operator ${operator} is none of ${OPERATORS.join(', ')}.`,
      fixes:
        meant === undefined ? [] : [{ title: `Use ${meant}`, safety: 'safe', edits: [{ at, value: meant }] }],
    };
    return;
  }
  const count = isList(values) ? values.length : values === undefined || values === null ? 0 : undefined;
  if (count === undefined) return;
  if ((operator === 'In' || operator === 'NotIn') && count === 0) {
    yield {
      at: values === undefined ? [...path, 'operator'] : [...path, 'values'],
      message: `Operator ${operator} needs at least one value, and there is none.`,
    };
  }
  if ((operator === 'Exists' || operator === 'DoesNotExist') && count > 0) {
    yield {
      at: [...path, 'values'],
      part: 'key',
      message: `Operator ${operator} takes no values, and there ${count === 1 ? 'is one' : `are ${count}`}.`,
    };
  }
}
