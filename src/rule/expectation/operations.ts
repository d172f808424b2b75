import { isList, isObject } from '../../base/json.ts';
import type { JsonValue } from '../../base/json.ts';

/**
 * What the operators and functions of CEL do, over JSON values, for expectations that were compiled when kubeplumb was built. An
 * integer is a number without a fraction. Source: "Language Definition" of google/cel-spec.
 */

/** The outcome of what cannot be evaluated. `||`, `&&` and `exists` get past it where the other side decides. */
export const ERROR: unique symbol = Symbol('error');
/** What `.?` finds where nothing is; what is no object has nothing. */
export const ABSENT: unique symbol = Symbol('absent');

export type Value = JsonValue | typeof ERROR;
export type Optional = Value | typeof ABSENT;

export function field(value: Value, key: string): Value {
  const found = value === ERROR || !isObject(value) ? undefined : own(value, key);
  return found === undefined ? ERROR : found;
}

export function optional(value: Optional, key: string): Optional {
  if (value === ERROR) return ERROR;
  const found = value === ABSENT || !isObject(value) ? undefined : own(value, key);
  return found === undefined ? ABSENT : found;
}

export function orValue(value: Optional, other: Value): Value {
  return value === ABSENT ? other : value;
}

export function has(value: Value, key: string): Value {
  return value === ERROR ? ERROR : isObject(value) && own(value, key) !== undefined;
}

export function index(value: Value, key: Value): Value {
  if (typeof key === 'string') return field(value, key);
  if (value === ERROR || typeof key !== 'number' || !isList(value)) return ERROR;
  const found = value[key];
  return found === undefined ? ERROR : found;
}

export function and(left: Value, right: () => Value): Value {
  if (left === false) return false;
  const other = right();
  if (other === false) return false;
  return left === true && other === true ? true : ERROR;
}

export function or(left: Value, right: () => Value): Value {
  if (left === true) return true;
  const other = right();
  if (other === true) return true;
  return left === false && other === false ? false : ERROR;
}

export function not(value: Value): Value {
  return typeof value === 'boolean' ? !value : ERROR;
}

export function choose(condition: Value, yes: () => Value, no: () => Value): Value {
  if (typeof condition !== 'boolean') return ERROR;
  return condition ? yes() : no();
}

export function equal(left: Value, right: Value): Value {
  if (left === ERROR || right === ERROR) return ERROR;
  return isSame(left, right);
}

export function unequal(left: Value, right: Value): Value {
  return not(equal(left, right));
}

/** Negative, zero or positive; undefined for what has no order. */
function order(left: Value, right: Value): number | undefined {
  if (typeof left === 'number' && typeof right === 'number') return left - right;
  if (typeof left !== 'string' || typeof right !== 'string') return undefined;
  return left < right ? -1 : left > right ? 1 : 0;
}

export function less(left: Value, right: Value): Value {
  const found = order(left, right);
  return found === undefined ? ERROR : found < 0;
}

export function atMost(left: Value, right: Value): Value {
  const found = order(left, right);
  return found === undefined ? ERROR : found <= 0;
}

export function inside(value: Value, container: Value): Value {
  if (value === ERROR || container === ERROR) return ERROR;
  if (isList(container)) return container.some((one) => isSame(one, value));
  if (!isObject(container)) return ERROR;
  return typeof value === 'string' && own(container, value) !== undefined;
}

/** Of a text its characters. */
export function size(value: Value): Value {
  if (value === ERROR) return ERROR;
  if (typeof value === 'string') return Array.from(value).length;
  if (isList(value)) return value.length;
  return isObject(value) ? Object.keys(value).length : ERROR;
}

export function typeOf(value: Value): Value {
  if (value === ERROR) return ERROR;
  if (typeof value === 'number') return Number.isInteger(value) ? 'int' : 'double';
  if (typeof value === 'boolean') return 'bool';
  if (typeof value === 'string') return 'string';
  if (value === null) return 'null_type';
  return isList(value) ? 'list' : 'map';
}

/** Of an object its keys. */
export function exists(container: Value, holds: (one: JsonValue) => Value): Value {
  if (container === ERROR || typeof container !== 'object' || container === null) return ERROR;
  let outcome: Value = false;
  for (const one of isList(container) ? container : Object.keys(container)) {
    const found = holds(one);
    if (found === true) return true;
    if (found !== false) outcome = ERROR;
  }
  return outcome;
}

export function matches(value: Value, expression: RegExp): Value {
  return typeof value === 'string' ? expression.test(value) : ERROR;
}

export function contains(value: Value, part: Value): Value {
  return typeof value === 'string' && typeof part === 'string' ? value.includes(part) : ERROR;
}

export function startsWith(value: Value, part: Value): Value {
  return typeof value === 'string' && typeof part === 'string' ? value.startsWith(part) : ERROR;
}

function own(object: { readonly [key: string]: JsonValue | undefined }, key: string): JsonValue | undefined {
  return Object.hasOwn(object, key) ? object[key] : undefined;
}

function isSame(left: JsonValue, right: JsonValue): boolean {
  if (left === right) return true;
  if (isList(left) && isList(right))
    return left.length === right.length && left.every((one, at) => isSame(one, right[at] ?? null));
  if (!isObject(left) || !isObject(right)) return false;
  const keys = Object.keys(left);
  return (
    keys.length === Object.keys(right).length &&
    keys.every((key) => own(right, key) !== undefined && isSame(left[key] ?? null, right[key] ?? null))
  );
}
