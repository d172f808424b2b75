import { isList, isObject } from '../base/json.ts';
import type { JsonObject, JsonValue } from '../base/json.ts';
import type { Judge, SharedType, Statement, Table, Versions } from './statement.ts';
import type { Visit } from './visit.ts';

/** The statements of a table by the steps of their paths, so that one walk over an object serves them all. */
export interface Node {
  readonly judges: Judge[];
  readonly types: Embedded[];
  readonly fields: Map<string, Node>;
  /** Whether something is stated of what is below. */
  isInner: boolean;
  /** Of each entry of a list. */
  entries: Node | undefined;
  /** Of each value of a map, and of its keys. */
  values: Node | undefined;
  keys: Node | undefined;
}

/** Its tree is looked up when it is met: a type may embed itself. */
interface Embedded {
  readonly type: string;
  node?: Node | undefined;
}

/** Definitions of CRDs nest their own type; an object that nests deeper than this is judged no further. */
const DEPTH = 64;

/** All tables, by what they are of, as one minor version of Kubernetes has them. */
export class Trees {
  readonly #tables: ReadonlyMap<string, readonly Table[]>;
  readonly #minor: number;
  readonly #known = new Map<string, Node | undefined>();

  constructor(tables: readonly Table[], minor: number) {
    const byName = new Map<string, Table[]>();
    for (const table of tables) byName.set(table.of, [...(byName.get(table.of) ?? []), table]);
    this.#tables = byName;
    this.#minor = minor;
  }

  of(name: string): Node | undefined {
    if (this.#known.has(name)) return this.#known.get(name);
    const tables = this.#tables.get(name);
    const node =
      tables &&
      treeOf(
        tables.flatMap(({ statements }) => statements),
        this.#minor,
      );
    this.#known.set(name, node);
    return node;
  }

  /** Judges a value, and all below it. */
  walk(node: Node, value: JsonValue, visit: Visit): void {
    const { judges, types } = node;
    for (const judge of judges) judge(value, visit);
    for (const type of types) this.walk(this.#shared(type), value, visit);
    if (!node.isInner || typeof value !== 'object' || value === null || visit.depth >= DEPTH) return;
    if (isList(value)) this.#entries(node, value, visit);
    else if (isObject(value)) this.#fields(node, value, visit);
  }

  walkAs(type: string, value: JsonValue, visit: Visit): void {
    this.walk(this.#shared({ type }), value, visit);
  }

  #shared(embedded: Embedded): Node {
    const node = (embedded.node ??= this.of(embedded.type));
    if (node === undefined) throw new Error(`no table is of ${embedded.type}`);
    return node;
  }

  #entries({ entries }: Node, list: readonly JsonValue[], visit: Visit): void {
    if (entries === undefined) return;
    for (const [index, entry] of list.entries()) {
      // The API server decodes an entry without a value as an empty one.
      this.#into(entries, index, entry ?? (entries.fields.size > 0 ? {} : ''), visit);
    }
  }

  #fields({ fields, values, keys }: Node, object: JsonObject, visit: Visit): void {
    for (const key in object) {
      const value = object[key];
      if (value === undefined) continue;
      if (keys !== undefined) this.#into(keys, key, key, visit);
      if (value === null) continue;
      const field = fields.get(key);
      if (field !== undefined) this.#into(field, key, value, visit);
      if (values !== undefined) this.#into(values, key, value, visit);
    }
  }

  #into(node: Node, step: string | number, value: JsonValue, visit: Visit): void {
    visit.enter(step, value);
    this.walk(node, value, visit);
    visit.leave();
  }
}

function treeOf(statements: readonly Statement[], minor: number): Node {
  const root = emptyNode();
  for (const [path, ...holds] of statements) {
    const versions = holds.find((one): one is Versions => typeof one === 'object' && !('type' in one));
    if (versions !== undefined && !isIn(versions, minor)) continue;
    const node = nodeAt(root, path);
    for (const one of holds) {
      if (typeof one === 'function') node.judges.push(one);
      else if (isShared(one)) node.types.push({ type: one.type });
    }
  }
  return root;
}

function isShared(one: SharedType | Versions): one is SharedType {
  return 'type' in one;
}

function nodeAt(root: Node, path: string): Node {
  let node = root;
  for (const part of path === '' ? [] : path.split('.')) {
    const [, name = '', marks = ''] = /^([^[{]*)((?:\[\*\]|\{\*\}|\{key\})*)$/.exec(part) ?? [];
    if (name + marks !== part) throw new Error(`${path} is no path`);
    if (name !== '') node = childOf(node, name);
    for (const mark of marks.match(/\[\*\]|\{\*\}|\{key\}/g) ?? []) {
      node.isInner = true;
      if (mark === '[*]') node = node.entries ??= emptyNode();
      else if (mark === '{*}') node = node.values ??= emptyNode();
      else node = node.keys ??= emptyNode();
    }
  }
  return node;
}

function childOf(parent: Node, name: string): Node {
  parent.isInner = true;
  const { fields } = parent;
  const known = fields.get(name);
  if (known !== undefined) return known;
  const node = emptyNode();
  fields.set(name, node);
  return node;
}

function emptyNode(): Node {
  return {
    judges: [],
    types: [],
    isInner: false,
    fields: new Map(),
    entries: undefined,
    values: undefined,
    keys: undefined,
  };
}

function isIn({ since = 0, until = Infinity }: Versions, minor: number): boolean {
  return since <= minor && minor <= until;
}
