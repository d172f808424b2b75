import { calledBy, operandsOf } from '../syntax.ts';
import type { Node } from '../syntax.ts';
import { codePoints } from '../weight.ts';
import { callEstimate } from './call.ts';
import { loopEstimate } from './loop.ts';
import { operatorEstimate } from './operator.ts';
import { either, exactly, sum } from './range.ts';
import type { Range } from './range.ts';
import { Unsure, eitherEntries, sizeAt, sizeOrUnknown, sized } from './scope.ts';
import type { Entries, Estimate, Scope } from './scope.ts';
import { BOOL, INT, STRING, listOfType, scalar } from './type.ts';
import type { Type } from './type.ts';

/**
 * The most that an expression can cost by its text and by the schema around it, as the API server estimates it before it takes a
 * definition; undefined where that is not known for certain. `root` is the type of `self`. Sources: cel-go checker/cost.go
 * (coster), apiserver pkg/cel/library/cost.go EstimateCallCost, apiextensions-apiserver
 * pkg/apiserver/schema/cel/compilation.go sizeEstimator.
 */
export function estimatedCost(expression: Node, root: Type): number | undefined {
  try {
    return estimate(expression, { root, locals: new Map() }).cost;
  } catch (error) {
    if (error instanceof Unsure) return undefined;
    throw error;
  }
}

export function estimate(node: Node, scope: Scope): Estimate {
  switch (node.op) {
    case 'value':
      return literal(node.args);
    case 'id':
      return identifier(node.args as string, scope);
    case '.':
      return field(node, scope);
    case '.?':
      return optionalField(node, scope);
    case '[]':
      return index(node, scope);
    case 'list':
      return list(node, scope);
    case 'map':
      return map(node, scope);
    case '?:':
      return conditional(node, scope);
    case 'call':
    case 'rcall':
      return call(node, scope);
    case '-_':
      return negative(node, scope);
    default:
      return operatorEstimate(node, scope, estimate);
  }
}

function literal(value: unknown): Estimate {
  if (typeof value === 'string') return { cost: 0, type: STRING, size: exactly(codePoints(value)) };
  if (value instanceof Uint8Array) return { cost: 0, type: scalar('bytes'), size: exactly(value.length) };
  const type = value === null ? scalar('null') : SIMPLE[typeof value];
  if (type === undefined) throw new Unsure();
  return { cost: 0, type, size: exactly(1) };
}

const SIMPLE: Readonly<Record<string, Type | undefined>> = {
  bigint: INT,
  number: scalar('double'),
  boolean: BOOL,
};

function negative(node: Node, scope: Scope): Estimate {
  const [operand] = operandsOf(node);
  // `-1` is a literal.
  return operand?.op === 'value' ? literal(operand.args) : operatorEstimate(node, scope, estimate);
}

function identifier(name: string, scope: Scope): Estimate {
  const local = scope.locals.get(name);
  if (local === undefined) {
    const type =
      name === 'self' || name === 'oldSelf' ? scope.root : TYPE_NAMES.has(name) ? scalar('type') : undefined;
    if (type === undefined) throw new Unsure();
    return withSize({ cost: 1, type, path: [name] }, scope);
  }
  const size = sized(scope, { type: local.type, ...withPath(local.path) }) ?? local.size;
  return { ...local, cost: 1, ...withKnown(size) };
}

const TYPE_NAMES: ReadonlySet<string> = new Set(
  'bool bytes double int list map null_type string uint'.split(' '),
);

function field(node: Node, scope: Scope): Estimate {
  const [, name] = node.args as [Node, string];
  const operand = estimate(operandOf(node, 0), scope);
  const path = [...(operand.path ?? []), name];
  const type = fieldType(operand.type, name);
  return withSize({ cost: sum(operand.cost, 1), type, path }, scope);
}

function fieldType({ kind, element, fields }: Type, name: string): Type {
  const type = kind === 'map' ? element : kind === 'object' ? fields?.get(name) : undefined;
  if (type === undefined) throw new Unsure();
  return type;
}

