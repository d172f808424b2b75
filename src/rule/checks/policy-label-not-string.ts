import { getAt, isObject, listOf, objectOf, stringOf } from '../../base/json.ts';
import type { JsonValue, Path } from '../../base/json.ts';
import { nameOf } from '../../resource/resource.ts';
import type { Resource } from '../../resource/resource.ts';
import type { Check, Finding } from '../rule.ts';

/** Labels in the selectors of a policy that YAML reads as numbers or booleans (api meta/v1 LabelSelector). */
export const check: Check = function* (resource, { reach }) {
  const { ingress, egress } = reach.policy(resource);
  yield* inSelector(resource, ['spec', 'podSelector']);
  for (const { path } of [...ingress, ...egress].flatMap(({ peers }) => peers)) {
    yield* inSelector(resource, [...path, 'namespaceSelector']);
    yield* inSelector(resource, [...path, 'podSelector']);
  }
};

function* inSelector(resource: Resource, path: Path): Iterable<Finding> {
  const selector = getAt(resource.value, path);
  if (!isObject(selector)) return;
  for (const [key, value] of Object.entries(objectOf(selector.matchLabels)))
    if (value !== undefined) yield* judge(resource, [...path, 'matchLabels', key], key, value);
  for (const [index, entry] of listOf(selector.matchExpressions).entries()) {
    const { key, values } = objectOf(entry);
    for (const [at, value] of listOf(values).entries())
      yield* judge(resource, [...path, 'matchExpressions', index, 'values', at], stringOf(key) ?? '', value);
  }
}

function* judge(resource: Resource, at: Path, key: string, value: JsonValue): Iterable<Finding> {
  if (typeof value !== 'number' && typeof value !== 'boolean') return;
  yield {
    at,
    message: `The value of label ${key} is the ${typeof value} ${value}, and labels are strings; the API server rejects ${nameOf(resource)}. Put it in quotes.`,
    // Whether 1.10 or yes was written is not to be seen here.
    fixes: [{ title: `Use the string "${value}"`, safety: 'unsafe', edits: [{ at, value: String(value) }] }],
  };
}
