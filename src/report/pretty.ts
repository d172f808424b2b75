import { formatPath } from '../base/json.ts';
import type { Diagnostic, Fix, Related, Suggestion } from '../diagnostic/diagnostic.ts';
import type { CheckResult } from '../workspace/result.ts';
import { widthOf } from './cells.ts';
import { visible, visiblePath } from './escape/terminal.ts';
import { frame } from './frame.ts';
import type { Located, Locator } from './locate.ts';
import { locator } from './locate.ts';
import type { Entry } from './ruler.ts';
import { alongRuler, indentOf } from './ruler.ts';
import type { Style } from './style.ts';
import { summarize } from './summary.ts';
import { wrap } from './wrap.ts';

export interface PrettyOptions {
  readonly style: Style;
  /** Columns of the terminal; undefined where lines are nobody's to break, as in a file or a log. */
  readonly width: number | undefined;
}

/** Longer lines of a manifest are cut around the place, terminal or not. */
const WIDEST_LINE = 140;
const NARROWEST_LINE = 40;
/** Related places that get a frame of their own, and all that are named before the rest is counted. */
const FRAMED = 4;
const NAMED = 8;

/** Every finding with the lines it is about, the other places of the chain and what to do; then the sum. */
export function pretty(result: CheckResult, options: PrettyOptions): string {
  const places = locator(result.texts);
  const blocks = result.diagnostics.map((diagnostic) => `${finding(diagnostic, places, options)}\n\n`);
  return `${blocks.join('')}${summarize(result, options.style)}\n`;
}

function finding(diagnostic: Diagnostic, places: Locator, { style, width }: PrettyOptions): string {
  const at = places.locate(diagnostic.place);
  const related = diagnostic.related.slice(0, NAMED).map((one) => ({ ...one, at: places.locate(one.place) }));
  const indent = indentOf([at, ...related.map((one) => one.at)]);
  const room = Math.max(NARROWEST_LINE, Math.min(WIDEST_LINE, (width ?? WIDEST_LINE) - indent - 3));

  const entries: Entry[] = [
    { joint: placeName(at, style) + pathOf(diagnostic, at, room, style) },
    ...primaryRows(diagnostic, at, places, style, room),
  ];
  for (const [index, one] of related.entries()) {
    const repeated = one.at.file === at.file && one.at.range.start.line === at.range.start.line;
    const framed = index < FRAMED && !repeated;
    entries.push(...relatedEntries(one, one.at, framed, places, style, room));
  }
  const unnamed = diagnostic.related.length - related.length;
  if (unnamed > 0) entries.push({ joint: style.faint(`and ${unnamed} more`) });
  for (const fix of diagnostic.fixes) entries.push(...fixEntries(fix, style, room));
  return [
    ...headline(diagnostic, style, width),
    ...alongRuler(entries, indent, style),
    ...suggestionLines(diagnostic.suggestion, style),
  ].join('\n');
}

function headline(
  { severity, rule, message }: Diagnostic,
  style: Style,
  width: number | undefined,
): readonly string[] {
  const label = `${severity}[${rule}]`;
  const [first = '', ...rest] = wrap(visible(message), width && width - 2, label.length - 1);
  return [
    `${style[severity](label)} ${style.strong(first)}`,
    ...rest.map((line) => `  ${style.strong(line)}`),
  ];
}

function primaryRows(
  diagnostic: Diagnostic,
  at: Located,
  places: Locator,
  style: Style,
  room: number,
): readonly Entry[] {
  const lines = places.lines(at.file);
  if (at.whole || lines === undefined) return [];
  const mark = { range: at.range, sign: '^', paint: style[diagnostic.severity] };
  return frame(lines, mark, { before: 2, after: 1, width: room }).map((row) => ({ row }));
}

function relatedEntries(
  { message }: Related,
  at: Located,
  framed: boolean,
  places: Locator,
  style: Style,
  room: number,
): readonly Entry[] {
  const lines = places.lines(at.file);
  if (!framed || at.whole || lines === undefined) {
    const [first = '', ...rest] = wrap(visible(message), room);
    const where = placeName(at, style);
    return widthOf(`${placeText(at)}: ${message}`) <= room
      ? [{ joint: `${where}: ${style.related(first)}` }]
      : [
          { joint: where },
          ...[first, ...rest].map((line) => ({ row: { line: undefined, code: style.related(line) } })),
        ];
  }
  const mark = { range: at.range, sign: '─', paint: style.related, label: message };
  return [
    { joint: placeName(at, style) },
    ...frame(lines, mark, { before: 0, after: 0, width: room }).map((row) => ({ row })),
  ];
}

function fixEntries(fix: Fix, style: Style, room: number): readonly Entry[] {
  const label = fix.safety === 'safe' ? 'fix' : 'possible fix';
  const [first = '', ...rest] = wrap(visible(fix.title), room - label.length - 2);
  return [
    { joint: `${style.good(`${label}:`)} ${first}` },
    ...rest.map((line) => ({ row: { line: undefined, code: line } })),
  ];
}

/** Beside no ruler and not wrapped, so that it can be copied. */
function suggestionLines(suggestion: Suggestion | undefined, style: Style): readonly string[] {
  if (suggestion === undefined) return [];
  const lines = suggestion.manifest.trimEnd().split('\n');
  return [
    `  ${style.good('suggestion:')} ${visible(suggestion.title)}`,
    ...lines.map((line) => (line === '' ? '' : `    ${visible(line)}`)),
  ];
}

/** The field behind the place's name, where there is room: list indexes that no line of YAML shows. */
function pathOf(diagnostic: Diagnostic, at: Located, room: number, style: Style): string {
  const path = visible(formatPath(diagnostic.place.path ?? []));
  return path === '' || widthOf(placeText(at)) + 2 + widthOf(path) > room ? '' : `  ${style.faint(path)}`;
}

function placeName(at: Located, style: Style): string {
  return style.name(placeText(at));
}

/** `file:line:column`, or the file alone where it is meant as a whole. */
function placeText({ file, range, whole }: Located): string {
  const { line, column } = range.start;
  return whole ? visiblePath(file) : `${visiblePath(file)}:${line}:${column}`;
}
