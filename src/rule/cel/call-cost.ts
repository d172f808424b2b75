import { codePoints, sizeOf, traversalCost } from './weight.ts';

/**
 * What a call costs the API server, but for `join`, whose cost is of its result. `args` begins with the receiver.
 * Sources: cel-go interpreter/runtimecost.go costCall; apiserver pkg/cel/library/cost.go CallCost.
 */
export function callCost(name: string, args: readonly unknown[]): number {
  const [first, second] = args;
  switch (name) {
    case 'startsWith':
    case 'endsWith':
    case 'url':
    case 'lowerAscii':
    case 'upperAscii':
    case 'substring':
    case 'trim':
    case 'isIP':
    case 'isCIDR':
    case 'quantity':
    case 'isQuantity':
      return traversed(sizeOf(first));
    case 'split':
    case 'replace':
      return traversed(sizeOf(first) * 2);
    case 'contains':
      return traversed(sizeOf(first)) * traversed(sizeOf(second));
    case 'matches':
    case 'find':
    case 'findAll':
      return traversed(1 + sizeOf(first)) * Math.ceil(sizeOf(second) * 0.25);
    case 'isSorted':
    case 'indexOf':
    case 'lastIndexOf':
      return traversalCost(first);
    case 'string':
      return first instanceof Uint8Array ? traversed(first.length) : 1;
    case 'bytes':
      return typeof first === 'string' ? traversed(codePoints(first)) : 1;
    default:
      return 1;
  }
}

/** What an operator costs the API server. */
export function operatorCost(operator: string, left: unknown, right: unknown): number {
  switch (operator) {
    case '==':
    case '!=':
      return traversed(Math.min(sizeOf(left), sizeOf(right)));
    case '<':
    case '<=':
    case '>':
    case '>=':
      return hasText(left) ? traversed(Math.min(sizeOf(left), sizeOf(right))) : 1;
    case '+':
      return hasText(left) ? traversed(sizeOf(left) + sizeOf(right)) : 1;
    case 'in':
      return Array.isArray(right) ? right.length : 1;
    default:
      return 1;
  }
}

export function joinCost(result: string): number {
  return traversed(codePoints(result) * 2);
}

/** Characters that are walked through once. */
function traversed(characters: number): number {
  return Math.ceil(characters * 0.1);
}

function hasText(value: unknown): boolean {
  return typeof value === 'string' || value instanceof Uint8Array;
}
