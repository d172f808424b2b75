import type { JsonValue } from '../base/json.ts';
import { declined } from './declined.ts';
import { resolvePlain } from './scalar.ts';

const SPACE = 0x20;
const COLON = 0x3a;
const HASH = 0x23;
const DEPTH = 32;

/** A key that stands for itself: a word that starts with a letter and is followed by `: ` or the end of the line. */
const KEY = /[A-Za-z][A-Za-z0-9_./-]{0,250}(?=:)/y;

/** Words that Go takes for booleans and null, also as keys. */
const WORDS: ReadonlySet<string> = new Set(
  ['y', 'n', 'yes', 'no', 'on', 'off', 'true', 'false', 'null'].flatMap((word) => [
    word,
    word.toUpperCase(),
    word.charAt(0).toUpperCase() + word.slice(1),
  ]),
);

/** The offset of the colon after the key at `at`. Without a key: declined, or -1 if that is `allowed`. */
export function plainKeyEnd(text: string, at: number, end: number, allowed = false): number {
  KEY.lastIndex = at;
  if (KEY.test(text)) {
    const colon = KEY.lastIndex;
    if (colon + 1 >= end || text.charCodeAt(colon + 1) === SPACE) return colon;
  }
  if (!allowed || maybeKey(text, at, end)) declined();
  return -1;
}

/** Whether a line may hold a key of another form: quoted, a number, with spaces. */
function maybeKey(text: string, at: number, end: number): boolean {
  const colon = text.indexOf(':', at);
  if (colon < 0 || colon >= end) return false;
  const head = text[at];
  // A bracket or a quote is read to its end, and whatever follows it declined.
  if (head === '{' || head === '[') return false;
  for (let i = colon; i >= 0 && i < end; i = text.indexOf(':', i + 1)) {
    if (i + 1 >= end || text.charCodeAt(i + 1) === SPACE)
      return head !== '"' && head !== "'" ? !text.slice(at, i).includes(' #') : true;
  }
  return false;
}

export function setKey(map: Record<string, JsonValue>, key: string, value: JsonValue): void {
  // What every object inherits is taken for a repeated key, and left to the library.
  if (map[key] !== undefined || WORDS.has(key)) declined();
  map[key] = value;
}

/** Reads what begins and ends on one line: scalars and brackets. */
export class FlowReader {
  readonly #text: string;
  #at = 0;
  #end = 0;
  #depth = 0;

  constructor(text: string) {
    this.#text = text;
  }

  /** The value from `start` to the end of the line; only a comment may follow it. */
  line(start: number, end: number): JsonValue {
    this.#at = start;
    this.#end = end;
    this.#depth = 0;
    const head = this.#text.charAt(start);
    if (!'"\'[{'.includes(head)) return this.#plainLine();
    const value = this.#node();
    const rest = this.#at;
    this.#skipSpaces();
    if (this.#at < end && (this.#text[this.#at] !== '#' || this.#at === rest)) declined();
    return value;
  }

  #plainLine(): JsonValue {
    const text = this.#text;
    const start = this.#at;
    refuseIndicator(text, start, this.#end);
    let end = this.#end;
    for (let i = start; i < end; i++) {
      const code = text.charCodeAt(i);
      if (code === COLON && (i + 1 >= end || text.charCodeAt(i + 1) === SPACE)) declined();
      if (code === HASH && text.charCodeAt(i - 1) === SPACE) end = i;
    }
    while (text.charCodeAt(end - 1) === SPACE) end--;
    return finite(text.slice(start, end));
  }

  #node(): JsonValue {
    switch (this.#text.charAt(this.#at)) {
      case '"':
        return this.#doubleQuoted();
      case "'":
        return this.#singleQuoted();
      case '[':
        return this.#list();
      case '{':
        return this.#mapping();
      default:
        return this.#plainInFlow();
    }
  }

  #doubleQuoted(): string {
    const close = this.#text.indexOf('"', this.#at + 1);
    if (close < 0 || close >= this.#end) declined();
    const value = this.#text.slice(this.#at + 1, close);
    if (value.includes('\\')) declined();
    this.#at = close + 1;
    return value;
  }

  #singleQuoted(): string {
    const text = this.#text;
    let close = text.indexOf("'", this.#at + 1);
    while (close >= 0 && text[close + 1] === "'") close = text.indexOf("'", close + 2);
    if (close < 0 || close >= this.#end) declined();
    const value = text.slice(this.#at + 1, close).replaceAll("''", "'");
    this.#at = close + 1;
    return value;
  }

  #list(): JsonValue {
    if (++this.#depth > DEPTH) declined();
    const list: JsonValue[] = [];
    this.#at++;
    while (this.#next() !== ']') {
      list.push(this.#node());
      if (this.#next() === ',') this.#at++;
      else if (this.#peek() !== ']') declined();
    }
    this.#at++;
    this.#depth--;
    return list;
  }

  #mapping(): JsonValue {
    if (++this.#depth > DEPTH) declined();
    const map: Record<string, JsonValue> = {};
    this.#at++;
    while (this.#next() !== '}') {
      const colon = plainKeyEnd(this.#text, this.#at, this.#end);
      const key = this.#text.slice(this.#at, colon);
      this.#at = colon + 1;
      if (this.#next() === ',' || this.#peek() === '}') declined();
      setKey(map, key, this.#node());
      if (this.#next() === ',') this.#at++;
      else if (this.#peek() !== '}') declined();
    }
    this.#at++;
    this.#depth--;
    return map;
  }

  #plainInFlow(): JsonValue {
    const text = this.#text;
    const start = this.#at;
    refuseIndicator(text, start, this.#end);
    let at = start;
    while (at < this.#end && !',[]{}'.includes(text.charAt(at))) {
      const code = text.charCodeAt(at);
      const next = text.charAt(at + 1);
      if (code === COLON && (at + 1 >= this.#end || ' ,[]{}'.includes(next))) declined();
      if (code === SPACE && next === '#') declined();
      if (text[at] === '?') declined();
      at++;
    }
    this.#at = at;
    let end = at;
    while (end > start && text.charCodeAt(end - 1) === SPACE) end--;
    if (end === start) declined();
    return finite(text.slice(start, end));
  }

  /** The character at hand; a bracket that does not close on its line is declined. */
  #peek(): string {
    if (this.#at >= this.#end) declined();
    return this.#text.charAt(this.#at);
  }

  /** The next character that is no space. */
  #next(): string {
    this.#skipSpaces();
    return this.#peek();
  }

  #skipSpaces(): void {
    while (this.#at < this.#end && this.#text.charCodeAt(this.#at) === SPACE) this.#at++;
  }
}

/** Characters that mean something at the start of a plain scalar, or nothing at all. */
function refuseIndicator(text: string, at: number, end: number): void {
  const head = text.charAt(at);
  if ('&*!|>%@`"\'#,[]{}?:'.includes(head)) declined();
  if (head === '-' && (at + 1 >= end || !/[A-Za-z0-9.-]/.test(text.charAt(at + 1)))) declined();
}

/** What a plain scalar stands for. */
export function finite(source: string): JsonValue {
  const value = resolvePlain(source);
  if (typeof value === 'number' && !Number.isFinite(value)) declined();
  return value;
}
