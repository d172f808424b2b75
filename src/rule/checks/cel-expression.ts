import { isObject, listOf, objectOf } from '../../base/json.ts';
import type { Path } from '../../base/json.ts';
import { isPlaceholder } from '../../reference/world.ts';
import { isObserved } from '../../resource/controlled.ts';
import { nameOf } from '../../resource/resource.ts';
import type { Resource } from '../../resource/resource.ts';
import { describePath } from '../../schema/words.ts';
import { definitionProblems } from '../cel/compile/definition.ts';
import type { ExpressionProblem } from '../cel/compile/definition.ts';
import { expressionsOf } from '../cel/compile/expressions.ts';
import { compileProblem } from '../cel/compile/problem.ts';
import type { Check } from '../rule.ts';

/** Expressions that the API server does not compile: no CEL, names that stand for nothing, results of another type than wanted. */
export const check: Check = function* (resource) {
  if (resource.unrendered !== undefined || isObserved(resource)) return;
  for (const { at, text, problem } of problemsOf(resource)) {
    if (text !== undefined && isPlaceholder(text)) continue;
    const shown = text === undefined ? '' : ` is ${shortened(text)}, which`;
    const end = problem.endsWith('?') ? ' The' : '; the';
    yield {
      at,
      message: `${describePath(at)} of ${nameOf(resource)}${shown} ${problem}${end} API server rejects the ${resource.kind}.`,
    };
  }
};

function* problemsOf({ type, value, apiVersion }: Resource): Iterable<ExpressionProblem> {
  if (type !== 'apiextensions.k8s.io/CustomResourceDefinition') {
    for (const { at, text, variables, wanted } of expressionsOf(type, value)) {
      const { problem } = compileProblem(text, variables, wanted);
      if (problem !== undefined) yield { at, text, problem };
    }
    return;
  }
  if (apiVersion !== 'apiextensions.k8s.io/v1') return;
  for (const [index, version] of listOf(objectOf(value.spec).versions).entries()) {
    const schema = objectOf(objectOf(version).schema).openAPIV3Schema;
    if (!isObject(schema)) continue;
    const base: Path = ['spec', 'versions', index, 'schema', 'openAPIV3Schema'];
    for (const one of definitionProblems(schema)) yield { ...one, at: [...base, ...one.at] };
  }
}

function shortened(text: string): string {
  const line = JSON.stringify(text.trim());
  return line.length > 80 ? `${line.slice(0, 79)}…` : line;
}
