import { getAt } from '../base/json.ts';
import { someOf } from '../base/some.ts';
import type { JsonValue, Path } from '../base/json.ts';
import type { Guide, Shape } from './shape.ts';
import { meantBy } from './words.ts';
import type { SchemaError, Validator } from './validate.ts';

/** Something that the API server refuses in the structure of an object. */
export type Problem =
  /** A field that is not known; `shape` is of the object that holds it. */
  | { readonly is: 'unknown'; readonly path: Path; readonly field: string; readonly shape: Shape }
  /** `path` leads to the object that lacks the field. */
  | { readonly is: 'missing'; readonly path: Path; readonly field: string }
  | { readonly is: 'type'; readonly path: Path; readonly value: JsonValue; readonly shape: Shape }
  /**
   * Of the right type, and not among what is taken. Where the shape does not say it, `why` does: `is longer than 63`, or `takes`:
   * `a string that matches ^[a-z]+$`.
   */
  | {
      readonly is: 'value';
      readonly path: Path;
      readonly value: JsonValue;
      readonly shape: Shape;
      readonly why: string | undefined;
      readonly takes: string | undefined;
    };

/** What a validator finds, one problem for one mistake. */
export function problemsIn(value: JsonValue, validate: Validator, guide: Guide): readonly Problem[] {
  const found = new Map<string, Problem>();
  for (const error of validate(value)) {
    const problem = problemOf(error, value, guide);
    if (problem === undefined) continue;
    const key = `${JSON.stringify(problem.path)}\0${'field' in problem ? problem.field : ''}`;
    const known = found.get(key);
    // A value of the wrong type is not also outside of what is allowed.
    if (known === undefined || (known.is === 'value' && problem.is === 'type')) found.set(key, problem);
  }
  const problems = [...found.values()];
  return problems.filter((one) => one.is !== 'missing' || !problems.some((other) => isMeant(other, one)));
}

/** Whether the field that is missing is there, misspelt. */
function isMeant(other: Problem, { path, field }: Extract<Problem, { is: 'missing' }>): boolean {
  if (other.is !== 'unknown' || other.path.length !== path.length + 1) return false;
  const meant = path.every((step, index) => step === other.path[index])
    ? meantBy(other.field, other.shape)
    : undefined;
  return meant?.where === 'here' && meant.name === field;
}

function problemOf(
  { instancePath, keyword, params }: SchemaError,
  value: JsonValue,
  guide: Guide,
): Problem | undefined {
  const path = readPointer(instancePath, value);
  const shape = guide(path);
  if (shape === undefined) return undefined;
  switch (keyword) {
    case 'required':
      return { is: 'missing', path, field: String(params.missingProperty) };
    case 'additionalProperties': {
      const field = String(params.additionalProperty);
      return { is: 'unknown', path: [...path, field], field, shape };
    }
    default: {
      const at = getAt(value, path);
      if (at === undefined) return undefined;
      return keyword === 'type'
        ? { is: 'type', path, value: at, shape }
        : {
            is: 'value',
            path,
            value: at,
            shape,
            why: whyOf(keyword, params),
            takes: takenBy(keyword, params, shape),
          };
    }
  }
}

/** Limits, which only definitions of custom resources have. */
function whyOf(keyword: string, { limit }: SchemaError['params']): string | undefined {
  switch (keyword) {
    case 'maxLength':
      return `is longer than ${String(limit)} characters`;
    case 'minLength':
      return `is shorter than ${String(limit)} characters`;
    case 'maximum':
    case 'exclusiveMaximum':
      return `is above ${String(limit)}`;
    case 'minimum':
    case 'exclusiveMinimum':
      return `is below ${String(limit)}`;
    case 'maxItems':
    case 'maxProperties':
      return `has more than ${String(limit)} entries`;
    case 'minItems':
    case 'minProperties':
      return `has fewer than ${String(limit)} entries`;
    default:
      return undefined;
  }
}

/** As much of a pattern as a sentence bears. */
const MOST_OF_PATTERN = 120;

/** What only definitions of custom resources say; patterns of kinds of Kubernetes stand for forms that the shape names. */
function takenBy(keyword: string, params: SchemaError['params'], shape: Shape): string | undefined {
  switch (keyword) {
    case 'pattern': {
      const pattern = String(params.pattern);
      const shown = pattern.length > MOST_OF_PATTERN ? `${pattern.slice(0, MOST_OF_PATTERN - 1)}…` : pattern;
      return shape.wanted === 'a string' ? `a string that matches ${shown}` : undefined;
    }
    case 'enum': {
      const { allowedValues } = params;
      if (shape.values.length > 0 || !Array.isArray(allowedValues)) return undefined;
      return `one of ${someOf(allowedValues.map((one) => JSON.stringify(one)))}`;
    }
    case 'multipleOf':
      return `a multiple of ${String(params.multipleOf)}`;
    case 'anyOf':
      return 'what at least one alternative of its schema takes';
    case 'oneOf':
      return params.passingSchemas === null
        ? 'what one alternative of its schema takes'
        : 'what only one alternative of its schema takes, and fits several';
    case 'not':
      return 'what its schema does not exclude';
    default:
      return undefined;
  }
}

/** RFC 6901, with numbers where the value has a list. */
function readPointer(pointer: string, root: JsonValue): Path {
  const path: (string | number)[] = [];
  let value: JsonValue | undefined = root;
  for (const part of pointer.split('/').slice(1)) {
    const key = part.replace(/~1/g, '/').replace(/~0/g, '~');
    const step: string | number = Array.isArray(value) ? Number(key) : key;
    path.push(step);
    value = value === undefined ? undefined : getAt(value, [step]);
  }
  return path;
}
