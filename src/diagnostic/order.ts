import { locate } from '../document/locate.ts';
import type { Diagnostic, Place } from './diagnostic.ts';

/** Offset of a place in its file; 0 for the file as a whole. */
export function offsetOf(place: Place): number {
  const { manifest } = place;
  if (manifest === undefined) return 0;
  const span = place.span ?? locate(manifest.document, place.path ?? [], place.part ?? 'value');
  return manifest.offset + span.start;
}

/** Sorted by file, offset, rule and message, so that the order of files and of rules never shows. */
export function inOrder(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  return diagnostics
    .map((diagnostic) => ({ diagnostic, offset: offsetOf(diagnostic.place) }))
    .sort(
      (a, b) =>
        compare(a.diagnostic.place.file, b.diagnostic.place.file) ||
        a.offset - b.offset ||
        compare(a.diagnostic.rule, b.diagnostic.rule) ||
        compare(a.diagnostic.message, b.diagnostic.message),
    )
    .map(({ diagnostic }) => diagnostic);
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
