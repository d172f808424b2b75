import type { Document } from './document.ts';
import { parseChunk } from './parse.ts';
import { splitText } from './split.ts';

/** The documents of a file, each with its offset; `parse` stands in for parseChunk, to cache by the text of a chunk. */
export function readDocuments(
  text: string,
  parse: (chunkText: string) => Document | undefined = parseChunk,
): readonly { offset: number; document: Document }[] {
  const documents: { offset: number; document: Document }[] = [];
  for (const chunk of splitText(text)) {
    const document = parse(chunk.text);
    if (document !== undefined) documents.push({ offset: chunk.offset, document });
  }
  return documents;
}
