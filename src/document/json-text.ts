import type { JsonValue } from '../base/json.ts';
import { MAX_DEPTH } from './nesting.ts';
import { endOfString, skipBlanks } from './split.ts';

/**
 * The value of a document that kubectl's JSON decoder reads: one that starts with `{`, not with a separator. Undefined
 * if it is not JSON; kubectl then reads it as YAML.
 */
export function jsonOf(text: string): JsonValue | undefined {
  const start = text.charCodeAt(0) === 0xfeff ? 1 : 0;
  if (text.charAt(skipBlanks(text, start)) !== '{') return undefined;
  try {
    return JSON.parse(start === 0 ? text : text.slice(start)) as JsonValue;
  } catch {
    return undefined;
  }
}

/** What `JSON.parse` hides. */
export interface JsonShape {
  /** Keys of all objects in the value, as against those written in its text. */
  readonly keys: number;
  readonly tooDeep: boolean;
  /** A number beyond 64-bit floats, which Go refuses. */
  readonly overflow: boolean;
}

export function shapeOf(root: JsonValue): JsonShape {
  let keys = 0;
  let overflow = false;
  let level: JsonValue[] = [root];
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth > MAX_DEPTH) return { keys, tooDeep: true, overflow };
    const below: JsonValue[] = [];
    for (const value of level) {
      if (typeof value === 'number') overflow ||= !Number.isFinite(value);
      if (typeof value !== 'object' || value === null) continue;
      if (!Array.isArray(value)) keys += Object.keys(value).length;
      const inside: readonly JsonValue[] = Object.values(value);
      for (const inner of inside) {
        if (typeof inner === 'number' || (typeof inner === 'object' && inner !== null)) below.push(inner);
      }
    }
    level = below;
  }
  return { keys, tooDeep: false, overflow };
}

/** The number of keys that the text of a JSON value writes, repeated ones included. */
export function countKeys(text: string): number {
  let count = 0;
  let at = text.indexOf('"');
  while (at !== -1) {
    const end = endOfString(text, at) ?? text.length;
    if (text.charAt(skipBlanks(text, end)) === ':') count += 1;
    at = text.indexOf('"', end);
  }
  return count;
}
