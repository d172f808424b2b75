import type { Style } from '../report/style.ts';

/** A page of Markdown for a terminal: headings, code and fences stand out, the text stays as it is. */
export function paintPage(markdown: string, style: Style): string {
  let fenced = false;
  const lines = markdown.split('\n').map((line) => {
    if (/^\s*```/.test(line)) {
      fenced = !fenced;
      return style.faint(line);
    }
    if (fenced) return line;
    if (/^#{1,6} /.test(line)) return style.strong(line);
    return line.replace(/`[^`]+`/g, (code) => style.name(code));
  });
  return lines.join('\n');
}

const MOST_LINES = 40;

/** A page without its examples and sources, in at most 40 lines; the last one says how to get all of it. */
export function digest(markdown: string, id: string): string {
  const rest = `Examples and sources: kubeplumb rules ${id} --examples`;
  const kept = sectionsOf(markdown)
    .filter(([heading = '']) => !LEFT_OUT.has(heading))
    .map((lines) => (lines[0] === FIX ? lines : withoutExamples(lines)))
    .map((lines) => lines.join('\n').trim());
  const lines = kept
    .join('\n\n')
    .split('\n')
    .slice(0, MOST_LINES - 2);
  return `${lines.join('\n').trimEnd()}\n\n${rest}\n`;
}

const LEFT_OUT: ReadonlySet<string> = new Set(['## Reports', '## Does not report', '## Source']);

const FIX = '## How to fix it';

/** Cut before each heading, a heading in an example aside. */
function sectionsOf(markdown: string): readonly (readonly string[])[] {
  const sections: string[][] = [[]];
  let fenced = false;
  for (const line of markdown.split('\n')) {
    if (/^\s*```/.test(line)) fenced = !fenced;
    if (!fenced && line.startsWith('## ')) sections.push([]);
    sections.at(-1)?.push(line);
  }
  return sections;
}

function withoutExamples(lines: readonly string[]): readonly string[] {
  let fenced = false;
  return lines.filter((line) => {
    const isFence = /^\s*```/.test(line);
    if (isFence) fenced = !fenced;
    return !isFence && !fenced;
  });
}
