import { MOST, plus, product, scaled, sum, times } from './range.ts';
import type { Range } from './range.ts';
import { Unsure, sizeOrUnknown } from './scope.ts';
import type { Estimate } from './scope.ts';
import { BOOL, INT, STRING, listOfType, scalar } from './type.ts';
import type { Type } from './type.ts';

type SizeAt = (path: readonly string[]) => Range | undefined;

/** What a call costs beside its operands, and what it gives. Functions that are not here are never estimated. */
export function callEstimate(
  name: string,
  isMember: boolean,
  operands: readonly Estimate[],
  sizeAt: SizeAt,
): Estimate {
  const [first, ...others] = operands;
  if (first === undefined) throw new Unsure();
  const made = isMember ? member(name, first, others, sizeAt) : global(name, first, others);
  if (made === undefined) throw new Unsure();
  return made;
}

function global(name: string, operand: Estimate, others: readonly Estimate[]): Estimate | undefined {
  if (others.length > 0) return undefined;
  const size = sizeOrUnknown(operand);
  const { kind } = operand.type;
  const traversal = scaled(size.max, 0.1);
  switch (name) {
    case 'size':
      return SIZED.has(kind) ? { cost: 1, type: INT } : undefined;
    case 'int':
    case 'double':
    case 'bool':
      return { cost: 1, type: scalar(name) };
    case 'string':
      if (kind === 'bytes')
        return { cost: traversal, type: STRING, size: { min: Math.floor(size.min / 4), max: size.max } };
      return kind === 'dyn' ? undefined : { cost: 1, type: STRING };
    case 'bytes':
      if (kind !== 'string') return undefined;
      return { cost: traversal, type: scalar('bytes'), size: { min: size.min, max: product(size.max, 4) } };
    case 'type':
      return { cost: 1, type: scalar('type') };
    case 'duration':
    case 'timestamp':
      return { cost: 1, type: scalar(name) };
    case 'quantity':
      return { cost: traversal, type: scalar('quantity') };
    case 'isQuantity':
    case 'isIP':
    case 'isCIDR':
      return { cost: traversal, type: BOOL };
    case 'isURL':
      return { cost: 1, type: BOOL };
    default:
      return undefined;
  }
}

const SIZED: ReadonlySet<string> = new Set(['string', 'bytes', 'list', 'map']);

function member(
  name: string,
  target: Estimate,
  args: readonly Estimate[],
  sizeAt: SizeAt,
): Estimate | undefined {
  const kind: string = target.type.kind;
  switch (kind) {
    case 'string':
      return ofText(name, target, args);
    case 'list':
      return ofList(name, target, args, sizeAt);
    case 'map':
    case 'bytes':
      return name === 'size' && args.length === 0 ? { cost: 1, type: INT } : undefined;
    case 'quantity': {
      const type = QUANTITY[name];
      return type === undefined ? undefined : { cost: 1, type };
    }
    case 'duration':
    case 'timestamp':
      return TIMES.has(name) ? { cost: 1, type: INT } : undefined;
    case 'optional':
      if (name === 'hasValue') return { cost: 1, type: BOOL };
      if (name !== 'orValue' && name !== 'value') return undefined;
      return target.type.element === undefined ? undefined : { cost: 1, type: target.type.element };
    default:
      return undefined;
  }
}

const QUANTITY: Readonly<Record<string, Type | undefined>> = {
  sign: INT,
  asInteger: INT,
  isInteger: BOOL,
  asApproximateFloat: scalar('double'),
  isGreaterThan: BOOL,
  isLessThan: BOOL,
  compareTo: INT,
  add: scalar('quantity'),
  sub: scalar('quantity'),
};

const TIMES: ReadonlySet<string> = new Set(
  (
    'getDate getDayOfMonth getDayOfWeek getDayOfYear getFullYear getHours getMilliseconds getMinutes getMonth ' +
    'getSeconds'
  ).split(' '),
);

function ofText(name: string, target: Estimate, args: readonly Estimate[]): Estimate | undefined {
  const size = sizeOrUnknown(target);
  const [one, two] = args;
  const traversal = scaled(size.max, 0.1);
  switch (name) {
    case 'size':
      return { cost: 1, type: INT };
    case 'startsWith':
    case 'endsWith':
      return one && { cost: scaled(sizeOrUnknown(one).max, 0.1), type: BOOL };
    case 'contains':
      return one && { cost: product(traversal, scaled(sizeOrUnknown(one).max, 0.1)), type: BOOL };
    case 'matches':
    case 'find':
    case 'findAll': {
      if (one === undefined) return undefined;
      const cost = product(scaled(sum(size.max, 1), 0.1), scaled(sizeOrUnknown(one).max, 0.25));
      if (name === 'matches') return { cost, type: BOOL };
      return { cost, type: name === 'find' ? STRING : listOfType(STRING), size: { min: 0, max: size.max } };
    }
    case 'lowerAscii':
    case 'upperAscii':
    case 'substring':
    case 'trim':
      return { cost: traversal, type: STRING, size };
    case 'indexOf':
    case 'lastIndexOf':
      return { cost: traversal, type: INT };
    case 'split':
      // With a limit, the size is that of the limit.
      if (two !== undefined) return undefined;
      return { cost: scaled(size.max, 0.2), type: listOfType(STRING), size: { min: 0, max: size.max } };
    case 'replace':
      if (one === undefined || two === undefined) return undefined;
      return {
        cost: scaled(size.max, 0.2),
        type: STRING,
        size: replaced(size, sizeOrUnknown(one), sizeOrUnknown(two)),
      };
    default:
      return undefined;
  }
}

/** apiserver pkg/cel/library/cost.go, `replace`. */
function replaced(text: Range, out: Range, by: Range): Range {
  let [count, kept] = [Math.ceil(text.max / out.min), 0];
  if (out.min === 0) [count, kept] = [sum(text.max, 1), text.max];
  else if (by.max <= out.min) [count, kept] = [0, text.max];
  let [least, left] = [Math.ceil(text.min / out.max), 0];
  if (out.max === 0) [least, left] = [sum(text.min, 1), text.min];
  else if (out.max <= by.min) [least, left] = [0, text.min];
  return { min: sum(product(least, by.min), left), max: sum(product(count, by.max), kept) };
}

function ofList(
  name: string,
  target: Estimate,
  args: readonly Estimate[],
  sizeAt: SizeAt,
): Estimate | undefined {
  const size = sizeOrUnknown(target);
  const { element } = target.type;
  if (name === 'size') return { cost: 1, type: INT };
  if (element === undefined) return undefined;
  // Of an entry there is only what the schema says.
  const entry = (target.path === undefined ? undefined : sizeAt([...target.path, '@items'])) ?? {
    min: 0,
    max: MOST,
  };
  switch (name) {
    case 'isSorted':
    case 'sum':
    case 'max':
    case 'min':
    case 'indexOf':
    case 'lastIndexOf': {
      const isText = element.kind === 'string' || element.kind === 'bytes';
      const each = isText ? sum(1, scaled(entry.max, 0.1)) : 1;
      const type = name === 'isSorted' ? BOOL : name.endsWith('ndexOf') ? INT : element;
      return { cost: product(size.max, each), type };
    }
    case 'join': {
      let joined = times(size, entry);
      const [separator] = args;
      if (separator !== undefined) {
        const gaps = { min: Math.max(size.min - 1, 0), max: Math.max(size.max - 1, 0) };
        joined = plus(joined, times(sizeOrUnknown(separator), gaps));
      }
      return { cost: scaled(joined.max, 0.1), type: STRING, size: joined };
    }
    default:
      return undefined;
  }
}
