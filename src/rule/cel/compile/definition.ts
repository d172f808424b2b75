import { isObject, listOf, objectOf, stringOf } from '../../../base/json.ts';
import type { JsonObject, Path } from '../../../base/json.ts';
import { typeOfSchema } from '../estimate/type.ts';
import { BOOL, TEXT, compileProblem } from './problem.ts';
import { OPEN, shapeOfType } from './shape.ts';

export interface ExpressionProblem {
  readonly at: Path;
  /** Undefined for what is wrong beside an expression. */
  readonly text: string | undefined;
  readonly problem: string;
}

/**
 * Expressions of a schema that the API server does not compile. Source: apiextensions-apiserver
 * pkg/apiserver/schema/cel/compilation.go compileRule, pkg/apis/apiextensions/validation/validation.go
 * ValidateCustomResourceDefinitionOpenAPISchema.
 */
export function definitionProblems(schema: JsonObject): Iterable<ExpressionProblem> {
  return problemsIn(schema, [], undefined);
}

/** `loose`: what keeps a value from being found again in the object before a change. */
function* problemsIn(schema: JsonObject, at: Path, loose: string | undefined): Iterable<ExpressionProblem> {
  const validations = listOf(schema['x-kubernetes-validations']);
  if (validations.length > 0) {
    const isRoot = at.length === 0;
    const self = shapeOfType(typeOfSchema(schema, isRoot), isRoot);
    for (const [index, entry] of validations.entries()) {
      const validation = objectOf(entry);
      const optional = validation.optionalOldSelf === true;
      const variables = new Map([
        ['self', self],
        ['oldSelf', optional ? OPEN : self],
      ]);
      const place = [...at, 'x-kubernetes-validations', index];
      const [rule, message] = [stringOf(validation.rule) ?? '', stringOf(validation.messageExpression) ?? ''];
      // That there is one is told with the schema.
      if (rule.trim() === '') continue;
      const { problem, used } = compileProblem(rule, variables, BOOL);
      if (problem !== undefined) yield { at: [...place, 'rule'], text: rule, problem };
      else if (used?.has('oldSelf') === true && loose !== undefined)
        yield {
          at: [...place, 'rule'],
          text: rule,
          problem: `compares with the object before a change (oldSelf), ${loose}`,
        };
      else if (
        used?.has('oldSelf') === false &&
        validation.optionalOldSelf !== undefined &&
        validation.optionalOldSelf !== null
      )
        yield {
          at: [...place, 'optionalOldSelf'],
          text: undefined,
          problem: 'may not be set where the rule does not name oldSelf',
        };
      if (message.trim() === '' || problem !== undefined) continue;
      const told = compileProblem(message, variables, TEXT).problem;
      if (told !== undefined) yield { at: [...place, 'messageExpression'], text: message, problem: told };
    }
  }
  for (const [name, inner] of Object.entries(objectOf(schema.properties)))
    if (isObject(inner)) yield* problemsIn(inner, [...at, 'properties', name], loose);
  if (isObject(schema.items)) {
    const inList =
      schema['x-kubernetes-list-type'] === 'map'
        ? undefined
        : 'and an entry of a list that is no map is not found there';
    yield* problemsIn(schema.items, [...at, 'items'], loose ?? inList);
  }
  if (isObject(schema.additionalProperties))
    yield* problemsIn(schema.additionalProperties, [...at, 'additionalProperties'], loose);
}
