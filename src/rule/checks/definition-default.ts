import { isObject, listOf, objectOf } from '../../base/json.ts';
import type { JsonValue, Path } from '../../base/json.ts';
import { someOf } from '../../base/some.ts';
import { isPlaceholder } from '../../reference/world.ts';
import { isObserved } from '../../resource/controlled.ts';
import { nameOf } from '../../resource/resource.ts';
import { defaultsIn } from '../../schema/defaults.ts';
import type { Default } from '../../schema/defaults.ts';
import type { Problem } from '../../schema/problems.ts';
import { describePath, describeValue } from '../../schema/words.ts';
import { outcomesOn } from '../custom-rules.ts';
import type { Check } from '../rule.ts';

/** Defaults of a definition that its own schema does not take. */
export const check: Check = function* (definition) {
  if (definition.unrendered !== undefined || definition.apiVersion !== 'apiextensions.k8s.io/v1') return;
  if (isObserved(definition)) return;
  for (const [index, version] of listOf(objectOf(definition.value.spec).versions).entries()) {
    const schema = objectOf(objectOf(version).schema).openAPIV3Schema;
    if (!isObject(schema)) continue;
    const base: Path = ['spec', 'versions', index, 'schema', 'openAPIV3Schema'];
    for (const one of defaultsIn(schema)) {
      if (typeof one.value === 'string' && isPlaceholder(one.value)) continue;
      for (const { at, part, problem } of problemsOf(one))
        yield {
          at: [...base, ...one.at, 'default', ...at],
          ...(part === undefined ? {} : { part }),
          message: `${describePath([...base, ...one.at, 'default', ...at])} of ${nameOf(definition)} ${problem}; the API server rejects the definition.`,
        };
    }
  }
};

interface DefaultProblem {
  readonly at: Path;
  readonly part?: 'key';
  readonly problem: string;
}

function* problemsOf({ value, schema, problems, dropped }: Default): Iterable<DefaultProblem> {
  for (const problem of problems) yield { at: problem.path, problem: wordsFor(problem) };
  for (const at of dropped)
    yield { at, part: 'key', problem: 'is no field of its schema, and would be dropped' };
  if (problems.length > 0 || dropped.length > 0) return;
  for (const { is, at, message } of outcomesOn(value, schema))
    if (is === 'broken') yield { at, problem: `breaks a rule of its schema: ${message}` };
}

function wordsFor(problem: Problem): string {
  switch (problem.is) {
    case 'missing':
    case 'unknown':
      return `lacks ${problem.field}, which its schema requires; a default is not completed before it is validated`;
    case 'type':
      return `is ${describeValue(problem.value)}, but its schema takes ${problem.shape.wanted}`;
    case 'value': {
      const { values } = problem.shape;
      const taken = values.length > 0 ? `is none of ${someOf(values)}` : 'is not among what its schema takes';
      return `is ${textOf(problem.value)}, which ${problem.why ?? taken}`;
    }
  }
}

function textOf(value: JsonValue): string {
  const text = JSON.stringify(value);
  return text.length > 60 ? `${text.slice(0, 59)}…` : text;
}
