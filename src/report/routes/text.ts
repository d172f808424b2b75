import { placeOf } from '../../diagnostic/place.ts';
import { capital, percent } from '../../reach/route/words.ts';
import { widthOf } from '../cells.ts';
import { visible, visiblePath } from '../escape/terminal.ts';
import type { Locator } from '../locate.ts';
import type { Style } from '../style.ts';
import { rowsOf } from './gather.ts';
import type { RouteRow, Routes } from './gather.ts';

export const NO_ROUTES = 'No Ingress and no route of a Gateway is in these manifests.';

/** Host by host, in the order in which controllers try them. */
export function routesText({ doors, leftOut }: Routes, style: Style, places: Locator): string {
  if (doors.length === 0 && leftOut.length === 0) return `${NO_ROUTES}\n`;
  const blocks = doors.flatMap(({ table, hosts }) => [
    `${style.strong(visible(capital(table.door)))}${table.port === undefined ? '' : ` (port ${table.port})`}${table.served === 'no' ? style.error(' — served by nobody') : ''}\n`,
    ...hosts.map((routes) => {
      const rows = rowsOf(routes);
      const width = Math.max(...rows.map(({ match }) => widthOf(visible(match))));
      const lines = rows.map((row) => line(row, width, style, places)).join('');
      return `\n  ${style.name(visible(routes.host === '' ? 'all hosts' : routes.host))}\n${lines}`;
    }),
    '\n',
  ]);
  const without =
    leftOut.length === 0
      ? ''
      : `${style.strong('Without effect')}\n\n${leftOut
          .map(
            ({ resource, at, message }) =>
              `  ${style.error('✗')} ${visible(message)}\n    ${style.faint(where(places, resource, at))}\n`,
          )
          .join('')}`;
  return `${blocks.join('')}${without}`.replace(/(?<!\n)\n+$/, '\n');
}

function line(
  { entry, shadow, match, answer }: RouteRow,
  width: number,
  style: Style,
  places: Locator,
): string {
  const shown = visible(match);
  const padded = shown + ' '.repeat(width - widthOf(shown));
  const place = style.faint(where(places, entry.source, entry.at));
  if (shadow === undefined)
    return `   ${lossOf(entry.answer, style)} ${padded}  ${visible(answer)}  ${place}\n`;
  const sign = shadow.verdict === 'never' ? style.error('✗') : style.warning('?');
  const by = where(places, shadow.by.source, shadow.by.at);
  const word = shadow.verdict === 'never' ? 'never' : 'perhaps never';
  return `   ${sign} ${style.faint(padded)}  ${style.faint(visible(answer))}  ${place}\n       ${word}: ${visible(shadow.message)} (${by})\n`;
}

/** A sign for a rule of which a share fails. */
function lossOf(answer: RouteRow['entry']['answer'], style: Style): string {
  if (answer.does === 'fail') return style.error('✗');
  if (answer.does !== 'forward') return ' ';
  const lost = answer.targets.reduce(
    (sum, { weight, broken }) => sum + (broken === undefined ? 0 : weight),
    0,
  );
  return lost === 0 ? ' ' : style.error(percent(lost) === '100 %' ? '✗' : '!');
}

function where(
  places: Locator,
  ...[resource, at]: [Parameters<typeof placeOf>[0], Parameters<typeof placeOf>[1]]
): string {
  const { file, range } = places.locate(placeOf(resource, at, 'value'));
  return `${visiblePath(file)}:${range.start.line}`;
}
