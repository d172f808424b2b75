/**
 * Nodes of @marcbachmann/cel-js 8 as they are after `check()`: what the evaluator calls is `handle` of a node that has
 * one, else `evaluate` of its meta. `alternate` is what a macro was expanded to, `macro` evaluates by itself.
 */
export interface Node {
  readonly op: string;
  readonly args: unknown;
  handle?: Handle;
  readonly meta: {
    readonly evaluate: Evaluate;
    readonly alternate?: Node;
    readonly macro?: { evaluate: Evaluate; readonly macroHasProps?: readonly unknown[] };
  };
  setMeta(key: 'evaluate', value: Evaluate): void;
}

/** Operands first; of a call they are one list. */
export type Handle = (...operands: unknown[]) => unknown;
export type Evaluate = (evaluator: unknown, node: unknown, context: unknown) => unknown;

/** What a macro such as `all` is expanded to. */
export interface Comprehension {
  readonly step: Node;
}

/** The nodes that an expression writes out, below one of them. */
export function operandsOf(node: Node): readonly Node[] {
  switch (node.op) {
    case 'value':
    case 'id':
    case 'accuValue':
    case 'accuInc':
      return [];
    case '.':
    case '.?':
      return [(node.args as [Node, string])[0]];
    case 'call':
      return (node.args as [string, Node[]])[1];
    case 'rcall': {
      const [, receiver, args] = node.args as [string, Node, Node[]];
      return [receiver, ...args];
    }
    case 'map':
      return (node.args as (readonly [Node, Node])[]).flat();
    case '!_':
    case '-_':
    case 'accuPush':
      return [node.args as Node];
    default:
      return node.args as Node[];
  }
}

/** Name of the function or macro that a node calls. */
export function calledBy(node: Node): string | undefined {
  return node.op === 'call' || node.op === 'rcall' ? (node.args as [string])[0] : undefined;
}

/** How many nodes lie under each other at most. Nothing here recurs: chains of operators may be long. */
export function depthOf(root: Node): number {
  let depth = 0;
  for (let level: readonly Node[] = [root]; level.length > 0; level = level.flatMap(operandsOf)) depth += 1;
  return depth;
}

/** Whether a node is a literal, which the API server computes once (cel-go interpreter/decorators.go decOptimize). */
export function isConstant(node: Node): boolean {
  const operands = operandsOf(node);
  switch (node.op) {
    case 'value':
      return true;
    case 'list':
    case 'map':
    case '-_':
      return operands.every(isConstant);
    case 'call':
      return operands.length === 1 && CONVERSIONS.has(calledBy(node) ?? '') && operands.every(isConstant);
    default:
      return false;
  }
}

const CONVERSIONS: ReadonlySet<string> = new Set(
  'bool bytes double duration dyn int string timestamp type uint'.split(' '),
);
