import { isList, isObject } from '../base/json.ts';
import type { JsonValue, Path } from '../base/json.ts';

/** A dotted path in which `[*]` is every item of a list, `{*}` every value of an object, and `"a.b/c"` a key with dots. */
export type Pattern = readonly Step[];
type Step = string | typeof EACH_ITEM | typeof EACH_VALUE;

const EACH_ITEM: unique symbol = Symbol('every item');
const EACH_VALUE: unique symbol = Symbol('every value');

/** Read once: there are as many patterns as the catalogue and the rules write down. */
const known = new Map<string, Pattern>();

export function readPattern(text: string): Pattern {
  let pattern = known.get(text);
  if (pattern === undefined) {
    pattern = (text.match(/"[^"]*"|[^.]+/g) ?? []).flatMap(stepsOf);
    known.set(text, pattern);
  }
  return pattern;
}

function stepsOf(part: string): readonly Step[] {
  if (part === '{*}') return [EACH_VALUE];
  if (part.startsWith('"')) return [part.slice(1, -1)];
  let word = part;
  const steps: Step[] = [];
  while (word.endsWith('[*]')) {
    word = word.slice(0, -'[*]'.length);
    steps.push(EACH_ITEM);
  }
  return [word, ...steps];
}

/** Calls `visit` for each value that the pattern reaches, in document order. */
export function walk(
  root: JsonValue | undefined,
  pattern: Pattern,
  visit: (value: JsonValue, path: Path) => void,
): void {
  step(root, pattern, 0, [], visit);
}

/** `path` is changed on the way and as it was in the end: most patterns reach nothing. */
function step(
  value: JsonValue | undefined,
  pattern: Pattern,
  index: number,
  path: (string | number)[],
  visit: (value: JsonValue, path: Path) => void,
): void {
  if (value === undefined) return;
  const next = pattern[index];
  if (next === undefined) {
    visit(value, [...path]);
  } else if (next === EACH_ITEM) {
    if (!isList(value)) return;
    for (let at = 0; at < value.length; at++) below(value[at], pattern, index, path, at, visit);
  } else if (next === EACH_VALUE) {
    if (!isObject(value)) return;
    for (const key of Object.keys(value)) below(value[key], pattern, index, path, key, visit);
  } else if (isObject(value) && Object.hasOwn(value, next)) {
    below(value[next], pattern, index, path, next, visit);
  }
}

function below(
  value: JsonValue | undefined,
  pattern: Pattern,
  index: number,
  path: (string | number)[],
  key: string | number,
  visit: (value: JsonValue, path: Path) => void,
): void {
  path.push(key);
  step(value, pattern, index + 1, path, visit);
  path.pop();
}

/** The first value that the pattern reaches, with its path. */
export function first(
  root: JsonValue | undefined,
  pattern: Pattern,
): { readonly value: JsonValue; readonly path: Path } | undefined {
  let found: { value: JsonValue; path: Path } | undefined;
  walk(root, pattern, (value, path) => {
    found ??= { value, path };
  });
  return found;
}
