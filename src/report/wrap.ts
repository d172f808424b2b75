import { widthOf } from './cells.ts';

/**
 * Breaks a sentence at spaces into lines of at most `width` columns, of which the first line has `taken` less; a
 * longer word has a line of its own. Without a width it stays one line.
 */
export function wrap(text: string, width: number | undefined, taken = 0): readonly string[] {
  if (width === undefined || taken + widthOf(text) <= width) return [text];
  const lines: string[] = [];
  let line = '';
  let used = taken;
  for (const word of text.split(' ')) {
    const wide = widthOf(word);
    if (line !== '' && used + 1 + wide > width) {
      lines.push(line);
      line = word;
      used = wide;
    } else {
      used += line === '' ? wide : wide + 1;
      line = line === '' ? word : `${line} ${word}`;
    }
  }
  lines.push(line);
  return lines;
}
