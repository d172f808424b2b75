import { addTo } from '../base/multimap.ts';
import { Alias, Scalar, YAMLMap, YAMLSeq } from 'yaml';
import type { Node } from 'yaml';
import { isList, isObject } from '../base/json.ts';
import type { JsonObject, JsonValue } from '../base/json.ts';
import type { Composition, Fault } from './compose.ts';
import type { Problem, ProblemCode, Span } from './document.ts';
import { MAX_DEPTH } from './nesting.ts';
import { isFault, keyOfNumber, resolvePlain, resolveTagged } from './scalar.ts';
import type { ScalarFault, ScalarValue } from './scalar.ts';

export interface Decoded {
  readonly value: JsonValue | undefined;
  /** Of a root that is a list. */
  readonly entries?: readonly JsonValue[];
  readonly problems: readonly Problem[];
}

/** The value that the API server gets from a syntax tree, and what it does to those who wrote it. */
export function decode(composition: Composition): Decoded {
  const { root, base } = composition;
  if (root === undefined) return { value: undefined, problems: [] };
  const decoder = new Decoder(base, composition.body);
  try {
    const value = decoder.root(root);
    return { value, problems: decoder.problems };
  } catch (error) {
    if (!(error instanceof DecodeError)) throw error;
    const { entries } = decoder;
    return { value: undefined, ...(entries === undefined ? {} : { entries }), problems: [error.fault] };
  }
}

/** The name under which a key scalar is found, or why Go refuses it. */
export function keyName(key: Scalar): string | ScalarFault {
  const value = scalarValue(key);
  if (typeof value === 'string') return value;
  if (value === null) return { fault: 'a key cannot be null' };
  if (isFault(value)) return value;
  if (typeof value === 'boolean') return String(value);
  const name = keyOfNumber(value, textOf(key));
  return name ?? { fault: `the number ${textOf(key)} is too large for a key` };
}

/** An unquoted `<<` merges; a quoted one is an ordinary key. */
export function isMergeKey(key: unknown): key is Scalar {
  return (
    key instanceof Scalar &&
    key.value === '<<' &&
    (key.tag === undefined ? key.type === 'PLAIN' : key.tag === '!' || key.tag === 'tag:yaml.org,2002:merge')
  );
}

/** Puts a key into an object that is being built; `__proto__` becomes a key like any other. */
function put(object: Record<string, JsonValue>, name: string, value: JsonValue): void {
  if (name !== '__proto__') object[name] = value;
  else Object.defineProperty(object, name, { value, writable: true, enumerable: true, configurable: true });
}

class DecodeError extends Error {
  readonly fault: Fault;

  constructor(fault: Fault) {
    super(fault.message);
    this.fault = fault;
  }
}

interface Anchor {
  /** Undefined while it is being decoded: an alias to it then stands inside itself. */
  value: JsonValue | undefined;
  kind: 'map' | 'list' | 'scalar';
  text: string;
  /** Steps that decoding it took, with those of the aliases in it. */
  size: number;
  height: number;
}

class Decoder {
  readonly problems: Problem[] = [];
  entries: readonly JsonValue[] | undefined;
  readonly #base: number;
  readonly #body: string;
  readonly #anchors = new Map<string, Anchor>();
  // Go counts every decoded node, and those that it decodes again for an alias; the document is the first.
  #steps = 1;
  #aliased = 0;
  #depth = 0;
  #deepest = 0;

  constructor(base: number, body: string) {
    this.#base = base;
    this.#body = body;
  }

  root(node: Node): JsonValue | undefined {
    const value = this.#node(node);
    if (value === null) return undefined;
    if (isObject(value)) return value;
    if (isList(value)) this.entries = value;
    const what = isList(value) ? 'a list' : `a ${typeof value}`;
    return this.#fail(node, 'yaml-syntax', `A manifest must be a mapping; this document is ${what}.`);
  }

  #node(node: unknown): JsonValue {
    this.#steps += 1;
    if (this.#aliased > 100) this.#checkAliasing(node);
    if (node instanceof Alias) return this.#alias(node).value ?? null;
    if (node === null || node === undefined) return null;
    if (node instanceof Scalar || node instanceof YAMLMap || node instanceof YAMLSeq) {
      return node.anchor === undefined ? this.#content(node) : this.#anchored(node, node.anchor);
    }
    return null;
  }

