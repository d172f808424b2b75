/** A part of a file that holds one document. */
export interface Chunk {
  readonly text: string;
  /** Where the text begins in the file, in UTF-16 units. */
  readonly offset: number;
}

/**
 * Cuts a file into documents the way kubectl does: before YAML, at every line that starts with `---`; the line belongs
 * to the chunk that it begins. The texts of all chunks, one after the other, are the file. A file that starts with `{`
 * is a JSON stream, in which objects may follow each other without a separator.
 */
export function splitText(text: string): readonly Chunk[] {
  const chunks: Chunk[] = [];
  let start = 0;
  let at = text.indexOf('\n---', 0);
  while (at !== -1) {
    chunks.push({ text: text.slice(start, at + 1), offset: start });
    start = at + 1;
    at = text.indexOf('\n---', at + 4);
  }
  chunks.push({ text: text.slice(start), offset: start });
  const first = chunks[0];
  if (first === undefined || !/^\uFEFF?[ \t\r\n]*\{/.test(first.text)) return chunks;
  return [...splitObjects(first.text), ...chunks.slice(1)];
}

/** Cuts before every object that follows a complete JSON object; the rest of what is no JSON stays whole. */
function splitObjects(text: string): readonly Chunk[] {
  const chunks: Chunk[] = [];
  let start = 0;
  for (;;) {
    const open = text.indexOf('{', start);
    const end = endOfObject(text, open);
    const next = end === undefined ? text.length : skipBlanks(text, end);
    if (end === undefined || text[next] !== '{' || !isJson(text.slice(open, end))) break;
    chunks.push({ text: text.slice(start, next), offset: start });
    start = next;
  }
  chunks.push({ text: text.slice(start), offset: start });
  return chunks;
}

/** The offset after the `}` that closes the object opened at `open`, if the text is JSON. */
function endOfObject(text: string, open: number): number | undefined {
  const mark = /["{}]/g;
  mark.lastIndex = open;
  let depth = 0;
  for (let match = mark.exec(text); match !== null; match = mark.exec(text)) {
    if (match[0] === '"') {
      const end = endOfString(text, match.index);
      if (end === undefined) return undefined;
      mark.lastIndex = end;
    } else {
      depth += match[0] === '{' ? 1 : -1;
      if (depth === 0) return mark.lastIndex;
    }
  }
  return undefined;
}

/** The offset after the quote that closes the JSON string opened at `open`. */
export function endOfString(text: string, open: number): number | undefined {
  let at = open + 1;
  for (;;) {
    const quote = text.indexOf('"', at);
    if (quote === -1) return undefined;
    let slashes = 0;
    while (quote - slashes > at && text.charCodeAt(quote - slashes - 1) === 0x5c) slashes += 1;
    at = quote + 1;
    if (slashes % 2 === 0) return at;
  }
}

/** The first offset at or after `at` that is no JSON white space. */
export function skipBlanks(text: string, at: number): number {
  let end = at;
  while (end < text.length && ' \t\r\n'.includes(text.charAt(end))) end += 1;
  return end;
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
