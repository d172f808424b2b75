import { operandsOf } from '../syntax.ts';
import type { Node } from '../syntax.ts';
import { plus, scaled, sum } from './range.ts';
import { Unsure, eitherEntries, sizeOrUnknown } from './scope.ts';
import type { Estimate, Scope } from './scope.ts';
import { BOOL } from './type.ts';
import type { Type } from './type.ts';

type Visit = (node: Node, scope: Scope) => Estimate;

const ONE = { min: 1, max: 1 };

export function operatorEstimate(node: Node, scope: Scope, estimate: Visit): Estimate {
  const operands = operandsOf(node).map((one) => estimate(one, scope));
  const [left, right] = operands;
  if (left === undefined) throw new Unsure();
  const before = operands.reduce((all, one) => sum(all, one.cost), 0);
  if (right === undefined) return { cost: sum(before, 1), type: left.type, ...scalarSize(left.type) };
  if (node.op === '+') return added(before, left, right);
  if (ARITHMETIC.has(node.op)) {
    if (left.type.kind !== right.type.kind || !NUMBERS.has(left.type.kind)) throw new Unsure();
    return { cost: sum(before, 1), type: left.type, size: ONE };
  }
  return { cost: sum(before, comparisonCost(node.op, left, right)), type: BOOL, size: ONE };
}

const ARITHMETIC: ReadonlySet<string> = new Set(['-', '*', '/', '%']);
const NUMBERS: ReadonlySet<string> = new Set(['int', 'double']);
const TEXTS: ReadonlySet<string> = new Set(['string', 'bytes']);

function scalarSize(type: Type): Pick<Estimate, 'size'> {
  if (type.kind !== 'bool' && !NUMBERS.has(type.kind)) throw new Unsure();
  return { size: ONE };
}

function added(before: number, left: Estimate, right: Estimate): Estimate {
  const { kind } = left.type;
  if (kind !== right.type.kind) throw new Unsure();
  if (NUMBERS.has(kind)) return { cost: sum(before, 1), type: left.type, size: ONE };
  const size = plus(sizeOrUnknown(left), sizeOrUnknown(right));
  if (TEXTS.has(kind)) return { cost: sum(before, scaled(size.max, 0.1)), type: left.type, size };
  if (kind !== 'list') throw new Unsure();
  const entries = eitherEntries(left.entries, right.entries);
  return {
    cost: sum(before, 1),
    type: left.type.element?.kind === 'any' ? right.type : left.type,
    size,
    ...(entries === undefined ? {} : { entries }),
  };
}

function comparisonCost(operator: string, left: Estimate, right: Estimate): number {
  const kinds = [left.type.kind, right.type.kind];
  const shorter = scaled(Math.min(sizeOrUnknown(left).max, sizeOrUnknown(right).max), 0.1);
  switch (operator) {
    case '&&':
    case '||':
      return 0;
    case '==':
    case '!=':
      if (!kinds.includes('quantity')) return shorter;
      if (operator === '==' && kinds[0] === kinds[1]) return 1;
      throw new Unsure();
    case 'in':
      if (right.type.kind === 'list') return sizeOrUnknown(right).max;
      if (right.type.kind === 'map') return 1;
      throw new Unsure();
    case '<':
    case '<=':
    case '>':
    case '>=':
      // Of what may be a text, the dearer of both.
      if (kinds.every((kind) => TEXTS.has(kind))) return shorter;
      if (kinds.every((kind) => kind === 'dyn' || TEXTS.has(kind))) return Math.max(1, shorter);
      if (kinds.every((kind) => kind === 'dyn' || COMPARED.has(kind))) return 1;
      throw new Unsure();
    default:
      throw new Unsure();
  }
}

const COMPARED: ReadonlySet<string> = new Set(['int', 'double', 'duration', 'timestamp', 'bool']);
