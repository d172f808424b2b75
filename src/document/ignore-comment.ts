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
  for (const lexeme of new Lexer().lex(text)) {
    // Marks of the lexer that stand for no text.
    if (lexeme.length === 1 && '\x02\x18\x1f'.includes(lexeme)) continue;
    const start = text.indexOf(lexeme, at);
    if (start < 0) break;
    at = start + lexeme.length;
    const body = /^#\s*kubeplumb-ignore(?:\s+(.*))?$/.exec(lexeme)?.[1];
    if (body === undefined && !/^#\s*kubeplumb-ignore$/.test(lexeme)) continue;
    found.push({ ...readIgnore(body ?? ''), span: { start, end: at }, line: lineOf(text, start) });
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

function lineOf(text: string, comment: number): Span {
  let start = text.lastIndexOf('\n', comment - 1) + 1;
  let end = endOfLine(text, comment);
  if (text.slice(start, comment).trim() !== '') return { start, end };
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
