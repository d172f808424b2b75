import type { JsonObject, JsonValue } from '../base/json.ts';
import { isList, isObject } from '../base/json.ts';
import { kindOf, kindsTaken, LIST, OBJECT, testsOf } from './keywords.ts';
import type { Formats, Matcher, Test } from './keywords.ts';
import { repeatedIn } from './repeated.ts';

/** What is wrong, as ajv says it: a JSON pointer, the keyword that is not met, and what belongs to it. */
export interface SchemaError {
  readonly instancePath: string;
  readonly keyword: string;
  readonly params: Readonly<Record<string, unknown>>;
  /** Of a branch of anyOf, oneOf or not: by itself it is no mistake, but what the whole of them fails for. */
  readonly inBranch?: true;
}

/** Everything that is wrong with a value; empty where nothing is, and where finding out would take too long. */
export type Validator = (value: JsonValue) => readonly SchemaError[];

/** What a schema leaves to others. */
export interface Surroundings {
  /** What a `$ref` stands for; asked when a value is there to be held to it. */
  readonly definition: (reference: string) => JsonObject;
  readonly matcherOf: (pattern: string) => Matcher;
  /** Left out: no format asks for anything. */
  readonly formatOf?: Formats;
}

/**
 * Reads JSON schemas (draft 7, those keywords that json-schema.ts and crd.ts write; `uniqueBy` are the fields that tell the
 * entries of a list apart, none for the whole entry) as ajv would compile them, without making
 * code. What is read throws for a schema that is none.
 */
export function schemaReader(surroundings: Surroundings): (schema: JsonObject) => Validator {
  const reader = new Reader(surroundings);
  return (schema) => {
    const root = reader.read(schema);
    return (value) => {
      const run = new Run();
      run.check(root, value);
      return run.open ? [] : run.errors;
    };
  };
}

/** A schema, read. */
interface Node {
  /** Bits of what `type` takes; 0 for all. */
  readonly kinds: number;
  readonly type: SchemaError['params'];
  readonly tests: readonly Test[];
  readonly reference: (() => Node) | undefined;
  readonly required: readonly string[];
  readonly properties: ReadonlyMap<string, Node>;
  readonly additional: Node | boolean;
  readonly items: Node | undefined;
  readonly uniqueBy: readonly string[] | undefined;
  readonly allOf: readonly Node[];
  readonly anyOf: readonly Node[] | undefined;
  readonly oneOf: readonly Node[] | undefined;
  readonly not: Node | undefined;
}

class Reader {
  private readonly surroundings: Surroundings;
  private readonly known = new Map<string, Node>();
  /** Schemas share what is alike in them. */
  private readonly shared = new WeakMap<JsonObject, Node>();

  constructor(surroundings: Surroundings) {
    this.surroundings = surroundings;
  }

  read(schema: JsonObject): Node {
    const known = this.shared.get(schema);
    if (known !== undefined) return known;
    const node = this.nodeOf(schema);
    this.shared.set(schema, node);
    return node;
  }

  private nodeOf(schema: JsonObject): Node {
    const { $ref, required = [], additionalProperties: additional = true, properties = {} } = schema;
    if (!isList(required) || !required.every((name) => typeof name === 'string'))
      throw new Error('required is no list of names');
    if (!isObject(properties)) throw new Error('properties is no object');
    const { matcherOf, formatOf = () => undefined } = this.surroundings;
    const { uniqueBy } = schema;
    return {
      kinds: kindsTaken(schema.type),
      type: { type: schema.type },
      tests: testsOf(schema, matcherOf, formatOf),
      reference: typeof $ref === 'string' ? () => this.refer($ref) : undefined,
      required,
      properties: new Map(Object.entries(properties).map(([name, one]) => [name, this.read(schemaIn(one))])),
      additional: typeof additional === 'boolean' ? additional : this.read(schemaIn(additional)),
      items: schema.items === undefined ? undefined : this.read(schemaIn(schema.items)),
      uniqueBy: isList(uniqueBy) ? uniqueBy.filter((name) => typeof name === 'string') : undefined,
      allOf: this.readAll(schema.allOf) ?? [],
      anyOf: this.readAll(schema.anyOf),
      oneOf: this.readAll(schema.oneOf),
      not: schema.not === undefined ? undefined : this.read(schemaIn(schema.not)),
    };
  }

  private readAll(list: JsonValue | undefined): readonly Node[] | undefined {
    if (list === undefined) return undefined;
    if (!isList(list)) throw new Error('allOf, anyOf and oneOf are lists');
    return list.map((one) => this.read(schemaIn(one)));
  }

