import type { Place } from '../diagnostic/diagnostic.ts';
import type { Span } from '../document/document.ts';
import { locate } from '../document/locate.ts';
import type { Position } from '../source/lines.ts';
import { LineIndex } from '../source/lines.ts';
import { veiledLines } from './veiled-lines.ts';
import type { Lines } from './veiled-lines.ts';

/** Half-open. */
export interface Range {
  readonly start: Position;
  readonly end: Position;
}

export interface Located {
  readonly file: string;
  readonly range: Range;
  /** True where the file as a whole is meant; its range is then empty and before the first character. */
  readonly whole: boolean;
}

/** Turns the symbolic places of findings into what can be printed. Each file's lines are counted once. */
export interface Locator {
  readonly locate: (place: Place) => Located;
  /** The lines as they may be shown; undefined for a file that was not read. */
  readonly lines: (file: string) => Lines | undefined;
}

export function locator(texts: ReadonlyMap<string, string>): Locator {
  const indexes = new Map<string, LineIndex>();
  const shown = new Map<string, Lines>();

  const linesOf = (file: string): LineIndex | undefined => {
    const text = texts.get(file);
    if (text === undefined) return undefined;
    const index = indexes.get(file) ?? new LineIndex(text);
    indexes.set(file, index);
    return index;
  };

  const locatePlace = (place: Place): Located => {
    const index = linesOf(place.file);
    const span = spanOf(place);
    if (index === undefined || span === undefined)
      return { file: place.file, range: BEFORE_EVERYTHING, whole: true };
    const range = { start: index.positionAt(span.start), end: index.positionAt(span.end) };
    return { file: place.file, range, whole: false };
  };

  const shownLines = (file: string): Lines | undefined => {
    const text = texts.get(file);
    const index = linesOf(file);
    if (text === undefined || index === undefined) return undefined;
    const lines = shown.get(file) ?? veiledLines(text, index);
    shown.set(file, lines);
    return lines;
  };

  return { locate: locatePlace, lines: shownLines };
}

const BEFORE_EVERYTHING: Range = { start: { line: 1, column: 1 }, end: { line: 1, column: 1 } };

/** Offsets in the file. */
function spanOf({ manifest, span, path, part }: Place): Span | undefined {
  if (manifest === undefined) return undefined;
  const { document, offset } = manifest;
  const { start, end } = span ?? locate(document, path ?? [], part ?? 'value');
  // What is missing at the end of a document is shown behind its last character, not in the document after it.
  const last = document.text.trimEnd().length;
  return { start: offset + Math.min(start, last), end: offset + Math.min(end, last) };
}
