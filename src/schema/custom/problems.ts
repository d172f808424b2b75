import type { JsonObject, JsonValue } from '../../base/json.ts';
import { re2 } from '../../regex/re2.ts';
import { crdGuide, jsonSchemaOf, prepared } from '../crd.ts';
import type { CustomVersion } from '../crd.ts';
import { CUSTOM_VERSION, fieldsOf } from '../definitions.ts';
import { definitionOf, jsonSchema } from '../json-schema.ts';
import { problemsIn } from '../problems.ts';
import type { Problem } from '../problems.ts';
import { schemaReader } from '../validate.ts';
import type { Validator } from '../validate.ts';
import { formatTest } from './format.ts';

/** What a structural schema refuses; undefined for one that is none. */
export function problemsOfSchema(value: JsonValue, schema: JsonObject): readonly Problem[] | undefined {
  const validate = validatorFor(schema);
  if (validate === undefined) return undefined;
  return problemsIn(prepared(value, schema), validate, crdGuide(schema));
}

/** What every copy of a definition refuses; undefined where one of them has a schema that is none. */
export function problemsOfAll(
  value: JsonValue,
  copies: readonly CustomVersion[],
): readonly Problem[] | undefined {
  let common: readonly Problem[] | undefined;
  for (const { schema } of copies) {
    const problems = problemsOfSchema(value, schema);
    if (problems === undefined) return undefined;
    const keys = new Set(problems.map(keyOf));
    common = common === undefined ? problems : common.filter((problem) => keys.has(keyOf(problem)));
    if (common.length === 0) break;
  }
  return common;
}

/** The mistake, whatever a copy takes in its place. */
function keyOf(problem: Problem): string {
  const what = problem.is === 'missing' || problem.is === 'unknown' ? `${problem.is} ${problem.field}` : '';
  return `${JSON.stringify(problem.path)} ${what}`;
}

/** What RE2 refuses the API server refuses to store. What is referred to are definitions of Kubernetes itself. */
const read = schemaReader({
  definition: (reference) => jsonSchema(definitionOf(reference), (name) => fieldsOf(name, CUSTOM_VERSION)),
  matcherOf: (pattern) => (text) => re2(pattern)?.test(text),
  formatOf: formatTest,
});

const validators = new WeakMap<JsonObject, Validator | 'unreadable'>();

/** Undefined for a schema that is none. */
function validatorFor(schema: JsonObject): Validator | undefined {
  let known = validators.get(schema);
  if (known === undefined) {
    try {
      known = read(jsonSchemaOf(schema));
    } catch {
      known = 'unreadable';
    }
    validators.set(schema, known);
  }
  return known === 'unreadable' ? undefined : known;
}
