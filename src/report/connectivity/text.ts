import type { MapRow } from '../../reach/map/connection-map.ts';
import type { Exposure } from '../../reach/map/exposure.ts';
import type { MapReason } from '../../reach/map/reasons.ts';
import type { Workload } from '../../reach/map/workload.ts';
import { placeOf } from '../../diagnostic/place.ts';
import { widthOf } from '../cells.ts';
import { visible, visiblePath } from '../escape/terminal.ts';
import type { Locator } from '../locate.ts';
import type { Style } from '../style.ts';
import { counted } from '../summary.ts';
import { wrap } from '../wrap.ts';
import type { Answer } from './answer.ts';
import { describeOutside } from './entry.ts';
import { gather } from './gather.ts';

export interface TextOptions {
  readonly style: Style;
  /** Columns of the terminal; undefined where lines are nobody's to break. */
  readonly width: number | undefined;
  readonly places: Locator;
  /** Of the map: those that may stand for all of a namespace. */
  readonly workloads: readonly Workload[];
}

/** For people: who reaches whom, by destination; with reasons each connection by itself. */
export function* connectivityText(answer: Answer, options: TextOptions): Iterable<string> {
  const { rows, because, exposures } = answer;
  const all = [...rows];
  if (because !== undefined) for (const row of all) yield explained(row, because(row), options);
  else yield* gathered(all, options);
  if (exposures !== undefined) yield* exposed(exposures, options);
  const depends = all.filter(({ open }) => !open.depends.isEmpty).length;
  const sum = all.length === 0 ? 'No connection is allowed.' : `${counted(all.length, 'connection')}.`;
  yield `${options.style.strong(sum)}${depends === 0 ? '' : ` Ports with a question mark depend on the cluster (${counted(depends, 'connection')}).`}\n`;
}

function* gathered(rows: readonly MapRow[], { style, width, workloads }: TextOptions): Iterable<string> {
  for (const { to, lines } of gather(rows, workloads)) {
    yield `${wrap(to.map((name) => visible(name)).join(', '), width)
      .map(style.strong)
      .join('\n')}\n`;
    const room = Math.max(...lines.map(({ ports }) => widthOf(ports)));
    for (const { ports, from } of lines) {
      const head = `  ${ports.padEnd(room)}  from `;
      const [first = '', ...rest] = wrap(
        from.map((name) => visible(name)).join(', '),
        width && width - widthOf(head),
      );
      yield `${head}${first}\n`;
      for (const line of rest) yield `${' '.repeat(widthOf(head))}${line}\n`;
    }
    yield '\n';
  }
}

function explained(row: MapRow, reasons: readonly MapReason[], { style, places }: TextOptions): string {
  const name = (end: MapRow['from']): string =>
    'workload' in end ? end.workload.name : describeOutside(end.outside);
  const ports = (['allowed', 'depends'] as const)
    .filter((verdict) => !row.open[verdict].isEmpty)
    .map(
      (verdict) =>
        `${row.open[verdict].isAll ? 'all ports' : String(row.open[verdict])}${verdict === 'depends' ? '?' : ''}`,
    );
  const head = `${style.strong(visible(`${name(row.from)} → ${name(row.to)}`))}  ${ports.join(', ')}\n`;
  const lines = reasons.map(({ direction, message, policy, path }) => {
    const where = policy === undefined ? '' : `  ${style.name(placeText(policy, path, places))}`;
    return `  ${direction.padEnd('ingress'.length)}  ${visible(message)}${where}\n`;
  });
  return `${head}${lines.join('')}\n`;
}

function* exposed(exposures: readonly Exposure[], { style, places }: TextOptions): Iterable<string> {
  yield `${style.strong('Open to pods that are not there yet')}\n\n`;
  const byWorkload = new Map<string, Exposure[]>();
  for (const one of exposures) {
    const own = byWorkload.get(one.workload.name) ?? [];
    byWorkload.set(one.workload.name, own);
    own.push(one);
  }
  const alike = new Map<string, string[]>();
  for (const [name, own] of byWorkload) {
    const lines = own.map(({ direction, peers, ports, verdict, rule, limited }) => {
      const word = direction === 'ingress' ? 'from' : 'to';
      const where =
        rule === undefined
          ? limited
            ? 'no rule closes it'
            : 'no policy limits it'
          : placeText(rule.policy, rule.path, places);
      return `  ${direction.padEnd('ingress'.length)}  ${ports === 'all' ? 'all ports' : ports}${verdict === 'depends' ? '?' : ''} ${word} ${visible(peers)}  ${style.name(where)}\n`;
    });
    const key = lines.join('');
    const names = alike.get(key) ?? [];
    alike.set(key, names);
    names.push(name);
  }
  for (const [lines, names] of alike)
    yield `${style.strong(names.map((name) => visible(name)).join(', '))}\n${lines}\n`;
}

function placeText(
  policy: Parameters<typeof placeOf>[0],
  path: Parameters<typeof placeOf>[1],
  places: Locator,
): string {
  const { file, range } = places.locate(placeOf(policy, path, 'value'));
  return `${visiblePath(file)}:${range.start.line}`;
}
