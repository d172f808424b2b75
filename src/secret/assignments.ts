import type { Span } from '../document/document.ts';
import { endsAsSecret, optionIsSecret } from './naming.ts';
import { userInfoSpans } from './user-info.ts';

/**
 * What a text that programs read gives as a secret by its name: `--db-password=x`, `--token x`, `PGPASSWORD=x`,
 * `password: x` on a line of its own, `?token=x` of a URL; and the user information of URLs. In the order of the text,
 * and linear: every name is read once, from its end backwards to what is no part of it.
 */
export function secretSpans(text: string): readonly Span[] {
  const spans = [...userInfoSpans(text)];
  let taken = 0;
  let nameFrom = 0;
  for (const sign of text.matchAll(/[=:\n]|(?<=^|\s)--[\w.-]+(?=[ \t])/g)) {
    const at = sign.index;
    if (at < taken) continue;
    const isOption = sign[0].startsWith('--');
    const after = at + sign[0].length;
    const name = isOption ? sign[0] : nameBefore(text, nameFrom, at);
    nameFrom = isOption ? at : after;
    // Only an entry of a configuration has a colon and then white space, or a quoted value.
    if (sign[0] === '\n' || (sign[0] === ':' && !/[\s"']/.test(text.charAt(after)))) continue;
    if (name === '' || !(name.startsWith('--') ? optionIsSecret(name) : endsAsSecret(name))) continue;
    const span = valueFrom(text, after, sign[0] === ':' ? LINE_END : WORD_END);
    spans.push(span);
    taken = span.end;
  }
  return merged(spans);
}

/** The name that ends before a sign, perhaps in quotes or with blanks between. */
function nameBefore(text: string, from: number, at: number): string {
  let end = at;
  while (end > from && ' \t"\''.includes(text.charAt(end - 1))) end--;
  let start = end;
  while (start > from && /[\w.-]/.test(text.charAt(start - 1))) start--;
  return text.slice(start, end);
}

const WORD_END = /[\s"'&]/g;
const LINE_END = /[\r\n]|$/g;

/** From the first character of a value to its end: the closing quote, or what ends an unquoted one. */
function valueFrom(text: string, from: number, ends: RegExp): Span {
  let start = from;
  while (text[start] === ' ' || text[start] === '\t') start++;
  const quote = text[start];
  if (quote === '"' || quote === "'") {
    const close = text.indexOf(quote, start + 1);
    return { start: start + 1, end: close === -1 ? text.length : close };
  }
  ends.lastIndex = start;
  return { start, end: ends.exec(text)?.index ?? text.length };
}

/** Sorted, none inside of another or empty. */
export function merged(spans: readonly Span[]): readonly Span[] {
  const sorted = spans
    .filter(({ start, end }) => end > start)
    .sort((a, b) => a.start - b.start || b.end - a.end);
  const all: Span[] = [];
  for (const span of sorted) {
    const last = all.at(-1);
    if (last === undefined || span.start >= last.end) all.push(span);
    else if (span.end > last.end) all[all.length - 1] = { start: last.start, end: span.end };
  }
  return all;
}
