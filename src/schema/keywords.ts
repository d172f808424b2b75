import type { JsonObject, JsonValue } from '../base/json.ts';
import { isList, isObject } from '../base/json.ts';
import { DURATION } from './json-schema.ts';

/** What a value is, as bits: a keyword says of which it speaks. */
export const NULL = 1;
export const BOOLEAN = 2;
export const INTEGER = 4;
export const FRACTION = 8;
export const STRING = 16;
export const LIST = 32;
export const OBJECT = 64;
const NUMBER = INTEGER | FRACTION;
const ANY = 127;

/** 0 for the numbers that JSON does not have. */
export function kindOf(value: JsonValue): number {
  if (typeof value === 'string') return STRING;
  if (typeof value === 'number')
    return Number.isInteger(value) ? INTEGER : Number.isFinite(value) ? FRACTION : 0;
  if (typeof value === 'boolean') return BOOLEAN;
  return value === null ? NULL : isList(value) ? LIST : OBJECT;
}

const KINDS: Readonly<Record<string, number | undefined>> = {
  null: NULL,
  boolean: BOOLEAN,
  integer: INTEGER,
  number: NUMBER,
  string: STRING,
  array: LIST,
  object: OBJECT,
};

/** What `type` takes; 0 for all where it is left out. */
export function kindsTaken(type: JsonValue | undefined): number {
  if (type === undefined) return 0;
  let kinds = 0;
  for (const name of isList(type) ? type : [type]) {
    const kind = typeof name === 'string' ? KINDS[name] : undefined;
    if (kind === undefined) throw new Error(`${JSON.stringify(name)} is no type`);
    kinds |= kind;
  }
  return kinds;
}

/** One keyword that looks at the value itself. */
export interface Test {
  readonly keyword: string;
  readonly params: Readonly<Record<string, unknown>>;
  /** Others hold. */
  readonly kinds: number;
  /** Undefined where nobody can tell. */
  readonly holds: (value: JsonValue) => boolean | undefined;
}

/** Whether an expression is found in a text; undefined where nobody can tell. */
export type Matcher = (text: string) => boolean | undefined;

/** What a format asks of a text; undefined for one that asks for nothing. */
export type Formats = (format: string) => Matcher | undefined;

/** The keywords of a schema that look at the value itself; throws for one that is not as it must be. */
export function testsOf(
  schema: JsonObject,
  matcherOf: (pattern: string) => Matcher,
  formatOf: Formats,
): readonly Test[] {
  const tests: Test[] = [];
  if (schema.enum !== undefined) {
    const values = schema.enum;
    if (!isList(values) || values.length === 0) throw new Error('enum is no list of values');
    const plain = new Set<JsonValue>(values.filter((one) => typeof one !== 'object' || one === null));
    const others = values.filter((one) => typeof one === 'object' && one !== null);
    tests.push({
      keyword: 'enum',
      params: { allowedValues: values },
      kinds: ANY,
      holds: (value) => plain.has(value) || others.some((one) => isEqual(one, value)),
    });
  }
  for (const [keyword, { kinds, holds }] of Object.entries(LIMITS)) {
    const limit = schema[keyword];
    if (limit === undefined) continue;
    if (typeof limit !== 'number' || Number.isNaN(limit)) throw new Error(`${keyword} is no number`);
    const params =
      keyword === 'multipleOf' ? { multipleOf: limit } : (COMPARISONS[keyword]?.(limit) ?? { limit });
    tests.push({ keyword, params, kinds, holds: holds(limit) });
  }
  const { format } = schema;
  const hasFormat = typeof format === 'string' ? formatOf(format) : undefined;
  if (hasFormat !== undefined)
    tests.push({
      keyword: 'format',
      params: { format },
      kinds: STRING,
      holds: (value) => typeof value !== 'string' || hasFormat(value),
    });
  if (schema.goDuration === true)
    tests.push({
      keyword: 'goDuration',
      params: {},
      kinds: STRING,
      holds: (value) => typeof value !== 'string' || value === '' || GO_DURATION.test(value),
    });
  if (schema.pattern !== undefined) {
    const { pattern } = schema;
    if (typeof pattern !== 'string') throw new Error('pattern is no text');
    const matches = matcherOf(pattern);
    tests.push({
      keyword: 'pattern',
      params: { pattern },
      kinds: STRING,
      holds: (value) => typeof value !== 'string' || matches(value),
    });
  }
  return tests;
}

