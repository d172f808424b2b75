import { withoutCommands } from './log.ts';
import { visible } from './terminal.ts';

/** Words that are nothing but words, with what a sentence puts around them; letters of a commit's id are not among them. */
const WORD = /^\(?\p{L}+(?:['’-]\p{L}+)*\)?[.,;:]?$/u;
const COMMIT = /[a-f]{7}/i;
/** Shorter than the id of a commit. With a full stop or bracket it would begin a list, were it first. */
const NUMBER = /^\(?\d{1,6}\)?[,;:]?$/;
const SIGN = /^[%→—–…]$/u;

/**
 * A text inside of a paragraph, a heading or a cell of a table of GitHub's or GitLab's Markdown: whatever is more than a plain
 * word is code. Code is the one place where neither looks for markup, links, mentions, references (`#1`, `a/b#1`, `!1`, `~a`,
 * commits) and emoji: their filters pass `code` over (html-pipeline: MentionFilter, EmojiFilter; GitLab: Banzai,
 * ReferenceFilter). Escapes would not do, because the filters read what comes of the Markdown.
 */
export function markdownInline(text: string): string {
  const shown = visible(text);
  if (/^ | $| {2}/.test(shown)) return code(shown);
  return shown
    .split(' ')
    .map((word) => (isPlain(word) ? word : code(word)))
    .join(' ');
}

function isPlain(word: string): boolean {
  return (WORD.test(word) && !COMMIT.test(word)) || NUMBER.test(word) || SIGN.test(word);
}

/**
 * In backticks everything is literal but a backtick and, in a table, a pipe and the backslash before it. Where those are, or
 * blanks that would be trimmed, or what a log would obey, each sign is an entity in an element instead, with a `<wbr>` behind
 * it, so that no two of them are one text in which to find an address.
 */
function code(text: string): string {
  if (!/[`|\\ ]|##/.test(text)) return `\`${text}\``;
  const entities = text.replace(/[^\p{L}\p{N}]/gu, (sign) => `&#${sign.codePointAt(0) ?? 0};<wbr>`);
  return `<code>${entities}</code>`;
}

/** Lines as code, in a fence that none of them ends. */
export function markdownFence(language: string, lines: readonly string[]): string {
  const shown = lines.map((line) => `${withoutCommands(line)}\n`).join('');
  const longest = Math.max(2, ...[...shown.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = '`'.repeat(longest + 1);
  return `${fence}${language}\n${shown}${fence}\n`;
}
