import type { Resource } from '../resource/resource.ts';
import { CUSTOM_VERSION, customValidatorOf, validatorOf } from './validators.ts';
import { schemaReader } from './validate.ts';
import type { Validator } from './validate.ts';
import { re2 } from '../regex/re2.ts';
import { crdGuide, jsonSchemaOf, prepared } from './crd.ts';
import type { CustomVersion } from './crd.ts';
import { guideOf } from './guide.ts';
import { customKindCalled, kindCalled, schemaVersion } from './kinds.ts';
import { problemsIn } from './problems.ts';
import type { Problem } from './problems.ts';

/** What is wrong with the structure of an object, and who says so. */
export interface Judgement {
  readonly problems: readonly Problem[];
  /** `Kubernetes 1.34`, `Gateway API 1.5`, `its definition`. */
  readonly by: string;
  /** Of a release that the cluster may not have: of another project, or the next of Kubernetes where one has no schemas. */
  readonly assumed: boolean;
  /** The definition in the input. */
  readonly definition?: Resource;
}

/**
 * Judges an object by the schema of its kind: of the API server, of the definition in the input (in how many copies ever), or of
 * a release that is known. Undefined where there is none.
 */
export function judge(
  { apiVersion, kind, value }: Pick<Resource, 'apiVersion' | 'kind' | 'value'>,
  minor: number,
  copies: readonly CustomVersion[],
): Judgement | undefined {
  const own = validatorOf(apiVersion, kind, minor);
  const found = kindCalled(apiVersion, kind);
  if (own !== undefined && found !== undefined) {
    const version = schemaVersion(minor);
    const problems = problemsIn(value, own, guideOf(found.definition, version));
    return { problems, by: `Kubernetes 1.${version}`, assumed: version !== minor };
  }
  const [written] = copies;
  if (written !== undefined) {
    const problems = problemsInAll(value, copies);
    const by = copies.length === 1 ? 'its definition' : 'any copy of its definition';
    return problems && { problems, by, assumed: false, definition: written.definition };
  }
  const known = customKindCalled(apiVersion, kind);
  if (known === undefined) return undefined;
  const problems = problemsIn(value, customValidatorOf(known), guideOf(known.definition, CUSTOM_VERSION));
  return { problems, by: known.of, assumed: true };
}

/** What RE2 refuses the API server refuses to store. */
export const readDefinition: (schema: CustomVersion['schema']) => Validator = schemaReader({
  definition: () => ({}),
  matcherOf: (pattern) => (text) => re2(pattern)?.test(text),
});

/** What every copy of a definition refuses; undefined where one of them has a schema that is none. */
function problemsInAll(
  value: Resource['value'],
  copies: readonly CustomVersion[],
): readonly Problem[] | undefined {
  let common: readonly Problem[] | undefined;
  for (const copy of copies) {
    const validate = validatorFor(copy);
    if (validate === undefined) return undefined;
    const problems = problemsIn(prepared(value, copy.schema), validate, crdGuide(copy.schema));
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

const validators = new WeakMap<CustomVersion['schema'], Validator | 'unreadable'>();

/** Undefined for a schema that is none. */
function validatorFor({ schema }: CustomVersion): Validator | undefined {
  let known = validators.get(schema);
  if (known === undefined) {
    try {
      known = readDefinition(jsonSchemaOf(schema));
    } catch {
      known = 'unreadable';
    }
    validators.set(schema, known);
  }
  return known === 'unreadable' ? undefined : known;
}
