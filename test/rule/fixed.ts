import type { Diagnostic } from '../../src/diagnostic/diagnostic.ts';
import { locate } from '../../src/document/locate.ts';

/** A string that would be read as something else without quotes has them. */
function written(value: string | number | boolean): string {
  return typeof value === 'string' && /^(?:true|false|null|[-+]?\d+(?:\.\d+)?)$/.test(value)
    ? JSON.stringify(value)
    : String(value);
}

/** The text after the fixes of all findings: scalars replaced by scalars, from the end so that offsets stay. */
export function applyFixes(text: string, diagnostics: readonly Diagnostic[]): string {
  const edits = diagnostics
    .flatMap(({ fixes }) => fixes.slice(0, 1).flatMap((fix) => fix.edits))
    .map(({ manifest, path, value }) => {
      const span = locate(manifest.document, path, 'value');
      return { start: manifest.offset + span.start, end: manifest.offset + span.end, value: written(value) };
    })
    .sort((a, b) => b.start - a.start);
  let fixed = text;
  for (const { start, end, value } of edits) fixed = fixed.slice(0, start) + value + fixed.slice(end);
  return fixed;
}
