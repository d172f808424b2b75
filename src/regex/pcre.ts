import { readRe2 } from './re2.ts';

/** An expression of PCRE that RE2 reads alike. */
export interface Pcre {
  /** Undefined for texts that the two do not match alike, and for those that would take too long. */
  test(text: string): boolean | undefined;
  /** How many groups it captures. */
  readonly groups: number;
}

/** An expression of PCRE, or why nobody but PCRE can tell what it matches: `PCRE only: "(?=a)"`. */
export type PcreReading = { readonly pcre: Pcre } | { readonly depends: string };

/**
 * Reads an expression of nginx or HAProxy. Look-around, back references, atomic groups and possessive quantifiers need an
 * engine that goes back, which strangers can keep busy for ever: they are not run. Source: pcre2pattern(3), re2syntax.
 */
export function pcre(pattern: string, flags: { readonly ignoreCase?: boolean } = {}): PcreReading {
  const other = readOtherwise(pattern);
  if (other !== undefined) return { depends: pcreOnly(other) };
  const reading = readRe2(flags.ignoreCase === true ? `(?i)${pattern}` : pattern);
  switch (reading.is) {
    case 'refused':
      return { depends: pcreOnly(reading.at) };
    case 'large':
      return { depends: 'the expression is too large to be tried here' };
    case 're2': {
      const { re2 } = reading;
      return { pcre: { groups: re2.groups, test: (text) => (isAlike(text) ? re2.test(text) : undefined) } };
    }
  }
}

function pcreOnly(part: string): string {
  return `PCRE only: ${JSON.stringify(part)}`;
}

/**
 * What RE2 would read as something else: `\v` is one character there, `\12` octal, `{,3}` literal, and a class of POSIX is
 * one without brackets around it, too.
 */
function readOtherwise(pattern: string): string | undefined {
  let inClass = false;
  for (let at = 0; at < pattern.length; at++) {
    const here = pattern[at];
    if (here === '\\') {
      const next = pattern[++at] ?? '';
      if (next === 'v' || (next >= '1' && next <= '9')) return `\\${next}`;
      if (next !== 'Q' || inClass) continue;
      const end = pattern.indexOf('\\E', at);
      if (end === -1) return undefined;
      at = end + 1;
    } else if (inClass) {
      const after = pattern[at + 1];
      if (here === '[' && (after === '.' || after === '=')) return `[${after}`;
      if (here === '[' && after === ':') at = Math.max(at, pattern.indexOf(':]', at + 2) + 1);
      else if (here === ']') inClass = false;
    } else if (here === '[') {
      if (pattern.startsWith('[:', at)) return '[:';
      inClass = true;
      // A bracket that comes first stands for itself.
      if (pattern[at + 1] === '^') at++;
      if (pattern[at + 1] === ']') at++;
    } else if (pattern.startsWith('{,', at)) return '{,';
  }
  return undefined;
}

/**
 * PCRE's `$` matches before a line break at the end, its `\s` has one character more, and beyond ASCII it may go by bytes.
 */
function isAlike(text: string): boolean {
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code > 0x7e || code === 0x0a || code === 0x0b) return false;
  }
  return true;
}
