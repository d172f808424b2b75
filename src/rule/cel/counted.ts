import { re2 } from '../../regex/re2.ts';
import type { Run } from './budget.ts';
import { callCost, joinCost, operatorCost } from './call-cost.ts';
import { calledBy, isConstant, operandsOf } from './syntax.ts';
import type { Comprehension, Evaluate, Node } from './syntax.ts';
import { sizeOf, weightOf } from './weight.ts';

/**
 * Makes every node of an expression count what it costs before it does anything. `run` gives the evaluation that is
 * under way. Source of the costs: cel-go interpreter/runtimecost.go Observe, with the options of Kubernetes (apiserver
 * pkg/cel/environment/base.go): a presence test by itself costs nothing, and literals are computed once.
 */
export function countNodes(root: Node, run: () => Run, text: string): void {
  const free = new Set<Node>();
  const ready = new Set<Node>();
  for (let level: readonly Node[] = [root]; level.length > 0; level = level.flatMap(operandsOf))
    for (const node of level) {
      if (ready.has(node)) continue;
      ready.add(node);
      if (node.op === '?:') for (const branch of operandsOf(node).slice(1)) free.add(rootOf(branch));
      countNode(node, { run, isFree: free.has(node), errorCost: 100 + text.length });
    }
}

interface Counting {
  readonly run: () => Run;
  /** What stands in a branch of a condition is read without being looked up (conditionalAttribute). */
  readonly isFree: boolean;
  /** An error shows the expression with the place where it happened, and may be swallowed thousands of times. */
  readonly errorCost: number;
}

function countNode(node: Node, counting: Counting): void {
  const { run } = counting;
  const { macro, alternate } = node.meta;
  if (macro !== undefined) {
    // has() looks up all but the last field; its identifier costs nothing.
    const cost = macro.macroHasProps === undefined ? 0 : macro.macroHasProps.length - 2;
    const fixed = calledBy(node) === 'bind' ? LIST : cost;
    macro.evaluate = counted(macro.evaluate, run, () => fixed);
  } else if (alternate !== undefined) {
    if (alternate.op === 'comprehension') countComprehension(alternate, calledBy(node) ?? '', run);
  } else if (node.op === 'value') {
    // Whoever holds it counts it.
  } else if (node.handle !== undefined) {
    countHandle(node, node.handle, counting);
  } else {
    const steps = operandsOf(node).length;
    const cost = node.op === 'id' ? (counting.isFree ? 0 : 1) : isConstant(node) ? 0 : (BUILT[node.op] ?? 0);
    const evaluate = node.meta.evaluate;
    node.setMeta('evaluate', (evaluator, self, context) => {
      run().work(1 + steps);
      run().spend(cost);
      return evaluate(evaluator, self, context);
    });
  }
}

const LIST = 10;
const BUILT: Readonly<Record<string, number | undefined>> = { list: LIST, map: 30 };

function counted(evaluate: Evaluate, run: () => Run, cost: () => number): Evaluate {
  return function (this: unknown, evaluator, node, context) {
    run().work(2);
    run().spend(cost());
    return evaluate.call(this, evaluator, node, context);
  };
}

function countHandle(node: Node, handle: (...operands: unknown[]) => unknown, counting: Counting): void {
  const { run, errorCost } = counting;
  const prepare = preparation(node);
  node.handle = (...operands) => {
    prepare(run(), operands);
    try {
      return own(node, run(), operands) ?? handle(...operands);
    } catch (error) {
      if (run().stopped === undefined) run().work(errorCost);
      throw error;
    }
  };
}

