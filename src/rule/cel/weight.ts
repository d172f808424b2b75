/** How much there is in values, for limits of time and cost. Strings and lists are measured once each. */

/** Characters as CEL counts them. */
export function codePoints(text: string): number {
  let count = text.length;
  for (let index = 0; index + 1 < text.length; index += 1) {
    if ((text.charCodeAt(index) & 0xfc00) === 0xd800 && (text.charCodeAt(index + 1) & 0xfc00) === 0xdc00) {
      count -= 1;
      index += 1;
    }
  }
  return count;
}

/** What `size()` says, and 1 for what has no size (cel-go interpreter/runtimecost.go actualSize). */
export function sizeOf(value: unknown): number {
  if (typeof value === 'string') return codePoints(value);
  if (value instanceof Uint8Array || Array.isArray(value)) return value.length;
  if (value instanceof Map) return value.size;
  return isPlain(value) ? Object.keys(value).length : 1;
}

/** What walking through all of a value takes: one for each part, and for each sixteen characters. */
export function weightOf(value: unknown): number {
  if (typeof value === 'string') return 1 + (value.length >>> 4);
  if (value instanceof Uint8Array) return 1 + (value.length >>> 4);
  if (typeof value !== 'object' || value === null) return 1;
  let weight = weights.get(value);
  if (weight === undefined) {
    weight = 1;
    for (const part of partsOf(value)) weight += weightOf(part);
    weights.set(value, weight);
  }
  return weight;
}

/** Values do not change once an expression can see them. */
const weights = new WeakMap<object, number>();

/** What walking through a list costs (apiserver pkg/cel/library/cost.go traversalCost): a tenth for each byte of text. */
export function traversalCost(value: unknown): number {
  if (typeof value === 'string') return Math.floor(Buffer.byteLength(value) * 0.1);
  if (value instanceof Uint8Array) return Math.floor(value.length * 0.1);
  if (typeof value !== 'object' || value === null) return 1;
  if (!(Array.isArray(value) || value instanceof Map || isPlain(value))) return 1;
  let cost = traversals.get(value);
  if (cost === undefined) {
    cost = 0;
    for (const part of partsOf(value)) cost += traversalCost(part);
    traversals.set(value, cost);
  }
  return cost;
}

const traversals = new WeakMap<object, number>();

function* partsOf(value: object): Iterable<unknown> {
  if (Array.isArray(value)) yield* value;
  else if (value instanceof Map) for (const [key, entry] of value) yield* [key, entry];
  else if (isPlain(value)) for (const [key, entry] of Object.entries(value)) yield* [key, entry];
}

/** A map that an expression writes out. */
function isPlain(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype;
}
