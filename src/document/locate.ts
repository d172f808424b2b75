import { Alias, isNode, Scalar, YAMLMap, YAMLSeq } from 'yaml';
import type { Node } from 'yaml';
import type { Path } from '../base/json.ts';
import { compose, composeJson } from './compose.ts';
import type { Document, Part, Span } from './document.ts';
import { isMergeKey, keyName } from './decode.ts';
import { jsonOf, shapeOf } from './json-text.ts';

/**
 * The place of a part of the value at a path, in offsets of the document's text. The document is parsed again, once.
 * A value that comes through an alias or a merge is located where it is written: at the anchor. If the path does not
 * exist, the key of its deepest existing ancestor is given, or the ancestor itself if it has no key.
 */
export function locate(document: Document, path: Path, part: Part): Span {
  let tree = trees.get(document);
  if (tree === undefined) {
    tree = new Tree(document.text);
    trees.set(document, tree);
  }
  return tree.locate(path, part);
}

const trees = new WeakMap<Document, Tree>();

/** A value with the key that leads to it; items of lists have none. */
interface Place {
  readonly key: Node | undefined;
  readonly value: Node | undefined;
}

class Tree {
  readonly #text: string;
  readonly #base: number;
  readonly #root: Node | undefined;
  readonly #targets = new Map<Alias, Node>();
  readonly #entries = new Map<YAMLMap, ReadonlyMap<string, Place> | undefined>();

  constructor(text: string) {
    const json = jsonOf(text);
    const { base, root } = json === undefined || shapeOf(json).tooDeep ? compose(text) : composeJson(text);
    this.#text = text;
    this.#base = base;
    this.#root = root;
    this.#bind(root, new Map());
  }

  locate(path: Path, part: Part): Span {
    let place: Place = { key: undefined, value: this.#root };
    for (const step of path) {
      const next = this.#step(this.#resolved(place.value), step);
      if (next === undefined) return this.#span(place, place.key === undefined ? 'value' : 'key');
      place = next;
    }
    return this.#span(place, part);
  }

  #step(node: Node | undefined, step: string | number): Place | undefined {
    if (node instanceof YAMLSeq && typeof step === 'number') {
      const item: unknown = node.items[step];
      return isNode(item) ? { key: undefined, value: item } : undefined;
    }
    return node instanceof YAMLMap && typeof step === 'string'
      ? this.#entry(node, step, new Map())
      : undefined;
  }

  /**
   * The entry that gives the value: the last of repeated keys, and of what is merged after them. `seen` holds what the
   * mappings that were searched gave, for they may merge each other many times, or themselves.
   */
  #entry(map: YAMLMap, name: string, seen: Map<YAMLMap, Place | undefined>): Place | undefined {
    const entries = this.#entriesOf(map);
    if (entries !== undefined) return entries.get(name);
    if (seen.has(map)) return seen.get(map);
    seen.set(map, undefined);
    let found: Place | undefined;
    for (const { key, value } of map.items) {
      if (isMergeKey(key)) {
        found = this.#merged(value, name, seen) ?? found;
      } else if (isNode(key) && this.#nameOf(key) === name) {
        found = { key, value: isNode(value) ? value : undefined };
      }
    }
    seen.set(map, found);
    return found;
  }

  /** The entries of a mapping by their names, read once; undefined where others are merged into it. */
  #entriesOf(map: YAMLMap): ReadonlyMap<string, Place> | undefined {
    if (this.#entries.has(map)) return this.#entries.get(map);
    let entries: Map<string, Place> | undefined = new Map();
    for (const { key, value } of map.items) {
      if (isMergeKey(key)) {
        entries = undefined;
        break;
      }
      const name = isNode(key) ? this.#nameOf(key) : undefined;
      if (isNode(key) && name !== undefined)
        entries.set(name, { key, value: isNode(value) ? value : undefined });
    }
    this.#entries.set(map, entries);
    return entries;
  }

  #merged(value: unknown, name: string, seen: Map<YAMLMap, Place | undefined>): Place | undefined {
    const sources: readonly unknown[] = value instanceof YAMLSeq ? value.items : [value];
    for (const source of sources) {
      const map = isNode(source) ? this.#resolved(source) : undefined;
      const found = map instanceof YAMLMap ? this.#entry(map, name, seen) : undefined;
      if (found !== undefined) return found;
    }
    return undefined;
  }

  #nameOf(key: Node): string | undefined {
    const scalar = this.#resolved(key);
    if (!(scalar instanceof Scalar)) return undefined;
    const name = keyName(scalar);
    return typeof name === 'string' ? name : undefined;
  }

  #resolved(node: Node | undefined): Node | undefined {
    return node instanceof Alias ? this.#targets.get(node) : node;
  }

  /** An alias means the last anchor of its name that is written before it. */
  #bind(node: unknown, anchors: Map<string, Node>): void {
    if (node instanceof Alias) {
      const target = anchors.get(node.source);
      if (target !== undefined) this.#targets.set(node, target);
      return;
    }
    if (!(node instanceof Scalar || node instanceof YAMLMap || node instanceof YAMLSeq)) return;
    if (node.anchor !== undefined) anchors.set(node.anchor, node);
    if (node instanceof YAMLSeq) {
      for (const item of node.items) this.#bind(item, anchors);
    } else if (node instanceof YAMLMap) {
      for (const { key, value } of node.items) {
        this.#bind(key, anchors);
        this.#bind(value, anchors);
      }
    }
  }

  #span(place: Place, part: Part): Span {
    const { key } = place;
    const value = part === 'entry' ? place.value : (this.#resolved(place.value) ?? place.value);
    const start = key === undefined || part === 'value' ? value : key;
    const end = part === 'key' && key !== undefined ? key : (value ?? key);
    if (start === undefined && key === undefined) return this.#whole();
    const from = startOf(start ?? key) + this.#base;
    return { start: from, end: Math.max(from, this.#endOf(end) + this.#base) };
  }

  /** The end of the last thing that is written in a node, without the comments and line ends after it. */
  #endOf(node: unknown): number {
    let last = node;
    for (;;) {
      if (last instanceof YAMLMap && last.flow !== true) {
        const pair = last.items.at(-1);
        if (pair === undefined) break;
        last = pair.value ?? pair.key;
      } else if (last instanceof YAMLSeq && last.flow !== true && last.items.length > 0) {
        last = last.items.at(-1);
      } else break;
    }
    if (!isNode(last) || !last.range) return 0;
    const [start, end] = last.range;
    if (!(last instanceof Scalar) || (last.type !== 'BLOCK_LITERAL' && last.type !== 'BLOCK_FOLDED'))
      return end;
    return start + this.#text.slice(this.#base + start, this.#base + end).trimEnd().length;
  }

  #whole(): Span {
    const end = this.#text.trimEnd().length;
    return { start: Math.min(end, this.#text.length - this.#text.trimStart().length), end };
  }
}

function startOf(node: Node | undefined): number {
  return node?.range?.[0] ?? 0;
}
