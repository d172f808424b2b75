import { PortSet } from '../../base/ports.ts';
import type { Exposure } from '../../reach/map/exposure.ts';
import type { Workload } from '../../reach/map/workload.ts';
import { placeOf } from '../../diagnostic/place.ts';
import { widthOf } from '../cells.ts';
import { visible, visiblePath } from '../escape/terminal.ts';
import type { Locator } from '../locate.ts';
import type { Style } from '../style.ts';
import { counted } from '../summary.ts';
import { wrap } from '../wrap.ts';
import type { Answer, AnswerRow, GroupRow } from './answer.ts';
import { describeOutside, describePorts, portsOf } from './entry.ts';
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
  const { rows, groupRows, because, exposures } = answer;
  const all = [...groupRows];
  if (because !== undefined) for (const row of rows) yield* explained(row, because, options);
  else yield* gathered(all, options);
  if (exposures !== undefined) yield* exposed(exposures, options);
  yield sumOf(answer, all, options.style);
}

function sumOf({ verdicts }: Answer, rows: readonly GroupRow[], style: Style): string {
  const pairsOf = (some: readonly GroupRow[]): number => some.reduce((sum, { pairs }) => sum + pairs, 0);
  const openRows = rows.filter(({ open: { allowed, depends } }) => !allowed.isEmpty || !depends.isEmpty);
  const open = pairsOf(openRows);
  const depends = pairsOf(openRows.filter((row) => !row.open.depends.isEmpty));
  const blocked = pairsOf(rows) - open;
  const none = verdicts === undefined ? 'No connection is allowed.' : `None is ${verdicts.join(' or ')}.`;
  const sums = [
    ...(open > 0 ? [`${counted(open, 'connection')}.`] : []),
    ...(open === 0 && (blocked === 0 || verdicts === undefined) ? [none] : []),
    ...(blocked > 0 ? [`${counted(blocked, 'pair')} blocked.`] : []),
  ];
  const marks =
    depends === 0
      ? ''
      : ` Ports with a question mark depend on the cluster (${counted(depends, 'connection')}).`;
  return `${style.strong(sums.join(' '))}${marks}\n`;
}

function* gathered(rows: readonly GroupRow[], { style, width, workloads }: TextOptions): Iterable<string> {
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

/** What is open with its reasons, then what is closed with its own. */
function* explained(
  row: AnswerRow,
  because: NonNullable<Answer['because']>,
  { style, places }: TextOptions,
): Iterable<string> {
  const name = (end: AnswerRow['from']): string =>
    'workload' in end ? end.workload.name : describeOutside(end.outside);
  const all = portsOf(row);
  for (const part of [
    all.filter(([verdict]) => verdict !== 'blocked'),
    all.filter(([verdict]) => verdict === 'blocked'),
  ]) {
    if (part.length === 0) continue;
    const ports = part.map(([verdict, set]) => describePorts(set, verdict)).join(', ');
    yield `${style.strong(visible(`${name(row.from)} → ${name(row.to)}`))}  ${ports}\n`;
    const asked = part.reduce((sum, [, set]) => sum.union(set), PortSet.none);
    for (const { direction, message, policy, path } of because(row, asked)) {
      const where = policy === undefined ? '' : `  ${style.name(placeText(policy, path, places))}`;
      yield `  ${direction.padEnd('ingress'.length)}  ${visible(message)}${where}\n`;
    }
    yield '\n';
  }
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
