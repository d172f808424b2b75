import type { JsonObject, Path } from '../../base/json.ts';
import { getAt, listOf, objectOf, stringOf } from '../../base/json.ts';
import { nearest } from '../../base/nearest.ts';
import { readPattern, walk } from '../../reference/pattern.ts';
import { isPlaceholder } from '../../reference/world.ts';
import { isCustom, nameOf } from '../../resource/resource.ts';
import type { Resource } from '../../resource/resource.ts';
import { rejectedFor } from '../rejected.ts';
import type { Check, Finding, FindingFix } from '../rule.ts';

/**
 * A field that takes one of a few words, and has another (k/k pkg/apis/core/validation/validation.go, "Unsupported
 * value"). `with.fields` are the words of each field, by path patterns in the object; `with.pods` by those in its pods.
 * Nothing is said of values with a dot or a colon: where a field takes an address as well, it is one.
 */
export const check: Check = function* (resource, { graph, params }) {
  if (isCustom(resource)) return;
  yield* unknownBelow(resource, [], objectOf(params.fields));
  for (const { path } of graph.podsOf(resource)) yield* unknownBelow(resource, path, objectOf(params.pods));
};

function* unknownBelow(resource: Resource, root: Path, fields: JsonObject): Iterable<Finding> {
  for (const [pattern, words] of Object.entries(fields)) {
    const known = listOf(words).flatMap((word) => stringOf(word) ?? []);
    const found: Finding[] = [];
    walk(getAt(resource.value, root), readPattern(pattern), (value, path) => {
      if (typeof value !== 'string' || value === '' || known.includes(value)) return;
      if (/[.:]/.test(value) || isPlaceholder(value)) return;
      const at = [...root, ...path];
      found.push({
        at,
        message: `${nameOfField(path)} ${value} is ${noneOf(known)}; the API server rejects ${rejectedFor(resource, nameOf(resource))}.`,
        ...(resource.unrendered === undefined ? {} : { severity: 'warning' }),
        fixes: fixesOf(at, value, known),
      });
    });
    yield* found;
  }
}

function fixesOf(at: Path, value: string, known: readonly string[]): readonly FindingFix[] {
  const same = known.find((one) => one.toLowerCase() === value.trim().toLowerCase());
  const meant = same ?? nearest(value, known);
  if (meant === undefined) return [];
  return [
    {
      title: `Use ${meant}`,
      safety: same === undefined ? 'unsafe' : 'safe',
      edits: [{ at, value: meant }],
    },
  ];
}

function nameOfField(path: Path): string {
  return path.findLast((step) => typeof step === 'string') ?? '';
}

function noneOf(words: readonly string[]): string {
  const [first = '', second] = words;
  if (second === undefined) return `neither ${first} nor an address`;
  if (words.length === 2) return `neither ${first} nor ${second}`;
  return `none of ${words.slice(0, -1).join(', ')} and ${words.at(-1) ?? ''}`;
}
