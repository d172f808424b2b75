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
