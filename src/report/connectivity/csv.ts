import { csvCell } from '../escape/csv.ts';
import type { Answer } from './answer.ts';
import { entriesOf } from './entry.ts';

/** RFC 4180, with a line feed alone: one line for each pair and verdict. */
export function* connectivityCsv({ rows }: Answer): Iterable<string> {
  yield 'from,to,ports,verdict\n';
  for (const row of rows)
    for (const { from, to, ports, verdict } of entriesOf(row))
      yield `${[from, to, String(ports), verdict].map(csvCell).join(',')}\n`;
}
