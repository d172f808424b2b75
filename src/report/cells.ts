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
/** Characters that reorder the text around them, so that a terminal would show something that is not there. */
const REORDERING = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/;
// eslint-disable-next-line no-control-regex -- these are the characters that must not reach a terminal
const UNSAFE = /[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;

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
    const width = segment === '\t' ? TAB_STOP - (column % TAB_STOP) : columnsOf(segment);
    cells.push({ shown: segment === '\t' ? ' '.repeat(width) : visible(segment), width, offset: index });
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

/** The text with every character that could move the cursor or reorder its neighbours replaced by a harmless one. */
export function visible(text: string): string {
  return text.replace(UNSAFE, (character) => {
    const code = character.charCodeAt(0);
    if (code < 0x20) return String.fromCharCode(0x2400 + code);
    return code === 0x7f ? '\u2421' : '\ufffd';
  });
}

function columnsOf(grapheme: string): number {
  if (WIDE.test(grapheme) || grapheme.includes(EMOJI_STYLE)) return 2;
  if (REORDERING.test(grapheme)) return 1;
  return NO_WIDTH.test(grapheme) ? 0 : 1;
}
