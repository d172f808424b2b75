import { Composer, isCollection, isScalar, Lexer, parseDocument, Parser, Schema, visit } from 'yaml';
import type { CST, ParsedNode } from 'yaml';
import type { ProblemCode, Span } from './document.ts';
import { LexemeCheck } from './lexeme-check.ts';
import { MAX_DEPTH } from './nesting.ts';

/** Why a document cannot be read. */
export interface Fault {
  readonly code: ProblemCode;
  readonly message: string;
  readonly span: Span;
}

/** The syntax tree of one document; the ranges of its nodes count from `base`. */
export interface Composition {
  readonly base: number;
  /** The text that was parsed, with every line end as `\n` or `\r\n`. */
  readonly body: string;
  readonly root: ParsedNode | undefined;
  readonly fault: Fault | undefined;
  /** Text after the end of the document, which kubectl does not read; relative to the document's text. */
  readonly ignored: Span | undefined;
}

const OPTIONS = {
  schema: new Schema({ schema: 'failsafe', resolveKnownTags: false }),
  uniqueKeys: false,
  prettyErrors: false,
  logLevel: 'silent',
} as const;

// `[1]#c` and "it\'s" are fine to Go.
const TOLERATED = /^Comments must be separated|^Invalid escape sequence \\'/;
const SEPARATOR = /^\uFEFF?---(.*)(?:\n|$)/;
// What Go's reader refuses, and the line ends that only Go knows.
// eslint-disable-next-line no-control-regex -- control characters are what it refuses
const UNUSUAL = /[\0-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ufffe\uffff]/;
// eslint-disable-next-line no-control-regex -- control characters are what it refuses
const FORBIDDEN = /[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff]/;

