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

/** A scalar in single quotes that begins at `start`, whose line ends at `end`, and that closes on a line below. */
export function foldSingle(text: string, start: number, end: number, column: number): Folded {
  let value = text.slice(start + 1, trimmed(text, start + 1, end));
  for (const line of linesBelow(text, end + 1)) {
    if (line.start === line.end) continue;
    if (line.start - line.line <= column) declined();
    const close = closeOf(text, line.start, line.end);
    const until = close ?? trimmed(text, line.start, line.end);
    value += between(line.blanks) + text.slice(line.start, until);
    if (close !== undefined)
      return { value: value.replaceAll("''", "'"), end: endBehind(text, close + 1, line.end) };
  }
  return declined();
}

/** Where a scalar in single quotes closes before `end`, if it does. */
export function closeOf(text: string, from: number, end: number): number | undefined {
  let close = text.indexOf("'", from);
  while (close >= 0 && close < end && text[close + 1] === "'") close = text.indexOf("'", close + 2);
  return close < 0 || close >= end ? undefined : close;
}

/** A scalar in double quotes that begins at `start`, of one line or several. */
export function foldDouble(text: string, start: number, column: number): Folded {
  let value = '';
  // What is escaped is not trimmed at the end of a line.
  let kept = 0;
  let at = start + 1;
  for (;;) {
    const sign = text[at];
    if (sign === '"') return { value, end: endBehind(text, at + 1, endOfLine(text, at)) };
    if (sign === '\\') {
      const next = text.charAt(at + 1);
      if (next === '\n') {
        const below = lineBelow(text, at + 2, column);
        if (below.blanks > 0) declined();
        at = below.start;
      } else {
        value += ESCAPES[next] ?? declined();
        at += 2;
      }
      kept = value.length;
    } else if (sign === '\n') {
      const below = lineBelow(text, at + 1, column);
      value = value.slice(0, trimmed(value, kept, value.length)) + between(below.blanks);
      kept = value.length;
      at = below.start;
    } else {
      PLAIN.lastIndex = at;
      if (!PLAIN.test(text)) declined();
      value += text.slice(at, PLAIN.lastIndex);
      at = PLAIN.lastIndex;
    }
  }
}

const PLAIN = /[^"\\\n]+/y;

const ESCAPES: Readonly<Record<string, string | undefined>> = {
  n: '\n',
  t: '\t',
  '"': '"',
  '\\': '\\',
  ' ': ' ',
};

/** The next line with something on it, which is deeper than `column`. */
function lineBelow(text: string, from: number, column: number): Line {
  for (const line of linesBelow(text, from)) {
    if (line.start === line.end) continue;
    return line.start - line.line <= column ? declined() : line;
  }
  return declined();
}

/** The end of the line, if only a comment is left on it. */
function endBehind(text: string, at: number, end: number): number {
  return /^ *(?: #.*)?$/.test(text.slice(at, end)) ? end : declined();
}

function endOfLine(text: string, at: number): number {
  const end = text.indexOf('\n', at);
  return end < 0 ? text.length : end;
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
    const end = endOfLine(text, start);
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
