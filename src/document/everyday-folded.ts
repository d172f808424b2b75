import { declined } from './declined.ts';

const SPACE = 0x20;
const HASH = 0x23;
const COLON = 0x3a;

/** A scalar of several lines, folded into one text, and where the last of its lines ends. */
export interface Folded {
  readonly value: string;
  readonly end: number;
}

/**
 * A plain scalar whose first line is `text[start, end)`, and that goes on in lines deeper than `column`. Declines what would end
 * it there, or be an error: a comment, a key.
 */
export function foldPlain(text: string, start: number, end: number, column: number): Folded {
  if (text.slice(start, end).includes(' #')) declined();
  let value = text.slice(start, trimmed(text, start, end));
  let last = end;
  for (const line of linesBelow(text, end + 1)) {
    if (line.start === line.end) continue;
    if (line.start - line.line <= column) break;
    refuseSigns(text, line);
    value += between(line.blanks) + text.slice(line.start, trimmed(text, line.start, line.end));
    last = line.end;
  }
  return { value, end: last };
}

/** A quoted scalar that begins at `start`, whose line ends at `end`, and that closes on a line below. */
export function foldQuoted(text: string, start: number, end: number, column: number): Folded {
  const quote = text.charAt(start);
  let value = text.slice(start + 1, trimmed(text, start + 1, end));
  for (const line of linesBelow(text, end + 1)) {
    if (line.start === line.end) continue;
    if (line.start - line.line <= column) declined();
    const close = closeOf(text, quote, line.start, line.end);
    const until = close ?? trimmed(text, line.start, line.end);
    value += between(line.blanks) + text.slice(line.start, until);
    if (close === undefined) continue;
    if (!/^ *(?: #.*)?$/.test(text.slice(close + 1, line.end))) declined();
    return { value: unescaped(value, quote), end: line.end };
  }
  return declined();
}

/** Where a quoted scalar closes before `end`, if it does. */
export function closeOf(text: string, quote: string, from: number, end: number): number | undefined {
  let close = text.indexOf(quote, from);
  if (quote === "'")
    while (close >= 0 && close < end && text[close + 1] === quote) close = text.indexOf(quote, close + 2);
  return close < 0 || close >= end ? undefined : close;
}

function unescaped(value: string, quote: string): string {
  if (quote === "'") return value.replaceAll("''", "'");
  return value.includes('\\') ? declined() : value;
}

interface Line {
  readonly line: number;
  /** The first character that is no space; of a blank line its end. */
  readonly start: number;
  readonly end: number;
  /** How many blank lines come before it. */
  readonly blanks: number;
}

function* linesBelow(text: string, from: number): Iterable<Line> {
  let blanks = 0;
  let line = from;
  while (line < text.length) {
    let start = line;
    while (text.charCodeAt(start) === SPACE) start++;
    const found = text.indexOf('\n', start);
    const end = found < 0 ? text.length : found;
    yield { line, start, end, blanks };
    blanks = start === end ? blanks + 1 : 0;
    line = end + 1;
  }
}

/** A line break is a space, and each blank line a line break. */
function between(blanks: number): string {
  return blanks === 0 ? ' ' : '\n'.repeat(blanks);
}

function trimmed(text: string, start: number, end: number): number {
  let at = end;
  while (at > start && text.charCodeAt(at - 1) === SPACE) at--;
  return at;
}

/** What a line that goes on with a plain scalar may not hold. */
function refuseSigns(text: string, { start, end }: Line): void {
  if (text.charCodeAt(start) === HASH) declined();
  for (let at = start; at < end; at++) {
    const code = text.charCodeAt(at);
    if (code === COLON && (at + 1 >= end || text.charCodeAt(at + 1) === SPACE)) declined();
    if (code === HASH && text.charCodeAt(at - 1) === SPACE) declined();
  }
}