/** Reads the text of one chunk with the checks that kubectl makes and the leniency that it has. */
export function compose(text: string): Composition {
  let base = 0;
  const separator = SEPARATOR.exec(text);
  if (separator !== null) {
    base = separator[0].length;
    const written = separator[1] ?? '';
    const rest = written.trim();
    // To Go a byte order mark is no white space.
    if ((rest !== '' && !rest.startsWith('#')) || /^[^#]*\ufeff/.test(written)) {
      const start = separator[0].indexOf('---') + 3 + (separator[1] ?? '').indexOf(rest);
      return failed(base, {
        code: 'yaml-syntax',
        message: `Nothing but a comment may follow "---" on its line; kubectl refuses the document separator "---${separator[1] ?? ''}".`,
        span: { start, end: start + rest.length },
      });
    }
  }
  // At the start of a file both of kubectl's readers drop one.
  for (let marks = base === 0 ? 2 : 1; marks > 0 && text.charCodeAt(base) === 0xfeff; marks--) base += 1;
  let body = base === 0 ? text : text.slice(base);
  if (UNUSUAL.test(body)) {
    const bad = FORBIDDEN.exec(body);
    if (bad !== null) {
      const code = bad[0].charCodeAt(0).toString(16).toUpperCase().padStart(4, '0');
      return failed(
        base,
        syntaxFault(base + bad.index, 1, `Control characters such as U+${code} are not allowed.`),
      );
    }
    // Line ends to Go; in quotes it keeps U+2028 and U+2029, which become a space here.
    body = body.replace(/\r(?!\n)|[\x85\u2028\u2029]/g, '\n');
  }
  return composeBody(text, base, body);
}

/** The syntax tree of a text that `JSON.parse` accepts: what YAML has against it does not count. */
export function composeJson(text: string): Composition {
  const base = text.charCodeAt(0) === 0xfeff ? 1 : 0;
  const body = text.slice(base);
  const { contents } = parseDocument(body, OPTIONS);
  return { base, body, root: contents ?? undefined, fault: undefined, ignored: undefined };
}

function composeBody(text: string, base: number, body: string): Composition {
  const lexer = new Lexer();
  const parser = new Parser();
  const composer = new Composer(OPTIONS);
  const check = new LexemeCheck(body, lexer);
  const tokens: CST.Token[] = [];
  for (const lexeme of lexer.lex(body)) {
    const sources = check.next(lexeme, parser.offset);
    if (check.fault !== undefined) {
      const { start, length, message } = check.fault;
      return failed(base, syntaxFault(base + start, length, message));
    }
    if (check.ended) break;
    for (const source of sources) for (const token of parser.next(source)) tokens.push(token);
    if (parser.stack.length > MAX_DEPTH) return failed(base, tooDeep(base + parser.offset));
  }
  const end = check.ended ? parser.offset : body.length;
  for (const token of parser.end()) tokens.push(token);

  const [document] = composer.compose(tokens);
  if (document === undefined) return finished(base, undefined, body, end, text);
  const root = document.contents ?? undefined;
  if (root !== undefined && (check.escapesQuotes || check.escapesLines)) unescape(root, body);
  if (root !== undefined && check.blankScalars) indentBlanks(root, body);
  let first: { pos: [number, number]; message: string } | undefined;
  for (const error of document.errors) {
    if (error.code === 'RESOURCE_EXHAUSTION') return failed(base, tooDeep(base + error.pos[0]));
    if (TOLERATED.test(error.message)) continue;
    if (first === undefined || error.pos[0] < first.pos[0]) first = error;
  }
  if (first === undefined) return finished(base, root, body, end, text);
  if (root !== undefined && leavesRoot(root, body, first.pos[0])) {
    return finished(base, root, body, root.range[1], text);
  }
  const start = Math.min(first.pos[0], body.length);
  return failed(
    base,
    syntaxFault(base + start, Math.max(1, first.pos[1] - first.pos[0]), sentence(first.message)),
  );
}

/**
 * Whether what stands at an offset comes after the root, where kubectl reads no further: behind the bracket that closes
 * it, or on a line that stands left of it.
 */
function leavesRoot(root: ParsedNode, body: string, at: number): boolean {
  const [start, end] = root.range;
  if (at < end || !isCollection(root)) return false;
  if (root.flow === true) return true;
  return at - body.lastIndexOf('\n', at - 1) < start - body.lastIndexOf('\n', start - 1);
}

/**
 * Gives double-quoted scalars the value of what Go knows and the library does not: the escape `\'`, and the empty lines behind an
 * escaped line end, each of which is a line break.
 */
function unescape(root: ParsedNode, body: string): void {
  visit(root, (_key, node) => {
    if (!isScalar(node) || node.type !== 'QUOTE_DOUBLE' || !node.range) return;
    const source = body.slice(node.range[0], node.range[1]);
    const known = source.replace(/\\(?:\r?\n((?:[ \t]*\r?\n)+)|[^])/g, (escape, empty?: string) => {
      if (escape === "\\'") return '\\x27';
      return empty === undefined ? escape : `${'\\n'.repeat(empty.split('\n').length - 1)}\\\n`;
    });
    if (known === source) return;
    const { contents } = parseDocument(known, OPTIONS);
    if (isScalar(contents)) node.value = contents.value;
  });
}

/** A block scalar of blank lines alone keeps what they have beyond the indentation that its header says; the library drops it. */
function indentBlanks(root: ParsedNode, body: string): void {
  visit(root, (_key, node) => {
    if (!isScalar(node) || (node.type !== 'BLOCK_LITERAL' && node.type !== 'BLOCK_FOLDED') || !node.range)
      return;
    const [header = '', ...lines] = body.slice(node.range[0], node.range[1]).split(/\r?\n/);
    const digit = /^[|>][-+]?([1-9])/.exec(header)?.[1];
    if (digit === undefined || lines.some((line) => /[^ ]/.test(line))) return;
    const indent = columnOf(body, node.range[0]) + Number(digit);
    const kept = lines.map((line) => line.slice(indent));
    while (kept.length > 0 && kept.at(-1) === '') kept.pop();
    if (kept.length === 0) return;
    const chomping = /^[|>][1-9]?([-+]?)/.exec(header)?.[1] ?? '';
    const breaks = lines.length - 1;
    const end = chomping === '-' ? '' : '\n'.repeat(chomping === '+' ? breaks - kept.length + 1 : 1);
    node.value = kept.join('\n') + end;
  });
}

/** Where the mapping or list stands that holds a value whose header begins at an offset of its line. */
function columnOf(body: string, at: number): number {
  const line = body.lastIndexOf('\n', at - 1) + 1;
  const before = body.slice(line, at);
  const dashes = /^(?: *- +)*/.exec(before)?.[0] ?? '';
  const rest = before.slice(dashes.length);
  if (rest.trim() !== '') return dashes.length + (rest.length - rest.trimStart().length);
  return dashes.trimEnd().length - 1;
}

function finished(
  base: number,
  root: ParsedNode | undefined,
  body: string,
  end: number,
  text: string,
): Composition {
  if (end >= body.length) return { base, body, root, fault: undefined, ignored: undefined };
  const rest = body.slice(end);
  const content = /^(?:\.\.\.(?=[ \t\r\n]|$)|---(?=[ \t\r\n]|$)|[ \t\r\n]+|#.*)*/.exec(rest)?.[0].length ?? 0;
  const stop = text.trimEnd().length;
  const start = base + end + content;
  return { base, body, root, fault: undefined, ignored: start < stop ? { start, end: stop } : undefined };
}

function failed(base: number, fault: Fault): Composition {
  return { base, body: '', root: undefined, fault, ignored: undefined };
}

function syntaxFault(start: number, length: number, message: string): Fault {
  return { code: 'yaml-syntax', message, span: { start, end: start + length } };
}

function tooDeep(at: number): Fault {
  return {
    code: 'yaml-too-deep',
    message: `This document nests more than ${MAX_DEPTH} levels deep, and is not read.`,
    span: { start: at, end: at + 1 },
  };
}

const WORDING: readonly (readonly [RegExp, string])[] = [
  [
    /^Nested mappings are not allowed in compact mappings/,
    'A second "key: value" cannot stand on the line of a key; quote the value if it holds ": ".',
  ],
  [
    /^All mapping items must start at the same column/,
    'The keys of a mapping must start at the same column.',
  ],
  [/^Implicit map keys need to be followed by map values/, 'A key and ":" are expected here.'],
  [/^Implicit keys need to be on a single line/, 'A key must stand on one line and be followed by ":".'],
  [/^Tabs are not allowed as indentation/, 'Tabs are not allowed as indentation; use spaces.'],
  [/^Missing closing (["'])quote/, 'The closing $1 of this string is missing.'],
  [/^(Flow (?:map|sequence)).* end with a (.)$/, '$1 is not closed: "$2" is missing.'],
  [
    /^Unexpected (scalar|flow-\w+-start|block-\w+|alias|anchor|tag) at node end/,
    'Nothing may follow this value on its line.',
  ],
];

function sentence(message: string): string {
  for (const [pattern, wording] of WORDING) {
    const match = pattern.exec(message);
    if (match !== null) return match[0].replace(pattern, wording);
  }
  const [line = ''] = message.split('\n', 1);
  const short = line.length > 200 ? `${line.slice(0, 200)}…` : line;
  return `${short.charAt(0).toUpperCase()}${short.slice(1)}${short.endsWith('.') ? '' : '.'}`;
}
