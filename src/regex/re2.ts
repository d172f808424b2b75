import type { RE2JS, RE2JSSyntaxException } from 're2js';
import { re2js } from 'kubeplumb:schemas';
import { load } from '../base/load.ts';

/**
 * An expression in the syntax of RE2 (golang.org/s/re2syntax), as Go, CEL and Envoy match it: in time linear in text and
 * expression. An answer is undefined where even that would take seconds, so that nobody here can tell.
 */
export interface Re2 {
  /** Whether it matches somewhere in the text (Go Regexp.MatchString). */
  test(text: string): boolean | undefined;
  /** Whether it matches the whole text (RE2::FullMatch). */
  full(text: string): boolean | undefined;
  /** What it matches from left to right, at most `limit` texts (Go Regexp.FindAllString). */
  findAll(text: string, limit?: number): readonly string[] | undefined;
  /** How many groups it captures. */
  readonly groups: number;
}

/** What becomes of an expression: `refused` is what RE2 does not read in it, `large` is what would take too much to try. */
export type Reading =
  | { readonly is: 're2'; readonly re2: Re2 }
  | { readonly is: 'refused'; readonly at: string; readonly why: string }
  | { readonly is: 'large' };

/** Undefined for what RE2 refuses and for what is too large to try; `readRe2` tells them apart. */
export function re2(pattern: string): Re2 | undefined {
  const reading = readRe2(pattern);
  return reading.is === 're2' ? reading.re2 : undefined;
}

/** Expressions are read once, as long as they are asked for. */
export function readRe2(pattern: string): Reading {
  const known = recent.get(pattern) ?? before.get(pattern) ?? read(pattern);
  if (!recent.has(pattern)) {
    if (recent.size >= KEPT) {
      before = recent;
      recent = new Map();
    }
    recent.set(pattern, known);
  }
  return known;
}

/** A matcher remembers what it met, up to some megabytes: of those that nobody asks for none may stay. */
const KEPT = 256;
let recent = new Map<string, Reading>();
let before: ReadonlyMap<string, Reading> = new Map<string, Reading>();

/** Characters, instructions, and instructions times characters of the text: a second at most. */
const LONGEST = 20_000;
const LARGEST = 50_000;
const WORK = 20_000_000;

interface Library {
  readonly RE2JS: typeof RE2JS;
  readonly RE2JSSyntaxException: typeof RE2JSSyntaxException;
}

function read(pattern: string): Reading {
  if (pattern.length > LONGEST) return { is: 'large' };
  const library = load(re2js) as Library;
  try {
    const compiled = library.RE2JS.compile(pattern);
    return compiled.programSize() > LARGEST ? { is: 'large' } : { is: 're2', re2: new Compiled(compiled) };
  } catch (error) {
    if (error instanceof library.RE2JSSyntaxException)
      return { is: 'refused', at: error.input ?? pattern, why: error.error };
    return { is: 'large' };
  }
}

class Compiled implements Re2 {
  readonly groups: number;
  private readonly expression: RE2JS;
  private readonly size: number;

  constructor(expression: RE2JS) {
    this.expression = expression;
    this.size = expression.programSize();
    this.groups = expression.groupCount();
  }

  test(text: string): boolean | undefined {
    return this.work(text.length) > WORK ? undefined : this.expression.test(text);
  }

  full(text: string): boolean | undefined {
    return this.work(text.length) > WORK ? undefined : this.expression.testExact(text);
  }

  /** As Go does: an empty match right behind another does not count, and after it the next character is tried. */
  findAll(text: string, limit = Infinity): readonly string[] | undefined {
    const found: string[] = [];
    const matcher = this.expression.matcher(text);
    let work = 0;
    let end = -1;
    for (let at = 0; found.length < limit && at <= text.length;) {
      work += this.work(text.length - at);
      if (work > WORK) return undefined;
      if (!matcher.find(at)) break;
      const isNew = matcher.end() > at || matcher.start() !== end;
      end = matcher.end();
      if (isNew) found.push(text.slice(matcher.start(), end));
      at = end > at ? end : at + ((text.codePointAt(at) ?? 0) > 0xffff ? 2 : 1);
    }
    return found;
  }

  private work(characters: number): number {
    return this.size * (characters + 1);
  }
}