/** A call of its own, which does not go on with the path. */
function optionalField(node: Node, scope: Scope): Estimate {
  const [, name] = node.args as [Node, string];
  const operand = estimate(operandOf(node, 0), scope);
  const holder = operand.type.kind === 'optional' ? (operand.type.element ?? operand.type) : operand.type;
  const type: Type = { ...scalar('optional'), element: fieldType(holder, name) };
  return withSize({ cost: sum(operand.cost, 1), type }, scope);
}

function index(node: Node, scope: Scope): Estimate {
  const holder = estimate(operandOf(node, 0), scope);
  const key = estimate(operandOf(node, 1), scope);
  const { kind, element } = holder.type;
  if (element === undefined || (kind !== 'list' && kind !== 'map')) throw new Unsure();
  const path = [...(holder.path ?? []), kind === 'list' ? '@items' : '@values'];
  const part = { cost: sum(sum(holder.cost, key.cost), 1), type: element, path };
  return withSize({ ...part, ...withKnown(holder.entries?.value) }, scope);
}

function list(node: Node, scope: Scope): Estimate {
  const items = operandsOf(node).map((one) => estimate(one, scope));
  const cost = items.reduce((all, one) => sum(all, one.cost), 10);
  const type = listOfType(items[0]?.type ?? scalar('any'));
  return { cost, type, size: exactly(items.length), entries: { key: exactly(1), value: allSizes(items) } };
}

function map(node: Node, scope: Scope): Estimate {
  const parts = operandsOf(node).map((one) => estimate(one, scope));
  const keys = parts.filter((_, at) => at % 2 === 0);
  const values = parts.filter((_, at) => at % 2 === 1);
  const cost = parts.reduce((all, one) => sum(all, one.cost), 30);
  const entries: Entries = { key: allSizes(keys), value: allSizes(values) };
  const element = values[0]?.type ?? scalar('any');
  return { cost, type: { kind: 'map', element, most: 0, shortest: 2 }, size: exactly(keys.length), entries };
}

function allSizes(parts: readonly Estimate[]): Range {
  const [first = exactly(0), ...others] = parts.map(sizeOrUnknown);
  // The estimate begins with nothing for the longest.
  return others.reduce(either, { min: first.min, max: Math.max(first.max, 0) });
}

function conditional(node: Node, scope: Scope): Estimate {
  const [condition, one, two] = [0, 1, 2].map((at) => estimate(operandOf(node, at), scope));
  if (condition === undefined || one === undefined || two === undefined) throw new Unsure();
  if (one.type.kind !== two.type.kind) throw new Unsure();
  const entries = eitherEntries(one.entries, two.entries);
  return {
    cost: sum(condition.cost, Math.max(one.cost, two.cost)),
    type: one.type.element?.kind === 'any' ? two.type : one.type,
    size: either(sizeOrUnknown(one), sizeOrUnknown(two)),
    ...(entries === undefined ? {} : { entries }),
  };
}

function call(node: Node, scope: Scope): Estimate {
  const name = calledBy(node) ?? '';
  if (node.op === 'call' && name === 'has') {
    const [test] = operandsOf(node);
    // Only what leads to the field costs something.
    if (test?.op !== '.') throw new Unsure();
    const holder = estimate(operandOf(test, 0), scope);
    fieldType(holder.type, (test.args as [Node, string])[1]);
    return withSize({ cost: holder.cost, type: BOOL }, scope);
  }
  if (node.op === 'rcall') {
    const loop = loopEstimate(node, scope, estimate);
    if (loop !== undefined) return loop;
  }
  const operands = operandsOf(node).map((one) => estimate(one, scope));
  const isMember = node.op === 'rcall';
  const made = callEstimate(name, isMember, operands, (path) => sizeAt(scope, path));
  const cost = operands.reduce((all, one) => sum(all, one.cost), made.cost);
  return withSize({ ...made, cost }, scope);
}

function operandOf(node: Node, at: number): Node {
  const operand = operandsOf(node)[at];
  if (operand === undefined) throw new Unsure();
  return operand;
}

function withSize(part: Estimate, scope: Scope): Estimate {
  return { ...part, ...withKnown(sized(scope, part)) };
}

function withKnown(size: Range | undefined): { readonly size?: Range } {
  return size === undefined ? {} : { size };
}

function withPath(path: readonly string[] | undefined): { readonly path?: readonly string[] } {
  return path === undefined ? {} : { path };
}
