import { calledBy, operandsOf } from '../syntax.ts';
import type { Node } from '../syntax.ts';
import { exactly, product, sum } from './range.ts';
import { Unsure, sizeOrUnknown } from './scope.ts';
import type { Entries, Estimate, Scope } from './scope.ts';
import { BOOL, STRING, listOfType } from './type.ts';
import type { Type } from './type.ts';

type Visit = (node: Node, scope: Scope) => Estimate;

/** A macro over the entries of a list or the keys of a map, as it is expanded (cel-go parser/macro.go); undefined for others. */
export function loopEstimate(node: Node, scope: Scope, estimate: Visit): Estimate | undefined {
  const name = calledBy(node) ?? '';
  const [holder, variable, ...bodies] = operandsOf(node);
  const wanted = BODIES[name];
  if (wanted?.includes(bodies.length) !== true || holder === undefined || variable === undefined)
    return undefined;
  if (variable.op !== 'id') throw new Unsure();
  const range = estimate(holder, scope);
  const inner: Scope = {
    ...scope,
    locals: new Map([...scope.locals, [variable.args as string, entryOf(range)]]),
  };
  const [first, second] = bodies.map((one) => estimate(one, inner));
  if (first === undefined) throw new Unsure();
  const size = sizeOrUnknown(range);
  const total = (around: number, each: number): number =>
    sum(sum(range.cost, around), product(size.max, each));
  const one = { type: BOOL, size: exactly(1) };
  switch (name) {
    case 'all':
      return { cost: total(1, sum(3, first.cost)), ...one };
    case 'exists':
      return { cost: total(1, sum(4, first.cost)), ...one };
    case 'exists_one':
      return { cost: total(2, sum(2, first.cost)), ...one };
    case 'filter':
      return {
        cost: total(11, sum(13, first.cost)),
        ...made(entryType(range.type), size, estimate(variable, inner)),
      };
    default: {
      // With three arguments, the first says which entries are taken.
      const result = second ?? first;
      const each = sum(12, second === undefined ? first.cost : sum(first.cost, second.cost));
      return { cost: total(11, each), ...made(result.type, size, result) };
    }
  }
}

/** How many expressions stand behind the variable. */
const BODIES: Readonly<Record<string, readonly number[] | undefined>> = {
  all: [1],
  exists: [1],
  exists_one: [1],
  filter: [1],
  map: [1, 2],
};

/** A list that a loop puts together: it begins as an empty one. */
function made(type: Type, size: Estimate['size'], entry: Estimate): Omit<Estimate, 'cost'> {
  const entries: Entries = { key: exactly(1), value: { min: 0, max: sizeOrUnknown(entry).max } };
  return { type: listOfType(type), entries, ...(size === undefined ? {} : { size }) };
}

function entryOf(range: Estimate): Omit<Estimate, 'cost'> {
  const isList = range.type.kind === 'list';
  const size = isList ? range.entries?.value : range.entries?.key;
  return {
    type: entryType(range.type),
    path: [...(range.path ?? []), isList ? '@items' : '@keys'],
    ...(size === undefined ? {} : { size }),
  };
}

function entryType({ kind, element }: Type): Type {
  if (kind === 'map') return STRING;
  if (kind !== 'list' || element === undefined) throw new Unsure();
  return element;
}
