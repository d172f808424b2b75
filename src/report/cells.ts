import { drawable } from './escape/terminal.ts';

/** One character as a terminal shows it. */
export interface Cell {
  /** What to print: a tab is printed as spaces, a control character as its picture. */
  readonly shown: string;
  /** Columns of a terminal: 0, 1, 2, or up to 4 for a tab. */
  readonly width: number;
  /** UTF-16 offset in the text. */
  readonly offset: number;
}

const TAB_STOP = 4;
const SIMPLE = /^[\x20-\x7e]*$/;
/** Scripts and symbols that take two columns (Unicode Standard Annex 11, classes W and F). */
const WIDE =
  /^(?:[\u1100-\u115f\u2e80-\u303e\u3041-\u33ff\u3400-\u4dbf\u4e00-\u9fff\ua000-\ua4cf\ua960-\ua97f\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff01-\uff60\uffe0-\uffe6\u{20000}-\u{3fffd}]|\p{Emoji_Presentation})/u;
const EMOJI_STYLE = '\ufe0f';
const NO_WIDTH = /^[\p{Mn}\p{Me}\p{Cf}]+$/u;

/** The characters of one line, with the columns that they take. */
export function cellsOf(line: string): readonly Cell[] {
  const cells: Cell[] = [];
  if (SIMPLE.test(line)) {
    for (let offset = 0; offset < line.length; offset++)
      cells.push({ shown: line.charAt(offset), width: 1, offset });
    return cells;
  }
  let column = 0;
  for (const { segment, index } of new Intl.Segmenter().segment(line)) {
    const isTab = segment === '\t';
    const shown = drawable(segment);
    const width = isTab ? TAB_STOP - (column % TAB_STOP) : columnsOf(segment, shown);
    cells.push({ shown: isTab ? ' '.repeat(width) : shown, width, offset: index });
    column += width;
  }
  return cells;
}

/** Columns that a text without line breaks takes. */
export function widthOf(text: string): number {
  if (SIMPLE.test(text)) return text.length;
  let width = 0;
  for (const cell of cellsOf(text)) width += cell.width;
  return width;
}

function columnsOf(grapheme: string, shown: string): number {
  if (shown !== grapheme) return 1;
  if (WIDE.test(grapheme) || grapheme.includes(EMOJI_STYLE)) return 2;
  return NO_WIDTH.test(grapheme) ? 0 : 1;
}