/** What is to be spent before the operands are put together. */
function preparation(node: Node): (run: Run, operands: readonly unknown[]) => void {
  const operands = operandsOf(node);
  switch (node.op) {
    case '?:':
      return (run) => {
        run.work(4);
      };
    case '.':
    case '.?':
    case '[]':
    case '[?]': {
      const base = rootOf(node);
      const isFirst = operands[0] === base;
      // What an index looks up is counted where it stands; a value that is no variable costs one more to look into.
      const cost =
        (operands[1] !== undefined && isLookup(operands[1]) ? 0 : 1) +
        (isFirst && base.op !== 'id' && base.op !== '?:' ? 1 : 0);
      return (run) => {
        run.work(2);
        run.spend(cost);
      };
    }
    case '!_':
    case '-_': {
      const cost = isConstant(node) ? 0 : 1;
      return (run) => {
        run.work(2);
        run.spend(cost);
      };
    }
    case 'call':
    case 'rcall':
      return callPreparation(calledBy(node) ?? '', isConstant(node));
    default:
      return operatorPreparation(node.op, operands);
  }
}

function operatorPreparation(
  operator: string,
  operands: readonly Node[],
): (run: Run, values: readonly unknown[]) => void {
  // A literal list is made a set (maybeOptimizeSetMembership), which costs nothing to ask.
  const isSet = operator === 'in' && operands[1] !== undefined && isConstant(operands[1]);
  return (run, [left, right]) => {
    run.work(2 + workOf(operator, left, right));
    if (!isSet) run.spend(operatorCost(operator, left, right));
  };
}

/** Equality looks into both sides at most as far as the lighter one goes; lists that are added are copied. */
function workOf(operator: string, left: unknown, right: unknown): number {
  if (operator === 'in') return Array.isArray(right) ? weightOf(right) : 0;
  if (operator === '+' && Array.isArray(left)) return 2 * (sizeOf(left) + sizeOf(right));
  return Math.min(weightOf(left), weightOf(right));
}

function callPreparation(name: string, isFolded: boolean): (run: Run, operands: readonly unknown[]) => void {
  return (run, operands) => {
    const args = operands[0] as readonly unknown[];
    const [first, second] = args;
    let work = 4;
    for (const value of args) work += typeof value === 'string' ? value.length >>> 4 : 0;
    if (typeof first === 'object' && LINEAR.has(name)) work += weightOf(first);
    run.work(work);
    if (name === 'join') preventHugeText(run, first, second);
    else if (!isFolded) run.spend(callCost(name, args));
    if (name === 'duration' && typeof first === 'string' && first.length > LONGEST_DURATION)
      run.stop('it reads a duration that is longer than any that is read here');
    if (typeof second !== 'string') return;
    if (SEARCHING.has(name) && typeof first === 'string') run.work((first.length * second.length) / 64);
    if (first instanceof Date) run.work(TIME_ZONE);
  };
}

/** Searching takes the product of both lengths in the worst case. */
const SEARCHING: ReadonlySet<string> = new Set(['contains', 'indexOf', 'lastIndexOf', 'split']);
const LINEAR: ReadonlySet<string> = new Set([
  'isSorted',
  'indexOf',
  'lastIndexOf',
  'join',
  'string',
  'json',
  'hex',
  'base64',
]);
/** A time in another zone is formatted, and read again. */
const TIME_ZONE = 2_000;
/** Reading one takes the cube of its length where it is none; what Go reads is shorter. */
const LONGEST_DURATION = 200;

/** Stops before a text is put together that costs too much. */
function preventHugeText(run: Run, list: unknown, separator: unknown): void {
  if (!Array.isArray(list)) return;
  let length = typeof separator === 'string' ? separator.length * Math.max(list.length - 1, 0) : 0;
  for (const one of list) length += typeof one === 'string' ? one.length : 0;
  run.work(list.length + (length >>> 4));
  // Two units of a text may be one character.
  run.room(length * 0.1);
}

