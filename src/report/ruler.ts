import type { Row } from './frame.ts';
import type { Located } from './locate.ts';
import type { Style } from './style.ts';

/** What stands along the ruler of one finding: a joint with a text, or a row of a frame. */
export type Entry = { readonly joint: string } | { readonly row: Row };

/** Columns that the line numbers of these places need, with those of the lines shown around them. */
export function indentOf(places: readonly Located[]): number {
  return Math.max(2, ...places.map(({ range }) => String(range.end.line + 1).length));
}

/** The entries as lines, joined by a ruler right of the line numbers. */
export function alongRuler(entries: readonly Entry[], indent: number, style: Style): readonly string[] {
  const margin = ' '.repeat(indent);
  const lines: string[] = [];
  for (const [index, entry] of entries.entries()) {
    if ('joint' in entry) {
      const closes = index === entries.length - 1;
      const before = entries[index - 1];
      if (before !== undefined && 'row' in before) lines.push(`${margin} ${style.faint('│')}`);
      const corner = closes ? '╰─' : index === 0 ? '╭─' : '├─';
      lines.push(`${margin} ${style.faint(corner)} ${entry.joint}`);
    } else {
      lines.push(ruled(entry.row, margin, style));
    }
  }
  return lines;
}

function ruled({ line, gap, code }: Row, margin: string, style: Style): string {
  const number = line === undefined ? margin : String(line).padStart(margin.length);
  const ruler = style.faint(`${number} ${gap === true ? '┆' : '│'}`);
  return code === '' ? ruler : `${ruler} ${code}`;
}
