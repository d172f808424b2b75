import { parseChunk } from '../document/parse.ts';
import { splitText } from '../document/split.ts';
import type { Chunk } from '../document/split.ts';
import { veiledText } from '../secret/veil.ts';
import type { LineIndex } from '../source/lines.ts';

/** The lines of a file as they may be shown. */
export interface Lines {
  /** The line from 1, without its line break and with `*` for every character of a secret. */
  readonly lineText: (line: number) => string;
}

/** The lines of a text; a document of it is read when the first of its lines is asked for. */
export function veiledLines(text: string, index: LineIndex): Lines {
  let chunks: readonly Chunk[] | undefined;
  const veiled = new Map<Chunk, string>();

  const shownOf = (chunk: Chunk): string => {
    let shown = veiled.get(chunk);
    if (shown === undefined) {
      const document = parseChunk(chunk.text) ?? { text: chunk.text, value: undefined, problems: [] };
      shown = veiledText(document);
      veiled.set(chunk, shown);
    }
    return shown;
  };

  return {
    lineText(line) {
      const { start, end } = index.lineSpan(line);
      chunks ??= splitText(text);
      // A line belongs to the chunk in which it begins: documents are cut at line starts, or between objects of a JSON stream.
      let shown = '';
      for (let at = chunkAt(chunks, start); at < chunks.length; at++) {
        const chunk = chunks[at];
        if (chunk === undefined || chunk.offset >= end) break;
        shown += shownOf(chunk).slice(Math.max(0, start - chunk.offset), end - chunk.offset);
      }
      return shown;
    },
  };
}

/** The index of the last chunk that begins at an offset or before it. */
function chunkAt(chunks: readonly Chunk[], offset: number): number {
  let low = 0;
  let high = chunks.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((chunks[middle]?.offset ?? 0) <= offset) low = middle;
    else high = middle - 1;
  }
  return low;
}