/** What is done here and not by the library; undefined for all else. */
function own(node: Node, run: Run, operands: readonly unknown[]): unknown {
  const name = calledBy(node);
  if (name === undefined) return undefined;
  const args = operands[0] as readonly unknown[];
  const [first, second] = args;
  if (typeof first !== 'string') {
    if (name !== 'join' || !Array.isArray(first)) return undefined;
    if (!first.every((one) => typeof one === 'string')) return undefined;
    const joined = first.join(typeof second === 'string' ? second : '');
    run.spend(joinCost(joined));
    return joined;
  }
  if (args.length === 1 && name === 'size') return BigInt(sizeOf(first));
  if (typeof second !== 'string') return undefined;
  switch (name) {
    case 'matches':
      return matched(run, first, second)?.test(first) ?? run.stop(TOO_LONG);
    case 'find':
      return (matched(run, first, second)?.findAll(first, 1) ?? run.stop(TOO_LONG))[0] ?? '';
    case 'findAll': {
      const limit = args[2];
      if (limit !== undefined && typeof limit !== 'bigint') return undefined;
      const most = limit === undefined || limit < 0n ? Infinity : Number(limit);
      return matched(run, first, second)?.findAll(first, most) ?? run.stop(TOO_LONG);
    }
    default:
      return undefined;
  }
}

const TOO_LONG = 'it has a regular expression that takes too long to match here';

function matched(run: Run, text: string, pattern: string): ReturnType<typeof re2> {
  run.work(((text.length + 1) * (pattern.length + 1)) / 2);
  return (
    re2(pattern) ?? run.stop(`it has a regular expression that is not read here: ${pattern.slice(0, 60)}`)
  );
}

/** What a chain of fields and indexes begins with. */
function rootOf(node: Node): Node {
  let root = node;
  for (;;) {
    const [inner] = operandsOf(root);
    if (inner === undefined || !ACCESS.has(root.op)) return root;
    root = inner;
  }
}

const ACCESS: ReadonlySet<string> = new Set(['.', '.?', '[]', '[?]']);

function isLookup(node: Node): boolean {
  return node.op === 'id' || ACCESS.has(node.op) || node.op === '?:';
}

/** What a macro costs beside what is written in it: the loop, as it is expanded (cel-go parser/macro.go). */
interface LoopCost {
  /** To begin with, and for the result. */
  readonly around: number;
  readonly each: number;
  /** For an entry that is kept or counted. */
  readonly taken: number;
  /** For finding that the answer is known before the end. */
  readonly early: number;
}

const LOOPS: Readonly<Record<string, LoopCost | undefined>> = {
  all: { around: 1, each: 3, taken: 0, early: 2 },
  exists: { around: 1, each: 4, taken: 0, early: 3 },
  exists_one: { around: 2, each: 0, taken: 2, early: 0 },
  map: { around: LIST + 1, each: 0, taken: LIST + 2, early: 0 },
  filter: { around: LIST + 1, each: 0, taken: LIST + 3, early: 0 },
};

function countComprehension(node: Node, name: string, run: () => Run): void {
  const cost = LOOPS[name] ?? { around: 1, each: 4, taken: 0, early: 0 };
  const { step } = node.args as Comprehension;
  let steps = 0;
  const evaluateStep = step.meta.evaluate;
  step.setMeta('evaluate', (evaluator, self, context) => {
    steps += 1;
    run().work(4);
    run().spend(cost.each);
    return evaluateStep(evaluator, self, context);
  });
  for (const one of [step, ...operandsOf(step)]) {
    if (one.op !== 'accuPush' && one.op !== 'accuInc') continue;
    const evaluate = one.meta.evaluate;
    one.setMeta('evaluate', (evaluator, self, context) => {
      run().spend(cost.taken);
      return evaluate(evaluator, self, context);
    });
  }
  const { handle } = node;
  if (handle === undefined) return;
  node.handle = (items, ...rest) => {
    const size = sizeOf(items);
    // The keys of a map are copied before the first is looked at.
    run().work(Array.isArray(items) ? 2 : 2 + size);
    run().spend(cost.around);
    const before = steps;
    const result = handle(items, ...rest);
    if (steps - before < size) run().spend(cost.early);
    return result;
  };
}
