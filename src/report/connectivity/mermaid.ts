import { mermaidString } from '../escape/mermaid.ts';
import type { Verdict } from '../../reach/connectivity/explain.ts';
import type { Answer } from './answer.ts';
import { drawingOf } from './drawing.ts';

/** The last one ends in a cross. */
const ARROWS: Readonly<Record<Verdict, string>> = { allowed: '-->', depends: '-.->', blocked: '--x' };

/** The map as a Mermaid flowchart, which GitHub draws in Markdown. */
export function* connectivityMermaid(answer: Answer): Iterable<string> {
  const { namespaces, outside, arrows } = drawingOf(answer);
  yield 'flowchart LR\n';
  let index = 0;
  for (const [namespace, ends] of namespaces) {
    index++;
    yield `  subgraph s${index} [${mermaidString(namespace)}]\n`;
    for (const { id, label } of ends) yield `    ${id}[${mermaidString(label)}]\n`;
    yield '  end\n';
  }
  for (const { id, label } of outside) yield `  ${id}([${mermaidString(label)}])\n`;
  for (const { from, to, label, verdict } of arrows)
    yield `  ${from} ${ARROWS[verdict]}${label === '' ? '' : `|${mermaidString(label)}|`} ${to}\n`;
}