  #content(node: Scalar | YAMLMap | YAMLSeq): JsonValue {
    if (node instanceof Scalar) return this.#scalar(node);
    this.#depth += 1;
    if (this.#depth > this.#deepest) this.#deepen(node, this.#depth);
    let value: JsonValue;
    if (node instanceof YAMLMap) {
      const object: Record<string, JsonValue> = {};
      this.#mapping(node, object);
      value = object;
    } else {
      const list: JsonValue[] = [];
      for (const item of node.items) list.push(this.#node(item));
      value = list;
    }
    this.#depth -= 1;
    return value;
  }

  #anchored(node: Scalar | YAMLMap | YAMLSeq, name: string): JsonValue {
    const anchor: Anchor = {
      value: undefined,
      kind: node instanceof Scalar ? 'scalar' : node instanceof YAMLMap ? 'map' : 'list',
      text: node instanceof Scalar ? textOf(node) : '',
      size: 0,
      height: 0,
    };
    this.#anchors.set(name, anchor);
    const steps = this.#steps;
    const deepest = this.#deepest;
    this.#deepest = this.#depth;
    anchor.value = this.#content(node);
    anchor.size = this.#steps - steps + 1;
    anchor.height = this.#deepest - this.#depth;
    this.#deepest = Math.max(deepest, this.#deepest);
    return anchor.value;
  }

