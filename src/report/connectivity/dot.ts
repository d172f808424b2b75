import { dotString } from '../escape/dot.ts';
import type { Verdict } from '../../reach/connectivity/explain.ts';
import type { Answer } from './answer.ts';
import { drawingOf } from './drawing.ts';

const STYLES: Readonly<Record<Verdict, readonly string[]>> = {
  allowed: [],
  depends: ['style=dashed'],
  blocked: ['style=dotted', 'arrowhead=tee'],
};

/** The map for Graphviz. */
export function* connectivityDot(answer: Answer): Iterable<string> {
  const { namespaces, outside, arrows } = drawingOf(answer);
  yield 'digraph connectivity {\n  rankdir=LR;\n  node [shape=box];\n';
  let index = 0;
  for (const [namespace, ends] of namespaces) {
    index++;
    yield `  subgraph cluster_${index} {\n    label=${dotString(namespace)};\n`;
    for (const { id, label } of ends) yield `    ${id} [label=${dotString(label)}];\n`;
    yield '  }\n';
  }
  for (const { id, label } of outside) yield `  ${id} [label=${dotString(label)}, shape=ellipse];\n`;
  for (const { from, to, label, verdict } of arrows) {
    const attributes = [...(label === '' ? [] : [`label=${dotString(label)}`]), ...STYLES[verdict]];
    yield `  ${from} -> ${to}${attributes.length === 0 ? '' : ` [${attributes.join(', ')}]`};\n`;
  }
  yield '}\n';
}
