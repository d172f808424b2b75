import type { Cell } from './cells.ts';
import { cellsOf } from './cells.ts';

export interface Clipped {
  readonly shown: string;
  /** Where the marked characters begin in `shown`, in columns from 0. */
  readonly column: number;
  /** Columns of the marked characters that are shown; at least 1. */
  readonly columns: number;
}

const ELLIPSIS = '…';

/**
 * One line cut to `width` columns around the characters `from`..`to` (UTF-16 offsets in the line), with `…` for what
 * was cut. Work is bounded by the width, however long the line is.
 */
export function clip(line: string, from: number, to: number, width: number): Clipped {
  const head = Math.max(0, from - 2 * width);
  const tail = Math.min(line.length, from + 2 * width);
  const cells = cellsOf(line.slice(head, tail));
  const column = widthOfCells(cells, 0, from - head);
  const columns = Math.max(1, widthOfCells(cells, from - head, to - head));
  if (head === 0 && tail === line.length && widthOfCells(cells, 0, tail) <= width) {
    return { shown: joined(cells).trimEnd(), column, columns };
  }

  const skip =
    head === 0 && column + columns < width ? 0 : column - Math.max(1, Math.floor((width - columns) / 2));
  const first = firstCellAt(cells, Math.max(0, skip));
  const cutLeft = head > 0 || first > 0;
  let room = width - (cutLeft ? 2 : 1);
  let end = first;
  for (let cell = cells[end]; cell !== undefined && cell.width <= room; cell = cells[end]) {
    room -= cell.width;
    end++;
  }
  const cutRight = end < cells.length || tail < line.length;
  const kept = cells.slice(first, end);
  const shown = (cutLeft ? ELLIPSIS : '') + joined(kept) + (cutRight ? ELLIPSIS : '');
  const at = column - widthOfCells(cells, 0, cells[first]?.offset ?? 0) + (cutLeft ? 1 : 0);
  return { shown: shown.trimEnd(), column: at, columns: Math.max(1, Math.min(columns, width - at)) };
}

/** Columns of the cells that begin at the offsets `from`..`to`. */
function widthOfCells(cells: readonly Cell[], from: number, to: number): number {
  let width = 0;
  for (const cell of cells) if (cell.offset >= from && cell.offset < to) width += cell.width;
  return width;
}

/** Index of the first cell that begins at a column or right of it. */
function firstCellAt(cells: readonly Cell[], column: number): number {
  let at = 0;
  for (const [index, cell] of cells.entries()) {
    if (at >= column) return index;
    at += cell.width;
  }
  return cells.length;
}

function joined(cells: readonly Cell[]): string {
  return cells.map((cell) => cell.shown).join('');
}
