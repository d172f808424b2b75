import { isObject, listOf, objectOf } from '../../base/json.ts';
import type { JsonObject, Path } from '../../base/json.ts';
import { isPlaceholder } from '../../reference/world.ts';
import { readRe2 } from '../../regex/re2.ts';
import { nameOf } from '../../resource/resource.ts';
import type { Check } from '../rule.ts';

/**
 * Patterns that Go's regexp does not compile. Source: apiextensions-apiserver pkg/apiserver/schema/validation.go
 * validateValueValidation.
 */
export const check: Check = function* (definition) {
  if (definition.unrendered !== undefined || definition.apiVersion !== 'apiextensions.k8s.io/v1') return;
  for (const [index, version] of listOf(objectOf(definition.value.spec).versions).entries()) {
    const schema = objectOf(objectOf(version).schema).openAPIV3Schema;
    if (!isObject(schema)) continue;
    for (const { at, pattern } of patternsIn(schema, [
      'spec',
      'versions',
      index,
      'schema',
      'openAPIV3Schema',
    ])) {
      const reading = readRe2(pattern);
      if (reading.is !== 'refused' || isPlaceholder(pattern)) continue;
      yield {
        at,
        message: `Pattern ${pattern} of ${nameOf(definition)} holds ${reading.at}, which RE2 does not read; the API server rejects the definition.`,
      };
    }
  }
};

interface Pattern {
  readonly at: Path;
  readonly pattern: string;
}

function* patternsIn(schema: JsonObject, at: Path): Iterable<Pattern> {
  if (typeof schema.pattern === 'string') yield { at: [...at, 'pattern'], pattern: schema.pattern };
  for (const key of ['items', 'additionalProperties', 'not'] as const)
    if (isObject(schema[key])) yield* patternsIn(objectOf(schema[key]), [...at, key]);
  for (const [name, one] of Object.entries(objectOf(schema.properties)))
    yield* patternsIn(objectOf(one), [...at, 'properties', name]);
  for (const key of ['allOf', 'anyOf', 'oneOf'] as const)
    for (const [index, one] of listOf(schema[key]).entries())
      yield* patternsIn(objectOf(one), [...at, key, index]);
}
