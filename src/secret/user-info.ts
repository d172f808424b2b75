import type { Span } from '../document/document.ts';

/** What stands for a value that is not shown. */
export const MASK = '***';

/**
 * The user information of every URL in a text: `app:hunter2` of `postgres://app:hunter2@db:5432/x`. RFC 3986 §3.2.1, and the
 * passwords that people write there with a slash or a number sign in them. Linear.
 */
export function userInfoSpans(text: string): readonly Span[] {
  const spans: Span[] = [];
  let end = -1;
  let lastSign = -1;
  for (let at = text.indexOf('://'); at !== -1; at = text.indexOf('://', at + 3)) {
    if (!/[a-z0-9+.-]/i.test(text.charAt(at - 1))) continue;
    const start = at + 3;
    // Once for all that looks like a scheme in one word.
    if (start > end) {
      end = endOf(text, start, OUTSIDE);
      lastSign = start + text.slice(start, end).lastIndexOf('@');
    }
    const authority = text.slice(start, endOf(text, start, AFTER_AUTHORITY));
    let sign = start + authority.lastIndexOf('@');
    // `app:hun/ter2@db`: what follows the colon is no port, so it is a password.
    if (sign < start && /^[^:@[]*:(?![0-9]*$)/.test(authority)) sign = lastSign;
    if (sign <= start) continue;
    spans.push({ start, end: sign });
    at = Math.max(at, sign - 3);
  }
  return spans;
}

/** The text without the user information of its URLs. */
export function withoutUserInfo(text: string): string {
  if (!text.includes('://')) return text;
  return cut(text, userInfoSpans(text));
}

/** The text with `***` for every span; one that is masked already stays as wide as it is. */
export function cut(text: string, spans: readonly Span[]): string {
  let out = '';
  let last = 0;
  for (const { start, end } of spans) {
    if (start < last) continue;
    const part = text.slice(start, end);
    out += text.slice(last, start) + (/^\*+$/.test(part) ? part : MASK);
    last = end;
  }
  return out + text.slice(last);
}

/** What ends a URL in any text; braces do not, for passwords have them. A backslash begins an escape of the text around it. */
const OUTSIDE = /[\s"'<>`\\]/g;
const AFTER_AUTHORITY = /[/?#\s"'<>`\\]/g;

function endOf(text: string, from: number, ends: RegExp): number {
  ends.lastIndex = from;
  return ends.exec(text)?.index ?? text.length;
}
