import { placeOf } from '../../diagnostic/place.ts';
import type { Locator } from '../locate.ts';
import { markdownInline } from '../escape/markdown.ts';
import { rowsOf } from './gather.ts';
import type { RouteRow, Routes } from './gather.ts';
import { NO_ROUTES } from './text.ts';

/** A table for each host, for a page or a pull request. */
export function routesMarkdown({ doors, leftOut }: Routes, places: Locator): string {
  if (doors.length === 0 && leftOut.length === 0) return `${NO_ROUTES}\n`;
  const sections = doors.flatMap(({ table, hosts }) => [
    `## ${markdownInline(table.door)}\n`,
    ...hosts.map((routes) => {
      const rows = rowsOf(routes).map((row) => tableRow(row, places));
      return `### ${markdownInline(routes.host === '' ? 'all hosts' : routes.host)}\n\n| match | goes to | written in |\n|---|---|---|\n${rows.join('')}`;
    }),
  ]);
  const without = leftOut.map(({ message }) => `- ${markdownInline(message)}\n`).join('');
  return [...sections, ...(without === '' ? [] : [`## Without effect\n\n${without}`])].join('\n');
}

function tableRow({ entry, shadow, match, answer }: RouteRow, places: Locator): string {
  const { file, range } = places.locate(placeOf(entry.source, entry.at, 'value'));
  const struck = (text: string): string =>
    shadow?.verdict === 'never' ? `~~${markdownInline(text)}~~` : markdownInline(text);
  const why =
    shadow === undefined
      ? ''
      : ` (${shadow.verdict === 'never' ? 'never' : 'perhaps never'}: ${markdownInline(shadow.message)})`;
  return `| ${struck(match)} | ${struck(answer)}${why} | ${markdownInline(`${file}:${range.start.line}`)} |\n`;
}