  #alias(node: Alias): Anchor {
    const anchor = this.#anchors.get(node.source);
    if (anchor === undefined) {
      return this.#fail(
        node,
        'yaml-syntax',
        `The alias "*${node.source}" refers to an anchor that does not exist above it.`,
      );
    }
    if (anchor.value === undefined) {
      return this.#fail(
        node,
        'yaml-alias-bomb',
        `The alias "*${node.source}" stands inside the value of its own anchor, which would never end.`,
      );
    }
    this.#steps += anchor.size;
    this.#aliased += anchor.size;
    if (this.#aliased > 100) this.#checkAliasing(node);
    if (this.#depth + anchor.height > this.#deepest) this.#deepen(node, this.#depth + anchor.height);
    return anchor;
  }

  /** The rule of yaml.v2: 99 % of the steps may come from aliases, falling to 10 % for large documents. */
  #checkAliasing(node: unknown): void {
    if (this.#steps <= 1000) return;
    const low = 400_000;
    const high = 4_000_000;
    let allowed = 0.99;
    if (this.#steps >= high) allowed = 0.1;
    else if (this.#steps > low) allowed = 0.99 - (0.89 * (this.#steps - low)) / (high - low);
    if (this.#aliased / this.#steps <= allowed) return;
    this.#fail(
      node,
      'yaml-alias-bomb',
      'The aliases of this document expand to too much; kubectl refuses "excessive aliasing".',
    );
  }

  #scalar(node: Scalar): JsonValue {
    const value = scalarValue(node);
    if (typeof value === 'string' || value === null) return value;
    if (isFault(value)) return this.#fail(node, 'yaml-syntax', asSentence(value.fault));
    if (typeof value === 'number' && !Number.isFinite(value)) {
      return this.#fail(
        node,
        'yaml-syntax',
        `The plain value ${textOf(node)} is a number that JSON cannot hold; quote it if a string is meant.`,
      );
    }
    return value;
  }

  #mapping(node: YAMLMap, object: Record<string, JsonValue>): void {
    let merged: Set<string> | undefined;
    let repeated: Map<string, unknown[]> | undefined;
    if (node.flow === true) this.#checkFlowKeys(node);
    else this.#checkBlockKeys(node);
    for (const pair of node.items) {
      if (isMergeKey(pair.key)) {
        const before = new Set(Object.keys(object));
        this.#merge(pair.value, object, pair.key);
        merged ??= new Set();
        for (const name of Object.keys(object)) if (!before.has(name)) merged.add(name);
        continue;
      }
      const name = this.#key(pair.key, node);
      const value = this.#node(pair.value);
      if (Object.hasOwn(object, name) && merged?.delete(name) !== true) {
        repeated ??= new Map();
        addTo(repeated, name, pair.key);
      }
      put(object, name, value);
    }
    if (repeated !== undefined) this.#reportRepeated(repeated, object);
  }

  /** Inside brackets, too, Go wants a key and its `:` on one line and within 1024 characters; the library does not. */
  #checkFlowKeys(node: YAMLMap): void {
    const [from, to] = rangeOf(node);
    if (to - from <= 1024 && !this.#body.slice(from, to).includes('\n')) return;
    for (const { key, value } of node.items) {
      if (value === null || value === undefined) continue;
      const [start, end] = rangeOf(key);
      const colon = this.#body.indexOf(':', end);
      if (/\?\s*$/.test(this.#body.slice(Math.max(0, start - 50), start))) continue;
      if (colon - start > 1024) this.#fail(key, 'yaml-syntax', 'A key may have at most 1024 characters.');
      if (this.#body.slice(start, colon).includes('\n')) {
        this.#fail(key, 'yaml-syntax', 'A key must stand on one line and be followed by ":".');
      }
    }
  }

  /** Go wants the `:` on the line of its key, too, unless a `?` announces it. */
  #checkBlockKeys(node: YAMLMap): void {
    for (const { key } of node.items) {
      if (!(key instanceof Scalar) || key.range === undefined || key.range === null) continue;
      const [start, end] = key.range;
      let at = end;
      while (this.#body.charAt(at) === ' ' || this.#body.charAt(at) === '\t') at++;
      if (this.#body.charAt(at) === ':') continue;
      const before = this.#body.slice(Math.max(0, start - 200), start);
      if (!/\?\s[^?]*$/.test(before))
        this.#fail(key, 'yaml-syntax', 'A key must stand on one line and be followed by ":".');
    }
  }

  #reportRepeated(repeated: Map<string, unknown[]>, object: JsonObject): void {
    const starts = repeated.get('apiVersion');
    if (starts !== undefined && repeated.has('kind')) {
      for (const key of starts) {
        this.problems.push({
          code: 'yaml-duplicate-key',
          message:
            'A second object begins here without a line "---" before it; the API server keeps the last value of each key, and the object above is lost.',
          span: this.#span(key),
        });
      }
      return;
    }
    for (const [name, keys] of repeated) {
      const times = keys.length === 1 ? 'twice' : `${keys.length + 1} times`;
      this.problems.push({
        code: 'yaml-duplicate-key',
        message: `Key ${quote(name)} appears ${times} in this mapping; the API server keeps the last value${preview(object[name])}.`,
        span: this.#span(keys.at(-1)),
      });
    }
  }

  #key(key: unknown, map: YAMLMap): string {
    this.#steps += 1;
    let name: string | ScalarFault;
    if (key instanceof Scalar) {
      name = keyName(key);
      if (key.anchor !== undefined && typeof name === 'string') {
        this.#anchors.set(key.anchor, {
          value: this.#scalar(key),
          kind: 'scalar',
          text: textOf(key),
          size: 1,
          height: 0,
        });
      }
    } else if (key instanceof Alias) {
      const anchor = this.#alias(key);
      const value = anchor.value;
      if (typeof value === 'number')
        name = keyOfNumber(value, anchor.text) ?? { fault: 'this number is too large for a key' };
      else if (typeof value === 'string' || typeof value === 'boolean') name = String(value);
      else name = { fault: 'a key cannot be null, a list or a mapping' };
    } else if (key instanceof YAMLMap) {
      name = { fault: 'a key cannot be a mapping; if this is a template such as "{{ .x }}", quote it' };
    } else {
      name = { fault: 'a key cannot be null, a list or a mapping' };
    }
    if (typeof name === 'string') return name;
    return this.#fail(key ?? map, 'yaml-syntax', asSentence(name.fault));
  }

  #merge(source: unknown, object: Record<string, JsonValue>, key: Scalar): void {
    if (source instanceof YAMLSeq) {
      // Earlier items take precedence, so they are written last; aliases still mean what stood above them.
      const parts = source.items.map((item) => this.#mergeSource(item, key));
      for (const part of parts.reverse())
        for (const name of Object.keys(part)) put(object, name, part[name] ?? null);
      return;
    }
    const part = this.#mergeSource(source, key);
    for (const name of Object.keys(part)) put(object, name, part[name] ?? null);
  }

  #mergeSource(source: unknown, key: Scalar): JsonObject {
    if (source instanceof YAMLMap || source instanceof Alias) {
      const value = this.#node(source);
      if (isObject(value)) return value;
    }
    return this.#fail(
      key,
      'yaml-syntax',
      'The merge key "<<" takes a mapping, an alias of one, or a list of those.',
    );
  }

  #deepen(node: unknown, depth: number): void {
    this.#deepest = depth;
    if (depth > MAX_DEPTH) {
      this.#fail(
        node,
        'yaml-too-deep',
        `This document nests more than ${MAX_DEPTH} levels deep, and is not read.`,
      );
    }
  }

  #span(node: unknown): Span {
    const range = rangeOf(node);
    const start = this.#base + range[0];
    return { start, end: Math.max(start, this.#base + range[1]) };
  }

  #fail(node: unknown, code: ProblemCode, message: string): never {
    throw new DecodeError({ code, message, span: this.#span(node) });
  }
}

function scalarValue(node: Scalar): ScalarValue | ScalarFault {
  const text = textOf(node);
  if (node.tag !== undefined) return resolveTagged(text, node.tag);
  return node.type === 'PLAIN' ? resolvePlain(text) : text;
}

function textOf(node: Scalar): string {
  return typeof node.value === 'string' ? node.value : '';
}

function rangeOf(node: unknown): readonly [number, number] {
  if (node instanceof Scalar || node instanceof Alias || node instanceof YAMLMap || node instanceof YAMLSeq) {
    if (node.range) return [node.range[0], node.range[1]];
  }
  return [0, 0];
}

function quote(name: string): string {
  return `"${name.length > 60 ? `${name.slice(0, 60)}…` : name}"`;
}

/** `, "b"` for a value that is short enough to be named. */
function preview(value: JsonValue | undefined): string {
  if (value === undefined || (typeof value === 'object' && value !== null)) return '';
  const text = JSON.stringify(value);
  return text.length > 40 ? '' : `, ${text}`;
}

function asSentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}
