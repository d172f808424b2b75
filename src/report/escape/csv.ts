import { withoutCommands } from './log.ts';
import { visible } from './terminal.ts';

/**
 * A cell by RFC 4180, with control characters shown, so that a row is always one line. A spreadsheet would compute what
 * begins with a sign of a formula: such a cell gets an apostrophe in front (OWASP, CSV Injection), which readers see.
 */
export function csvCell(text: string): string {
  const shown = withoutCommands(visible(text));
  // A control character at the start is shown by its picture, and so cannot lead one in.
  const harmless = /^[=+\-@\uff1d\uff0b\uff0d\uff20]/.test(shown) ? `'${shown}` : shown;
  return /[",]|^[' ]| $/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}