  private refer(reference: string): Node {
    let node = this.known.get(reference);
    if (node === undefined) {
      node = this.read(this.surroundings.definition(reference));
      this.known.set(reference, node);
    }
    return node;
  }
}

function schemaIn(value: JsonValue | undefined): JsonObject {
  if (!isObject(value)) throw new Error('a schema is an object');
  return value;
}

/** A large object has some hundred thousand places; schemas and values of strangers could have billions of pairs. */
const MOST_STEPS = 3_000_000;

/** One value, held to one schema. Values nest as deep as documents may (document/nesting.ts). */
class Run {
  readonly errors: SchemaError[] = [];
  /** Whether something could not be told, or took too long: who is not known to fail may be what `not` or `oneOf` asks of. */
  open = false;
  private steps = 0;
  private branches = 0;
  private readonly path: (string | number)[] = [];

  check(node: Node, value: JsonValue): void {
    if (++this.steps > MOST_STEPS) this.open = true;
    if (this.open) return;
    const kind = kindOf(value);
    if (node.kinds !== 0 && (node.kinds & kind) === 0) this.fail('type', node.type);
    for (const { kinds, holds, keyword, params } of node.tests) {
      if ((kinds & kind) === 0) continue;
      const isMet = holds(value);
      if (isMet === undefined) this.open = true;
      else if (!isMet) this.fail(keyword, params);
    }
    if (node.reference !== undefined) this.check(node.reference(), value);
    if (kind === OBJECT) this.checkObject(node, value as JsonObject);
    else if (kind === LIST) this.checkItems(node, value as readonly JsonValue[]);
    for (const one of node.allOf) this.check(one, value);
    if (node.anyOf !== undefined) this.checkAnyOf(node.anyOf, value);
    if (node.oneOf !== undefined) this.checkOneOf(node.oneOf, value);
    if (node.not !== undefined) {
      const before = this.errors.length;
      this.checkBranch(node.not, value);
      const isMet = this.errors.length === before;
      this.errors.length = before;
      if (isMet) this.fail('not', {});
    }
  }

  private checkObject({ required, properties, additional }: Node, value: JsonObject): void {
    for (const name of required)
      if (!Object.hasOwn(value, name) || value[name] === undefined)
        this.fail('required', { missingProperty: name });
    if (additional === true && properties.size === 0) return;
    for (const key of Object.keys(value)) {
      const entry = value[key];
      if (entry === undefined) continue;
      const node = properties.get(key) ?? additional;
      if (node === true) continue;
      if (node === false) this.fail('additionalProperties', { additionalProperty: key });
      else this.below(key, node, entry);
    }
  }

  private checkItems({ items: node, uniqueBy }: Node, items: readonly JsonValue[]): void {
    if (node !== undefined) for (const [index, item] of items.entries()) this.below(index, node, item);
    if (uniqueBy === undefined || items.length < 2) return;
    this.steps += items.length;
    for (const [index, first] of repeatedIn(items, uniqueBy))
      this.fail('uniqueBy', { index, first, keys: uniqueBy });
  }

  private checkBranch(node: Node, value: JsonValue): void {
    this.branches++;
    this.check(node, value);
    this.branches--;
  }

  private below(step: string | number, node: Node, value: JsonValue): void {
    this.path.push(step);
    this.check(node, value);
    this.path.pop();
  }

  private checkAnyOf(branches: readonly Node[], value: JsonValue): void {
    const before = this.errors.length;
    for (const branch of branches) {
      const from = this.errors.length;
      this.checkBranch(branch, value);
      if (this.errors.length > from) continue;
      this.errors.length = before;
      return;
    }
    this.fail('anyOf', {});
  }

  private checkOneOf(branches: readonly Node[], value: JsonValue): void {
    const before = this.errors.length;
    let passing: number | null = null;
    for (const [index, branch] of branches.entries()) {
      const from = this.errors.length;
      this.checkBranch(branch, value);
      if (this.errors.length > from) continue;
      if (passing !== null) {
        this.fail('oneOf', { passingSchemas: [passing, index] });
        return;
      }
      passing = index;
    }
    if (passing === null) this.fail('oneOf', { passingSchemas: null });
    else this.errors.length = before;
  }

  private fail(keyword: string, params: SchemaError['params']): void {
    const instancePath = this.path.map((step) => `/${escaped(step)}`).join('');
    this.errors.push({ instancePath, keyword, params, ...(this.branches === 0 ? {} : { inBranch: true }) });
  }
}

/** RFC 6901. */
function escaped(step: string | number): string {
  return typeof step === 'number' ? String(step) : step.replace(/~/g, '~0').replace(/\//g, '~1');
}
