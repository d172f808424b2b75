import { isObject, listOf, objectOf, stringOf } from '../../../base/json.ts';
import type { JsonObject, Path } from '../../../base/json.ts';
import { celSyntax } from '../../cel.ts';
import { estimatedCost } from './estimate.ts';
import { MOST, product } from './range.ts';
import { REQUEST, limitOf, typeOfSchema } from './type.ts';

/** What one expression of a definition may cost, for one value, and for all values that an object may have of it. */
export interface ExpressionCost {
  /** From the schema. */
  readonly at: Path;
  readonly each: number;
  /** How many values there may be; a message is put together once. */
  readonly values: number;
  readonly total: number;
}

/**
 * The expressions of a schema, as far as it is certain what they may cost. Source: apiextensions-apiserver
 * pkg/apis/apiextensions/validation: validation.go getExpressionCost, cel_validation.go CELSchemaContext.
 */
export function expressionCosts(schema: JsonObject): Iterable<ExpressionCost> {
  return costsIn(schema, [], 1);
}

function* costsIn(schema: JsonObject, at: Path, values: number | undefined): Iterable<ExpressionCost> {
  const type = typeOfSchema(schema, at.length === 0);
  for (const [index, entry] of listOf(schema['x-kubernetes-validations']).entries()) {
    const validation = objectOf(entry);
    if (type === undefined || validation.optionalOldSelf === true) continue;
    for (const key of ['rule', 'messageExpression'] as const) {
      const syntax = celSyntax(stringOf(validation[key]) ?? '');
      const each = syntax === undefined ? undefined : estimatedCost(syntax, type);
      if (each === undefined) continue;
      const repeated = key === 'rule' ? (values ?? Math.floor(REQUEST / (type.shortest + 1))) : 1;
      const place = [...at, 'x-kubernetes-validations', index, key];
      yield { at: place, each, values: repeated, total: product(each, repeated) };
    }
  }
  for (const [name, inner] of Object.entries(objectOf(schema.properties)))
    if (isObject(inner)) yield* costsIn(inner, [...at, 'properties', name], below(schema, values));
  for (const name of ['items', 'additionalProperties'] as const) {
    const inner = schema[name];
    if (isObject(inner)) yield* costsIn(inner, [...at, name], below(schema, values));
  }
}

/** How many values there may be below a value; undefined where the schema sets no limit. */
function below(schema: JsonObject, values: number | undefined): number | undefined {
  const limit =
    schema.type === 'array'
      ? limitOf(schema.maxItems)
      : schema.type === 'object' && schema.additionalProperties !== undefined
        ? limitOf(schema.maxProperties)
        : 1;
  return values === undefined || limit === undefined ? undefined : Math.min(values * limit, MOST);
}
