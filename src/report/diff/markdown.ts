import type { Diagnostic } from '../../diagnostic/diagnostic.ts';
import { markdownFence, markdownInline } from '../escape/markdown.ts';
import type { Locator } from '../locate.ts';
import { closed, findingText, isEmpty, NO_CHANGE, opened } from './diff.ts';
import type { Diff } from './diff.ts';
import { connectionLines, summary } from './text.ts';

/** GitHub refuses comments that are longer (65,536 characters). */
const LONGEST = 65_000;

/** For a comment on a pull request. */
export function diffMarkdown(diff: Diff): string {
  if (isEmpty(diff)) return `${NO_CHANGE}\n`;
  const { added, fixed } = diff.findings;
  const head = `**${summary(diff)}**\n`;
  const sections = [
    connections('Opened', '+', connectionLines(opened(diff), diff.after.workloads)),
    connections('Closed', '-', connectionLines(closed(diff), diff.before.workloads)),
    findings('New findings', added, diff.after.places),
    findings('Fixed findings', fixed, diff.before.places),
  ].filter((section) => section !== '');
  return withinLimit([head, ...sections]);
}

function connections(title: string, sign: '+' | '-', lines: readonly string[]): string {
  if (lines.length === 0) return '';
  return details(
    title,
    markdownFence(
      'diff',
      lines.map((line) => `${sign} ${line}`),
    ),
  );
}

function findings(title: string, diagnostics: readonly Diagnostic[], places: Locator): string {
  if (diagnostics.length === 0) return '';
  const rows = diagnostics.map((one) => {
    const { where, label, message } = findingText(one, places);
    return `| ${[where, label, message].map(markdownInline).join(' | ')} |\n`;
  });
  return details(title, `| place | rule | finding |\n|---|---|---|\n${rows.join('')}`);
}

function details(title: string, body: string): string {
  return `\n<details open><summary>${title}</summary>\n\n${body}\n</details>\n`;
}

/** Whole sections, as many as there is room for. */
function withinLimit(sections: readonly string[]): string {
  let text = '';
  for (const [index, section] of sections.entries()) {
    if (text.length + section.length > LONGEST)
      return `${text}\n${sections.length - index} more sections are too long for a comment; \`kubeplumb diff\` prints them.\n`;
    text += section;
  }
  return text;
}
