import { getAt } from '../base/json.ts';
import type { JsonValue, Path } from '../base/json.ts';
import { addTo } from '../base/multimap.ts';
import { someOf } from '../base/some.ts';
import type { Guide, Shape } from './shape.ts';
import { BASE64, QUANTITY, TIME } from './json-schema.ts';
import { describePath, meantBy } from './words.ts';
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
      /** What is taken, where the shape does not say it: `an IPv4 address`, `what matches ^[a-z]+$`. */
      readonly takes?: string;
      /** Not the API server itself refuses it, but the program that it asks. */
      readonly byWebhook?: true;
    };

/** The place that a problem is of, with the field that is missing there. */
export function placeOfProblem(problem: Problem): Path {
  return problem.is === 'missing' ? [...problem.path, problem.field] : problem.path;
}

/** Whether one of two places is the other, or around it. */
export function areRelated(one: Path, other: Path): boolean {
  const [shorter, longer] = one.length < other.length ? [one, other] : [other, one];
  return shorter.every((step, index) => step === longer[index]);
}

/** What a validator finds, one problem for one mistake. */
export function problemsIn(value: JsonValue, validate: Validator, guide: Guide): readonly Problem[] {
  const found = new Map<string, Problem>();
  const errors = validate(value);
  for (const error of errors) {
    if (error.inBranch === true) continue;
    const problem = problemOf(error, value, guide, errors);
    if (problem === undefined) continue;
    const key = `${JSON.stringify(problem.path)}\0${'field' in problem ? problem.field : ''}`;
    const known = found.get(key);
    // A value of the wrong type is not also outside of what is allowed.
    if (known === undefined || (known.is === 'value' && problem.is === 'type')) found.set(key, problem);
  }
  const problems = [...found.values()];
  const unknown = new Map<string, Problem[]>();
  for (const one of problems)
    if (one.is === 'unknown') addTo(unknown, JSON.stringify(one.path.slice(0, -1)), one);
  return problems.filter(
    (one) =>
      one.is !== 'missing' ||
      unknown.get(JSON.stringify(one.path))?.some((other) => isMeant(other, one)) !== true,
  );
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
  all: readonly SchemaError[],
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
      if (keyword === 'type') return { is: 'type', path, value: at, shape };
      if (keyword === 'uniqueBy') return repeated(value, path, shape, params);
      const why = CHOICES.has(keyword)
        ? whyNoBranch(keyword, params, neededAt(instancePath, all))
        : whyOf(keyword, params);
      const takes = takesOf(keyword, params);
      return {
        is: 'value',
        path,
        value: at,
        shape,
        why,
        ...(takes === undefined ? {} : { takes }),
        ...(keyword === 'goDuration' ? { byWebhook: true } : {}),
      };
    }
  }
}

/** An entry that nothing tells apart from one before it: at the field that does, where there is one. */
function repeated(
  root: JsonValue,
  list: Path,
  shape: Shape,
  { index, first, keys }: SchemaError['params'],
): Problem | undefined {
  const names = Array.isArray(keys) ? keys.filter((name) => typeof name === 'string') : [];
  const entry = [...list, Number(index)];
  const [only, ...others] = names;
  const inside = only === undefined || others.length > 0 ? entry : [...entry, only];
  const path = getAt(root, inside) === undefined ? entry : inside;
  const value = getAt(root, path);
  if (value === undefined) return undefined;
  const like = describePath([...list, Number(first)]);
  const why = names.length === 0 ? `repeats ${like}` : `repeats the ${names.join(' and ')} of ${like}`;
  return { is: 'value', path, value, shape: { ...shape, values: [] }, why };
}

const CHOICES: ReadonlySet<string> = new Set(['anyOf', 'oneOf', 'not']);

/** What each branch asks for beside the value itself. */
function neededAt(instancePath: string, all: readonly SchemaError[]): readonly string[] {
  const names = all.flatMap((error) =>
    error.inBranch === true && error.keyword === 'required' && error.instancePath === instancePath
      ? [String(error.params.missingProperty)]
      : [],
  );
  return [...new Set(names)];
}

function whyNoBranch(
  keyword: string,
  { passingSchemas }: SchemaError['params'],
  needed: readonly string[],
): string {
  if (keyword === 'not') return 'is what its definition excludes';
  if (Array.isArray(passingSchemas)) return 'fits several of the forms of which it takes only one';
  return needed.length > 1
    ? `has none of ${someOf(needed)}, of which one is needed`
    : 'fits none of the forms that it takes';
}

/** Limits, which only definitions of custom resources have. */
function whyOf(keyword: string, { limit }: SchemaError['params']): string | undefined {
  switch (keyword) {
    case 'maxLength':
      return `is longer than ${counted(limit, 'character', 'characters')}`;
    case 'minLength':
      return `is shorter than ${counted(limit, 'character', 'characters')}`;
    case 'maximum':
    case 'exclusiveMaximum':
      return `is above ${String(limit)}`;
    case 'minimum':
    case 'exclusiveMinimum':
      return `is below ${String(limit)}`;
    case 'maxItems':
    case 'maxProperties':
      return `has more than ${counted(limit, 'entry', 'entries')}`;
    case 'minItems':
    case 'minProperties':
      return `has fewer than ${counted(limit, 'entry', 'entries')}`;
    default:
      return undefined;
  }
}

function counted(limit: unknown, one: string, many: string): string {
  return `${String(limit)} ${limit === 1 ? one : many}`;
}

/** What only definitions of custom resources say of a text or a number. */
function takesOf(
  keyword: string,
  { pattern, format, multipleOf, allowedValues }: SchemaError['params'],
): string | undefined {
  switch (keyword) {
    case 'pattern':
      return PATTERNS[String(pattern)] ?? `what matches ${shortened(String(pattern))}`;
    case 'format':
      return FORMATS[String(format).replaceAll('-', '')];
    case 'goDuration':
      return 'a duration of h, m, s or ms such as 2160h';
    case 'multipleOf':
      return `multiples of ${String(multipleOf)}`;
    case 'enum': {
      const values: readonly unknown[] = Array.isArray(allowedValues) ? allowedValues : [];
      return values.some((one) => typeof one === 'string')
        ? undefined
        : `one of ${someOf(values.map((one) => JSON.stringify(one)))}`;
    }
    default:
      return undefined;
  }
}

/** As much of a pattern as a sentence bears. */
function shortened(pattern: string): string {
  return pattern.length > 120 ? `${pattern.slice(0, 119)}…` : pattern;
}

/** Of Kubernetes itself: what they are written for is said instead. */
const PATTERNS: Readonly<Record<string, string | undefined>> = {
  [QUANTITY]: 'a quantity such as 100m or 1Gi',
  [TIME]: 'a time such as 2006-01-02T15:04:05Z',
  [BASE64]: 'base64',
};

const FORMATS: Readonly<Record<string, string | undefined>> = {
  ipv4: 'an IPv4 address',
  ipv6: 'an IPv6 address',
  cidr: 'a CIDR block',
  hostname: 'a host name',
  uri: 'a URI or an absolute path',
  uuid: 'a UUID',
  byte: 'base64',
  date: 'a date such as 2006-01-02',
  datetime: 'a time such as 2006-01-02T15:04:05Z',
  duration: 'a duration such as 22s',
};

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
