import { visible } from './terminal.ts';

/**
 * What stays as it is in a label: letters, digits, single spaces and what joins the parts of a name. All else is an entity
 * code (`#35;`): quotes end the label, a backtick makes it Markdown, `%%{` begins a directive wherever it stands, `:` and `#`
 * together are cut by Mermaid as a style (encodeEntities in its utils.ts), and `www.` and list signs are marked up. Its own
 * marks for entities are made of `ﬂ`, `°`, `¶` and `ß`, of which two are letters.
 */
const SPECIAL =
  /[^\p{L}\p{N} /.-]|(?<![\p{L}\p{N}])[-./]|[-./](?![\p{L}\p{N}])|(?<=www)\.|(?<=^| ) | $|[ﬂß]/giu;

/** A label of a Mermaid flowchart, quoted. */
export function mermaidString(text: string): string {
  const coded = visible(text).replace(SPECIAL, (sign) => `#${sign.codePointAt(0) ?? 0};`);
  return `"${coded}"`;
}
