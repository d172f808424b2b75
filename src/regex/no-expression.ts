import { readRe2 } from './re2.ts';

/** What RE2 says of expressions that no dialect reads: Go, PCRE, Java and JavaScript refuse them alike. */
const EVERYWHERE: ReadonlySet<string> = new Set([
  'missing closing )',
  'unexpected )',
  'missing closing ]',
  'missing argument to repetition operator',
  'trailing backslash at end of expression',
]);

/**
 * Why a text is no regular expression in any dialect, completing "it has a …"; undefined where one may read it: what RE2
 * alone refuses, such as `(?!`, and verbs of PCRE such as `(*UTF)`.
 */
export function whyNoExpression(text: string): string | undefined {
  if (text.includes('(*')) return undefined;
  const reading = readRe2(text);
  if (reading.is !== 'refused') return undefined;
  const { why, at } = reading;
  if (EVERYWHERE.has(why)) return why;
  // A range or a count that ends before it begins; RE2 gives the same reason for what others read.
  const range = /^(.)-(.)$/u.exec(at);
  if (why === 'invalid character class range' && range !== null && (range[1] ?? '') > (range[2] ?? ''))
    return why;
  const count = /^\{(\d{1,9}),(\d{1,9})\}$/.exec(at);
  return why === 'invalid repeat count' && count !== null && Number(count[1]) > Number(count[2])
    ? why
    : undefined;
}
