import type { JsonValue } from '../base/json.ts';
import { FlowReader, finite, plainKeyEnd, setKey } from './everyday-flow.ts';
import { closeOf, foldDouble, foldPlain, foldSingle } from './everyday-folded.ts';
import type { Folded } from './everyday-folded.ts';
import { declined, isDeclined } from './declined.ts';

/**
 * Reads a document that is written the way nearly all manifests are: block mappings and lists, scalars, brackets that
 * end on their line, literal blocks, comments. Undefined for everything else, right or wrong: that is the library's to
 * judge. It exists because reading is most of the time of a run, and this takes a tenth of it; a law says that
 * whatever it reads, the library reads alike (test/document/everyday.test.ts).
 */
export function readEveryday(text: string): JsonValue | undefined {
  if (UNUSUAL.test(text) || MARKERS.test(text)) return undefined;
  try {
    return new Reader(text).document();
  } catch (error) {
    if (isDeclined(error)) return undefined;
    throw error;
  }
}

/** Tabs, carriage returns, control characters, and all that some reader takes for white space or a line end. */
const UNUSUAL = /[^\n\x20-\x7e\xa1-\u1fff\u2010-\u2027\u2030-\u2fff\u3001-\ud7ff]/;

/** Document ends, directives, and separators that are not alone on the first line. */
const MARKERS = /\n(?:---|\.\.\.|%)|^(?:%|\.\.\.|---(?!(?: *| +#.*)\n))/;

const DEPTH = 64;
const SPACE = 0x20;
const HASH = 0x23;
const DASH = 0x2d;

class Reader {
  readonly #text: string;
  readonly #flow: FlowReader;
  /** Start of the next line of content, its first character that is no space, and its end. */
  #line = 0;
  #start = 0;
  #end = 0;
  #depth = 0;

  constructor(text: string) {
    this.#text = text;
    this.#flow = new FlowReader(text);
    this.#moveTo(text.startsWith('---') ? text.indexOf('\n') + 1 : 0);
  }

  document(): JsonValue {
    if (this.#atEnd() || this.#start !== this.#line || this.#isItem(this.#start)) declined();
    const value = this.#mapping(0, this.#start);
    if (!this.#atEnd()) declined();
    return value;
  }

  #atEnd(): boolean {
    return this.#line >= this.#text.length;
  }

  /** Goes to the next line from `at` on that is neither blank nor a comment. */
  #moveTo(at: number): void {
    const text = this.#text;
    let line = at;
    while (line < text.length) {
      let start = line;
      while (text.charCodeAt(start) === SPACE) start++;
      let end = text.indexOf('\n', start);
      if (end < 0) end = text.length;
      if (start < end && text.charCodeAt(start) !== HASH) {
        this.#line = line;
        this.#start = start;
        this.#end = end;
        return;
      }
      line = end + 1;
    }
    this.#line = this.#start = this.#end = text.length;
  }

  #indent(): number {
    return this.#atEnd() ? -1 : this.#start - this.#line;
  }

  /** `- ` or a dash at the end of the line. */
  #isItem(at: number): boolean {
    if (this.#text.charCodeAt(at) !== DASH) return false;
    return at + 1 >= this.#end || this.#text.charCodeAt(at + 1) === SPACE;
  }

  /** The entries at a column; the first begins at `first`, which may be behind a dash. */
  #mapping(column: number, first: number): JsonValue {
    if (++this.#depth > DEPTH) declined();
    const map: Record<string, JsonValue> = {};
    let at = first;
    for (;;) {
      const colon = plainKeyEnd(this.#text, at, this.#end);
      setKey(map, this.#text.slice(at, colon), this.#value(colon + 1, column));
      if (this.#indent() !== column || this.#isItem(this.#start)) break;
      at = this.#start;
    }
    this.#depth--;
    return map;
  }

  #list(column: number): JsonValue {
    if (++this.#depth > DEPTH) declined();
    const list: JsonValue[] = [];
    while (this.#indent() === column && this.#isItem(this.#start)) {
      let at = this.#start + 1;
      while (this.#text.charCodeAt(at) === SPACE) at++;
      if (at < this.#end && this.#isItem(at)) declined();
      const keyed = at < this.#end && plainKeyEnd(this.#text, at, this.#end, true) >= 0;
      list.push(keyed ? this.#mapping(at - this.#line, at) : this.#value(this.#start + 1, column, true));
    }
    this.#depth--;
    return list;
  }

  /** The value that begins at `at` or on the lines below, of a key or dash at `column`. */
  #value(at: number, column: number, ofItem = false): JsonValue {
    const text = this.#text;
    let start = at;
    while (start < this.#end && text.charCodeAt(start) === SPACE) start++;
    if (start >= this.#end || (text.charCodeAt(start) === HASH && start > at))
      return this.#below(column, ofItem);
    const head = text[start];
    if (head === '|') return this.#literal(start, column);
    if (head === "'" && closeOf(text, start + 1, this.#end) === undefined)
      return this.#behind(foldSingle(text, start, this.#end, column), column);
    if (head === '"' && !isOneWord(text, start, this.#end))
      return this.#behind(foldDouble(text, start, column), column);
    const value = this.#flow.line(start, this.#end);
    const end = this.#end;
    this.#moveTo(end + 1);
    if (this.#indent() <= column) return value;
    // A deeper line goes on with a plain scalar, or is an error.
    if (head === undefined || '"\'[{'.includes(head)) declined();
    const folded = foldPlain(text, start, end, column);
    this.#behind(folded, column);
    return finite(folded.value);
  }

  /** Goes on below a scalar of several lines. */
  #behind({ value, end }: Folded, column: number): string {
    this.#moveTo(end + 1);
    if (this.#indent() > column) declined();
    return value;
  }

  #below(column: number, ofItem: boolean): JsonValue {
    this.#moveTo(this.#end + 1);
    const indent = this.#indent();
    if (indent > column)
      return this.#isItem(this.#start) ? this.#list(indent) : this.#mapping(indent, this.#start);
    // The items of a list may stand in the column of its key.
    if (indent === column && !ofItem && this.#isItem(this.#start)) return this.#list(column);
    return null;
  }

  /** `|` and `|-`: the lines below that are indented deeper than `column`. */
  #literal(at: number, column: number): JsonValue {
    const text = this.#text;
    const header = /^\|(-?) *(?: #.*)?$/.exec(text.slice(at, this.#end));
    if (header === null) declined();
    const lines: string[] = [];
    let indent = -1;
    let line = this.#end + 1;
    while (line < text.length) {
      let start = line;
      while (text.charCodeAt(start) === SPACE) start++;
      const end = text.indexOf('\n', start);
      // How the last line ends without a line break is not worth knowing here.
      if (end < 0) declined();
      if (start === end) {
        // Blank lines before the first that is not may tell another indentation.
        if (indent < 0) declined();
        lines.push(text.slice(Math.min(line + indent, end), end));
      } else {
        const own = start - line;
        if (own <= column) break;
        if (indent < 0) indent = own;
        if (own < indent) declined();
        lines.push(text.slice(line + indent, end));
      }
      line = end + 1;
    }
    while (lines.at(-1) === '') lines.pop();
    if (lines.length === 0 || /^ *$/.test(lines.at(-1) ?? '')) declined();
    this.#moveTo(line);
    return lines.join('\n') + (header[1] === '-' ? '' : '\n');
  }
}

/** Whether a scalar in double quotes closes on its line, and means what is written. */
function isOneWord(text: string, start: number, end: number): boolean {
  const close = text.indexOf('"', start + 1);
  return close >= 0 && close < end && !text.slice(start, close).includes('\\');
}
