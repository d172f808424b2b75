import { percent } from '../../reach/route/words.ts';
import { placeOf } from '../../diagnostic/place.ts';
import type { Hop, Trace } from '../../reach/trace/hop.ts';
import { widthOf } from '../cells.ts';
import { visible, visiblePath } from '../escape/terminal.ts';
import type { Locator } from '../locate.ts';
import type { Paint, Style } from '../style.ts';
import { wrap } from '../wrap.ts';
import { saidBy } from './said.ts';

export interface TraceTextOptions {
  /** The ends as they were asked for. */
  readonly from: string;
  readonly to: string;
  readonly style: Style;
  readonly places: Locator;
  /** Columns of the terminal; undefined where lines are nobody's to break. */
  readonly width: number | undefined;
}

/** A path that one can read from top to bottom: what each hop says, and where that is written. */
export function traceText({ verdict, hops, shares }: Trace, options: TraceTextOptions): string {
  const { from, to, style } = options;
  const head = style.strong(visible(`${from} → ${to}`));
  const lines = hops.flatMap((hop) => hopLines(hop, options));
  const { paint, sum: whole } = SUMS[verdict];
  const sum = shares === undefined ? whole : sharesText(shares);
  return `${head}\n\n${lines.join('\n')}\n\n${style[paint](sum)}\n`;
}

const SUMS = {
  allowed: { sign: '✓', paint: 'good', sum: 'The request gets through.' },
  depends: {
    sign: '?',
    paint: 'warning',
    sum: 'The manifests do not tell whether the request gets through.',
  },
  blocked: { sign: '✗', paint: 'error', sum: 'The request does not get through.' },
} as const;

function sharesText({ allowed, depends, blocked }: NonNullable<Trace['shares']>): string {
  const unknown = depends === 0 ? '' : `, of ${percent(depends)} the manifests do not tell`;
  return `Of the requests ${percent(allowed)} get through, ${percent(blocked)} do not${unknown}.`;
}

const KIND_WIDTH = 'endpoints'.length;

function hopLines(hop: Hop, { style, places, width }: TraceTextOptions): readonly string[] {
  const { kind, verdict, place } = hop;
  const { sign, paint } = SUMS[verdict];
  const color: Paint = style[paint];
  const head = ` ${sign} ${kind.padEnd(KIND_WIDTH)}  `;
  const indent = ' '.repeat(widthOf(head));
  const [first = '', ...rest] = wrap(visible(saidBy(hop)), width && width - widthOf(head));
  const where = place === undefined ? [] : [`${indent}${style.name(placeText(place, places))}`];
  return [
    ` ${color(sign)} ${kind.padEnd(KIND_WIDTH)}  ${first}`,
    ...rest.map((line) => `${indent}${line}`),
    ...where,
  ];
}

function placeText({ resource, path, part }: NonNullable<Hop['place']>, places: Locator): string {
  const { file, range } = places.locate(placeOf(resource, path, part ?? 'value'));
  return `${visiblePath(file)}:${range.start.line}:${range.start.column}`;
}