const GO_DURATION = new RegExp(DURATION);

interface Limit {
  readonly kinds: number;
  readonly holds: (limit: number) => (value: JsonValue) => boolean;
}

const ofNumbers = (holds: (value: number, limit: number) => boolean): Limit => ({
  kinds: NUMBER,
  holds: (limit) => (value) => typeof value !== 'number' || holds(value, limit),
});
const ofSizes = (kinds: number, holds: (size: number, limit: number) => boolean): Limit => ({
  kinds,
  holds: (limit) => (value) => holds(sizeOf(value), limit),
});

/**
 * Source: kube-openapi pkg/validation/validate/values.go. Bounds of whole numbers lose their fraction there
 * (MaximumNativeType); whether 1 was written as 1.0 is not known here, so what either reading takes is taken.
 */
const LIMITS: Readonly<Record<string, Limit>> = {
  minimum: ofNumbers((value, limit) => value >= Math.min(limit, boundFor(value, limit))),
  maximum: ofNumbers((value, limit) => value <= Math.max(limit, boundFor(value, limit))),
  exclusiveMinimum: ofNumbers((value, limit) => value > Math.min(limit, boundFor(value, limit))),
  exclusiveMaximum: ofNumbers((value, limit) => value < Math.max(limit, boundFor(value, limit))),
  multipleOf: ofNumbers(isMultiple),
  minLength: ofSizes(STRING, (size, limit) => size >= limit),
  maxLength: ofSizes(STRING, (size, limit) => size <= limit),
  minItems: ofSizes(LIST, (size, limit) => size >= limit),
  maxItems: ofSizes(LIST, (size, limit) => size <= limit),
  minProperties: ofSizes(OBJECT, (size, limit) => size >= limit),
  maxProperties: ofSizes(OBJECT, (size, limit) => size <= limit),
};

const COMPARISONS: Readonly<Record<string, ((limit: number) => Test['params']) | undefined>> = {
  minimum: (limit) => ({ comparison: '>=', limit }),
  maximum: (limit) => ({ comparison: '<=', limit }),
  exclusiveMinimum: (limit) => ({ comparison: '>', limit }),
  exclusiveMaximum: (limit) => ({ comparison: '<', limit }),
};

function boundFor(value: number, limit: number): number {
  return Number.isInteger(value) ? Math.trunc(limit) : limit;
}

/**
 * Fractions need not be exact (swag.IsFloat64AJSONInteger, here on both sides of the whole number); of whole numbers only the
 * whole part of the factor counts.
 */
function isMultiple(value: number, factor: number): boolean {
  const quotient = factor < 1 ? (1 / factor) * value : value / factor;
  if (!Number.isFinite(quotient) || Math.abs(quotient) > Number.MAX_SAFE_INTEGER) return true;
  const difference = Math.abs(quotient - Math.round(quotient));
  if (difference <= Math.abs(quotient) * 1e-9) return true;
  const whole = Math.trunc(factor);
  return Number.isInteger(value) && (whole === 0 || value % whole === 0);
}

/** Characters as Go counts them (utf8.RuneCount), entries of a list or an object. */
function sizeOf(value: JsonValue): number {
  if (typeof value !== 'string')
    return isList(value) ? value.length : isObject(value) ? Object.keys(value).length : 0;
  let size = value.length;
  for (let at = 1; at < value.length; at++)
    if ((value.charCodeAt(at) & 0xfc00) === 0xdc00 && (value.charCodeAt(at - 1) & 0xfc00) === 0xd800) size--;
  return size;
}

function isEqual(a: JsonValue | undefined, b: JsonValue | undefined): boolean {
  if (isList(a)) return isList(b) && a.length === b.length && a.every((one, index) => isEqual(one, b[index]));
  if (!isObject(a)) return a === b;
  if (!isObject(b)) return false;
  const keys = Object.keys(a);
  return (
    keys.length === Object.keys(b).length &&
    keys.every((key) => Object.hasOwn(b, key) && isEqual(a[key], b[key]))
  );
}
