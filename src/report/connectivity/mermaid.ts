import type { Answer } from './answer.ts';
import { drawingOf } from './drawing.ts';

/** The map as a Mermaid flowchart, which GitHub draws in Markdown. */
export function* connectivityMermaid(answer: Answer): Iterable<string> {
  const { namespaces, outside, arrows } = drawingOf(answer);
  yield 'flowchart LR\n';
  let index = 0;
  for (const [namespace, ends] of namespaces) {
    index++;
    yield `  subgraph s${index} [${quoted(namespace)}]\n`;
    for (const { id, label } of ends) yield `    ${id}[${quoted(label)}]\n`;
    yield '  end\n';
  }
  for (const { id, label } of outside) yield `  ${id}([${quoted(label)}])\n`;
  for (const { from, to, label, certain } of arrows)
    yield `  ${from} ${certain ? '-->' : '-.->'}${label === '' ? '' : `|${quoted(label)}|`} ${to}\n`;
}

/** In quotes only a quote itself means something, and the `;` and `#` of its own entity codes. */
function quoted(text: string): string {
  return `"${text.replaceAll('#', '#35;').replaceAll('"', '#quot;')}"`;
}
