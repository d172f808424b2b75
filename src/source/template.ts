/** Whether a text has a Go-template or Jinja action anywhere: what a template engine would act upon. */
export function hasTemplateAction(text: string): boolean {
  return hasPair(text, '{{', '}}') || hasPair(text, '{%', '%}');
}

/** Whether a text has comments that are code to ytt, which makes other YAML of it: `#@ if …`, `#@overlay/match`, `key: #@ value`. */
export function isYttTemplate(text: string): boolean {
  return text.includes('#@') && YTT.test(text);
}

const YTT = /^[ \t]*#@ ?(?:load\(|(?:if|for|while|def|end)\b|(?:data|overlay|schema|template)\/)|[:-] #@ \S/m;

/**
 * Whether a text has actions of Go templates or Jinja (`{{ … }}`, `{% … %}`), Terraform (`%{ … }`) or ERB (`<% … %>`) where YAML has
 * structure: outside of comments, quoted strings and the content of block scalars, as far as reading line by line can tell. Prometheus rules
 * and Argo workflows carry actions inside their strings, and are plain manifests.
 */
export function looksTemplated(text: string): boolean {
  if (
    !hasTemplateAction(text) &&
    !hasPair(text, '%{', '}') &&
    !hasPair(text, '<%', '%>') &&
    !FILLED_IN.test(text)
  )
    return false;
  let quote = '';
  let scalarParent: number | undefined;
  for (const line of text.split(/\r\n|\r|\n/)) {
    if (/^(?:---|\.\.\.)(?:\s|$)/.test(line)) {
      quote = '';
      scalarParent = undefined;
    }
    if (scalarParent !== undefined) {
      if (/^\s*$/.test(line) || indentOf(line) > scalarParent) continue;
      scalarParent = undefined;
    }
    const scan = scanLine(line, quote);
    if (scan.action) return true;
    quote = scan.quote;
    if (quote === '' && BLOCK_SCALAR.test(scan.code)) scalarParent = parentIndentOf(line);
  }
  return false;
}

// `key: |`, `- >-`, `--- |`, with a tag or an anchor before the sign and an indentation or chomping mark after it.
const BLOCK_SCALAR = /(?:[:?-]\s+|^\s*)(?:[!&]\S*\s+)*[|>](?:[1-9][+-]?|[+-][1-9]?)?\s*$/;

// Only at the start of a value is a quotation mark one: `don't` and `5" disk` have none.
const VALUE_START = /(?:^|[[{,]|[:?-]\s|"\s*:)\s*(?:[!&]\S*\s+)*$/;

// Enough for a tag or an anchor; a JSON file can be one line of megabytes.
const LOOK_BACK = 80;

// `%{HTTPDATE}` and the like are formats; only directives of Terraform are code.
const OPENING = /^(?:\{\{|\{%|<%|%\{~? ?(?:if|for|else|end(?:if|for))\b)/;

/** `{IMAGE_TAG}`, which a script replaces; `%{HTTPDATE}` and `${HOME}` are others' to read. */
const FILLED_IN = /(?<![%$])\{[A-Z][A-Z0-9_]+\}/;

function isOpening(line: string, at: number): boolean {
  if (OPENING.test(line.slice(at, at + 10))) return true;
  const around = line.slice(Math.max(0, at - 1), at + LOOK_BACK);
  return line[at] === '{' && FILLED_IN.exec(around)?.index === Math.min(at, 1);
}

interface LineScan {
  readonly action: boolean;
  /** The quotation mark that is open at the end of the line, or empty. */
  readonly quote: string;
  /** The line without its comment. */
  readonly code: string;
}

function scanLine(line: string, openQuote: string): LineScan {
  let quote = openQuote;
  for (let at = 0; at < line.length; at++) {
    const unit = line[at];
    if (quote !== '') {
      if (unit === '\\' && quote === '"') at++;
      else if (unit === quote && quote === "'" && line[at + 1] === "'") at++;
      else if (unit === quote) quote = '';
    } else if (
      (unit === '"' || unit === "'") &&
      VALUE_START.test(line.slice(Math.max(0, at - LOOK_BACK), at))
    ) {
      quote = unit;
    } else if (unit === '#' && (at === 0 || /\s/.test(line[at - 1] ?? ''))) {
      return { action: false, quote, code: line.slice(0, at) };
    } else if ((unit === '{' || unit === '%' || unit === '<') && isOpening(line, at)) {
      return { action: true, quote, code: line };
    }
  }
  return { action: false, quote, code: line };
}

function hasPair(text: string, open: string, close: string): boolean {
  const start = text.indexOf(open);
  return start >= 0 && text.includes(close, start + open.length);
}

function indentOf(line: string): number {
  return line.length - line.trimStart().length;
}

/** The column, from 0, of the key or of the last `-` that a block scalar on this line belongs to; -1 for a whole document. */
function parentIndentOf(line: string): number {
  if (/^---\s/.test(line)) return -1;
  const dashes = /^\s*(?:-\s+)*/.exec(line)?.[0].length ?? 0;
  return /^(?:[!&]\S*\s+)*[|>]/.test(line.slice(dashes)) ? line.lastIndexOf('-', dashes) : dashes;
}
