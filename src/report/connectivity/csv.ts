import type { PortSet } from '../../base/ports.ts';
import { csvCell } from '../escape/csv.ts';
import type { Answer } from './answer.ts';
import { entriesOf } from './entry.ts';

/** RFC 4180, with a line feed alone: one line for each pair and verdict. */
export function* connectivityCsv({ rows }: Answer): Iterable<string> {
  const texts = new WeakMap<PortSet, string>();
  const cellOf = (ports: PortSet): string => {
    let text = texts.get(ports);
    if (text === undefined) texts.set(ports, (text = csvCell(String(ports))));
    return text;
  };
  yield 'from,to,ports,verdict\n';
  for (const row of rows)
    for (const { from, to, ports, verdict } of entriesOf(row))
      yield `${csvCell(from)},${csvCell(to)},${cellOf(ports)},${verdict}\n`;
}
