import { Lexer } from 'yaml';
import type { Document, Span } from './document.ts';

/** `# kubeplumb-ignore rule-a, rule-b: reason`, relative to the document's text. */
export interface IgnoreComment {
  readonly rules: readonly string[];
  /** Empty if it gives none. */
  readonly reason: string;
  readonly span: Span;
  /** What it speaks of: the line it ends, or, alone on its line, the next line that is no comment. */
  readonly line: Span;
}

const MARKER = 'kubeplumb-ignore';

/** The comments of a document that ask for silence. What looks like one inside of a text is none. */
export function ignoreComments({ text }: Document): readonly IgnoreComment[] {
  if (!text.includes(MARKER)) return [];
  const found: IgnoreComment[] = [];
  let at = 0;
  const speaksOf = linesSpokenOf(text);
  for (const lexeme of new Lexer().lex(text)) {
    // Marks of the lexer that stand for no text.
    if (lexeme.length === 1 && '\x02\x18\x1f'.includes(lexeme)) continue;
    const start = text.indexOf(lexeme, at);
    if (start < 0) break;
    at = start + lexeme.length;
    const body = /^#\s*kubeplumb-ignore(?:\s+(.*))?$/.exec(lexeme)?.[1];
    if (body === undefined && !/^#\s*kubeplumb-ignore$/.test(lexeme)) continue;
    found.push({ ...readIgnore(body ?? ''), span: { start, end: at }, line: speaksOf(start) });
  }
  return found;
}

/** `rule-a, rule-b: reason`, as comments and annotations write it. */
export function readIgnore(text: string): { readonly rules: readonly string[]; readonly reason: string } {
  const colon = text.indexOf(':');
  const names = colon < 0 ? text : text.slice(0, colon);
  return {
    rules: names.split(/[\s,]+/).filter((name) => name !== ''),
    reason: colon < 0 ? '' : text.slice(colon + 1).trim(),
  };
}

/** What comments speak of, asked in their order: comments in a row speak of one line, which is looked for once. */
function linesSpokenOf(text: string): (comment: number) => Span {
  let known: Span = { start: 0, end: -1 };
  /** Where a line begins from which only comments and empty lines lead to that line. */
  let from = 0;
  return (comment) => {
    const start = text.lastIndexOf('\n', comment - 1) + 1;
    const end = endOfLine(text, comment);
    if (text.slice(start, comment).trim() !== '') return { start, end };
    if (start < from || end >= known.start) {
      from = start;
      known = nextLine(text, end);
    }
    return known;
  };
}

/** The next line that is no comment. */
function nextLine(text: string, before: number): Span {
  let start: number;
  let end = before;
  do {
    start = end + 1;
    end = endOfLine(text, start);
  } while (start < text.length && /^\s*(?:#.*)?$/.test(text.slice(start, end)));
  return { start: Math.min(start, text.length), end };
}

function endOfLine(text: string, from: number): number {
  const end = text.indexOf('\n', from);
  return end < 0 ? text.length : end;
}
