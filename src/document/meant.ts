import { isObject } from '../base/json.ts';
import type { JsonValue } from '../base/json.ts';
import type { Document } from './document.ts';
import { endOfString } from './split.ts';

/** Whether a text has both words that every manifest has; a file without them is something else. */
export function hasManifestWords(text: string): boolean {
  return text.includes('apiVersion') && text.includes('kind');
}

/** Which of the two fields of every manifest a value lacks. */
export function lackingWords(value: JsonValue): readonly string[] {
  return ['apiVersion', 'kind'].filter((word) => !isObject(value) || !Object.hasOwn(value, word));
}

/**
 * Whether a document is meant for the API server: it has apiVersion and kind, or an entry of the list that it is has
 * them, or its text names both at the top where it cannot be read. Anything else is data of other programs.
 */
export function isMeantAsManifest({ value, entries, text }: Document): boolean {
  if (value !== undefined) return lackingWords(value).length === 0;
  if (entries !== undefined) return entries.some((entry) => lackingWords(entry).length === 0);
  if (!hasManifestWords(text)) return false;
  return /^(?:\uFEFF|---[^\n]*\n|[ \t\r\n])*[[{]/.test(text) ? namesInBrackets(text) : namesInBlock(text);
}

const KEY_LINE = /^[ \t]*(?:-[ \t]+)*(?=(["']?)([\w$./-]+)\1[ \t]*:)/;

/** At the column of the outermost keys, or one off: a slip of the space bar is one of the ways not to be readable. */
function namesInBlock(text: string): boolean {
  let top = Number.POSITIVE_INFINITY;
  const columns = { apiVersion: top, kind: top };
  for (const line of text.split(/\r\n|\r|\n/)) {
    const key = KEY_LINE.exec(line);
    if (key === null) continue;
    const column = key[0].length;
    top = Math.min(top, column);
    const word = key[2];
    if (word === 'apiVersion' || word === 'kind') columns[word] = Math.min(columns[word], column);
  }
  return Math.max(columns.apiVersion, columns.kind) <= top + 1;
}

/** In the outermost braces, or in those of the entries of an outermost list. */
function namesInBrackets(text: string): boolean {
  const mark = /["{}[\]]|\b(?:apiVersion|kind)(?=[ \t]*:)/g;
  const found = new Set<string>();
  let depth = 0;
  let wanted = 0;
  for (let match = mark.exec(text); match !== null; match = mark.exec(text)) {
    const [what] = match;
    if (what === '{' || what === '[') {
      depth += 1;
      if (wanted === 0) wanted = what === '{' ? 1 : 2;
    } else if (what === '}' || what === ']') {
      depth -= 1;
    } else if (what !== '"') {
      if (depth === wanted) found.add(what);
    } else {
      const end = endOfString(text, match.index);
      // No quote ends the string, so none begins another.
      if (end === undefined) break;
      const name = text.slice(match.index + 1, end - 1);
      if (depth === wanted && (name === 'apiVersion' || name === 'kind')) found.add(name);
      mark.lastIndex = end;
    }
  }
  return found.size === 2;
}
