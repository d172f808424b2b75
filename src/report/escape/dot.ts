import { visible } from './terminal.ts';

/**
 * A label in the language of Graphviz: a quoted string, whose only escape is that of the quotation mark, read again as an
 * escString, in which a backslash begins `\N`, `\n` and others, and `&` an entity of HTML (graphviz.org, DOT Language and
 * escString). In quotes no label is HTML-like. `##`
 * is written so that no log takes it for a command.
 */
export function dotString(text: string): string {
  const label = visible(text)
    .replaceAll('&', '&amp;')
    .replaceAll('##', '#&#35;')
    .replaceAll('\\', '\\\\')
    .replaceAll('"', '\\"');
  return `"${label}"`;
}
