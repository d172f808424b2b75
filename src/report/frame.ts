import { widthOf } from './cells.ts';
import { clip } from './clip.ts';
import { visible } from './escape/terminal.ts';
import type { Range } from './locate.ts';
import type { Paint } from './style.ts';
import type { Lines } from './veiled-lines.ts';
import { wrap } from './wrap.ts';

/** One printed line of a code frame; the caller draws the ruler in front. */
export interface Row {
  /** The line's number from 1; undefined for a row that is no line of the file. */
  readonly line: number | undefined;
  /** True where lines were left out. */
  readonly gap?: boolean;
  readonly code: string;
}

/** What is pointed at, and how. */
export interface Mark {
  readonly range: Range;
  /** The character of the underline. */
  readonly sign: string;
  readonly paint: Paint;
  /** Said behind the underline, or below it where there is no room. */
  readonly label?: string;
}

export interface Context {
  readonly before: number;
  readonly after: number;
  /** Columns that a row may take. */
  readonly width: number;
}

/** More lines than this are shown by their first and last ones. */
const TALL = 5;

/** The lines around a range with the range marked: underlined on one line, bracketed over several. */
export function frame(lines: Lines, mark: Mark, context: Context): readonly Row[] {
  const first = mark.range.start.line;
  const last = lastLine(lines, mark.range);
  const plain = (line: number): Row => ({
    line,
    code: clip(lines.lineText(line), 0, 0, context.width).shown,
  });
  // Beside a bracket, the lines around it keep their place below each other.
  const shifted = (line: number): Row => ({ line, code: `  ${plain(line).code}`.trimEnd() });
  const before = linesBefore(lines, first, context.before);
  const after = linesAfter(lines, last, context.after);
  return first === last
    ? [...before.map(plain), ...underlined(lines, first, mark, context.width), ...after.map(plain)]
    : [...before.map(shifted), ...bracketed(lines, first, last, mark, context.width), ...after.map(shifted)];
}

/** The last line of a range that holds more than its line break. */
function lastLine(lines: Lines, { start, end }: Range): number {
  let line = end.column === 1 ? end.line - 1 : end.line;
  while (line > start.line && lines.lineText(line).trim() === '') line--;
  return Math.max(line, start.line);
}

function underlined(lines: Lines, line: number, mark: Mark, width: number): readonly Row[] {
  const text = lines.lineText(line);
  const { start, end } = mark.range;
  const cut = clip(text, start.column - 1, end.line === line ? end.column - 1 : text.length, width);
  const rows: Row[] = [{ line, code: cut.shown }];
  const underline = ' '.repeat(cut.column) + mark.paint(mark.sign.repeat(cut.columns));
  if (mark.label === undefined) return [...rows, { line: undefined, code: underline }];
  const label = visible(mark.label);
  if (cut.column + cut.columns + 2 + widthOf(label) <= width) {
    return [...rows, { line: undefined, code: `${underline} ${mark.paint(label)}` }];
  }
  return [...rows, { line: undefined, code: underline }, ...labelRows(label, cut.column, mark.paint, width)];
}

function bracketed(lines: Lines, first: number, last: number, mark: Mark, width: number): readonly Row[] {
  const rows: Row[] = [];
  const tall = last - first + 1 > TALL;
  for (let line = first; line <= last; line++) {
    if (tall && line === first + TALL - 2) {
      rows.push({ line: undefined, gap: true, code: mark.paint('┆') });
      line = last;
    }
    const bracket = line === first ? '┌' : line === last ? '└' : '│';
    const code = clip(lines.lineText(line), 0, 0, width - 2).shown;
    rows.push({ line, code: `${mark.paint(bracket)} ${code}` });
  }
  if (mark.label !== undefined) rows.push(...labelRows(visible(mark.label), 2, mark.paint, width));
  return rows;
}

function labelRows(label: string, column: number, paint: Paint, width: number): readonly Row[] {
  const indent = Math.max(0, Math.min(column, width - widthOf(label)));
  return wrap(label, width - indent).map((text) => ({
    line: undefined,
    code: ' '.repeat(indent) + paint(text),
  }));
}

/** The lines right before one, without a blank first line and never across the start of the document. */
function linesBefore(lines: Lines, line: number, count: number): readonly number[] {
  const before: number[] = [];
  for (let at = line - 1; at >= 1 && before.length < count; at--) {
    if (isSeparator(lines.lineText(at))) break;
    before.unshift(at);
  }
  while (before[0] !== undefined && lines.lineText(before[0]).trim() === '') before.shift();
  return before;
}

function linesAfter(lines: Lines, line: number, count: number): readonly number[] {
  const after: number[] = [];
  for (let at = line + 1; after.length < count; at++) {
    const text = lines.lineText(at);
    if (text.trim() === '' || isSeparator(text)) break;
    after.push(at);
  }
  return after;
}

function isSeparator(line: string): boolean {
  return /^(?:---|\.\.\.)(?:\s|$)/.test(line);
}
