import { visible } from '../escape/terminal.ts';
import { gather } from '../connectivity/gather.ts';
import type { Style } from '../style.ts';
import { counted } from '../summary.ts';
import { closed, findingText, isEmpty, NO_CHANGE, opened } from './diff.ts';
import type { Diff } from './diff.ts';

/** For people: what is opened and closed by destination, and the findings that come and go. */
export function diffText(diff: Diff, style: Style): string {
  if (isEmpty(diff)) return `${NO_CHANGE}\n`;
  const { added, fixed } = diff.findings;
  const sections = [
    section('Opened', '+', style.warning, style, connectionLines(opened(diff), diff.after.workloads)),
    section('Closed', '-', style.info, style, connectionLines(closed(diff), diff.before.workloads)),
    section(
      'New findings',
      '+',
      style.error,
      style,
      added.map((one) => findingLine(findingText(one, diff.after.places))),
    ),
    section(
      'Fixed findings',
      '-',
      style.good,
      style,
      fixed.map((one) => findingLine(findingText(one, diff.before.places))),
    ),
  ];
  return `${sections.join('')}${summary(diff)}\n`;
}

function section(
  title: string,
  sign: '+' | '-',
  paint: (text: string) => string,
  style: Style,
  lines: readonly string[],
): string {
  if (lines.length === 0) return '';
  return `${style.strong(title)}\n${lines.map((line) => `${paint(sign)} ${line}\n`).join('')}\n`;
}

/** By destination, as they may be shown; see `connectivity`. */
export function connectionLines(
  rows: Parameters<typeof gather>[0],
  workloads: Parameters<typeof gather>[1],
): readonly string[] {
  return gather(rows, workloads).flatMap(({ to, lines }) => [
    shown(to),
    ...lines.map(({ ports, from }) => `  ${ports}  from ${shown(from)}`),
  ]);
}

function shown(names: readonly string[]): string {
  return names.map((name) => visible(name)).join(', ');
}

function findingLine({ where, label, message }: ReturnType<typeof findingText>): string {
  return visible(`${where}: ${label} ${message}`);
}

export function summary(diff: Diff): string {
  const { added, fixed } = diff.findings;
  return `${counted(opened(diff).length, 'connection')} opened, ${closed(diff).length} closed; ${counted(added.length, 'new finding')}, ${fixed.length} fixed.`;
}
