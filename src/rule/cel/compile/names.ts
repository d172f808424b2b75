import { nearest } from '../../../base/nearest.ts';
import { someOf } from '../../../base/some.ts';
import { calledBy, operandsOf } from '../syntax.ts';
import type { Node } from '../syntax.ts';
import type { Shape } from './shape.ts';

export type Variables = ReadonlyMap<string, Shape>;

export interface Names {
  /** Why a name in the expression stands for nothing, to complete "it …". */
  readonly problem: string | undefined;
  /** Of the variables that it asks. */
  readonly used: ReadonlySet<string>;
  /** What the whole is, where it only selects. */
  readonly shape: Shape | undefined;
}

/** What the names in an expression stand for (cel-go checker/checker.go checkIdent, checkSelectField). */
export function namesIn(expression: Node, variables: Variables): Names {
  const walk = new Walk(variables);
  const shape = walk.of(expression, NONE);
  return { problem: walk.problem, used: walk.used, shape };
}

class Walk {
  problem: string | undefined;
  readonly used = new Set<string>();
  readonly #variables: Variables;

  constructor(variables: Variables) {
    this.#variables = variables;
  }

  of(node: Node, bound: ReadonlySet<string>): Shape | undefined {
    switch (node.op) {
      case 'id':
        return this.#identifier(node.args as string, bound);
      case '.':
      case '.?': {
        const [holder, name] = node.args as [Node, string];
        const shape = this.#field(this.of(holder, bound), name, holder);
        return node.op === '.' ? shape : undefined;
      }
      case '[]': {
        const [holder, ...keys] = operandsOf(node);
        const shape = holder && this.of(holder, bound);
        for (const key of keys) this.of(key, bound);
        return shape?.is === 'dyn' ? shape : shape?.is === 'many' ? shape.element() : undefined;
      }
      case 'rcall':
        this.#call(node, bound);
        return undefined;
      default:
        for (const operand of operandsOf(node)) this.of(operand, bound);
        return undefined;
    }
  }

  #identifier(name: string, bound: ReadonlySet<string>): Shape | undefined {
    if (bound.has(name)) return undefined;
    const shape = this.#variables.get(name);
    if (shape !== undefined) {
      this.used.add(name);
      return shape;
    }
    if (KNOWN.has(name)) return undefined;
    const meant = nearest(name, this.#variables.keys());
    this.problem ??= `names ${name}, which stands for nothing there; it may name ${someOf([...this.#variables.keys()])}${meant === undefined ? '' : `. Did you mean ${meant}?`}`;
    return undefined;
  }

  #field(holder: Shape | undefined, name: string, node: Node): Shape | undefined {
    if (holder?.is === 'dyn') return holder;
    if (holder?.is === 'many') return holder.type === 'map' ? holder.element() : undefined;
    if (holder?.is !== 'object') return undefined;
    const field = holder.field(name);
    if (field === undefined) {
      const meant = nearest(name, holder.names());
      this.problem ??= `asks for ${writtenAs(node)}.${name}, and there is no such field${meant === undefined ? '' : `. Did you mean ${meant}?`}`;
    }
    return field;
  }

  #call(node: Node, bound: ReadonlySet<string>): void {
    const [receiver, ...args] = operandsOf(node);
    if (receiver === undefined) return;
    // `sets.contains` is one name, and others may have been added.
    if (!this.#isNamespace(receiver, bound)) this.of(receiver, bound);
    const inner = variablesOf(node, args);
    const all = inner.length === 0 ? bound : new Set([...bound, ...inner]);
    for (const [index, arg] of args.entries()) if (index >= inner.length) this.of(arg, all);
  }

  #isNamespace({ op, args }: Node, bound: ReadonlySet<string>): boolean {
    if (op !== 'id') return false;
    const name = args as string;
    return (
      !bound.has(name) && !this.#variables.has(name) && nearest(name, this.#variables.keys()) === undefined
    );
  }
}

/** Those that a macro such as `all` declares for its last operands: names that stand alone, and are not the last. */
function variablesOf(node: Node, args: readonly Node[]): readonly string[] {
  const name = calledBy(node) ?? '';
  const most = name === 'bind' || name === 'sortBy' ? 1 : MACROS.has(name) ? Math.min(2, args.length - 1) : 0;
  const names: string[] = [];
  for (const { op, args: one } of args.slice(0, Math.min(most, args.length - 1))) {
    if (op !== 'id') break;
    names.push(one as string);
  }
  return names;
}

const MACROS: ReadonlySet<string> = new Set(
  'all exists exists_one existsOne map filter transformList transformMap transformMapEntry'.split(' '),
);

/** `self.spec` of a chain of fields. */
function writtenAs(node: Node): string {
  if (node.op === 'id') return node.args as string;
  if (node.op !== '.') return '…';
  const [holder, name] = node.args as [Node, string];
  return `${writtenAs(holder)}.${name}`;
}

const NONE: ReadonlySet<string> = new Set();

/** Types, and what begins the names of types and functions. */
const KNOWN: ReadonlySet<string> = new Set(
  (
    'bool bytes double dyn int list map null_type optional_type string type uint ' +
    'Object JSONPatch base64 cel cidr format google ip jsonpatch kubernetes lists math net optional proto quantity regex semver sets strings url'
  ).split(' '),
);
