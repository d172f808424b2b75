import { immutableFindings } from '../../../src/rule/change/field-immutable.ts';
import type { Diagnostic } from '../../../src/diagnostic/diagnostic.ts';
import { Workspace } from '../../../src/workspace/workspace.ts';

/** What is said of a change from one manifest to another. */
export function findingsOf(before: string, after: string): readonly Diagnostic[] {
  const [old, current] = [before, after].map(
    (text) => new Workspace({ closedWorld: false }).read([{ file: 'a.yaml', text }]).graph,
  );
  if (old === undefined || current === undefined) throw new Error('no graph');
  return immutableFindings(old, current);
}

/** A spec of a kind, or whole fields: `spec: {…}`. */
export function objectOfKind(kind: string, fields: string): string {
  const [apiVersion = '', name = ''] = kind.split(' ');
  return `apiVersion: ${apiVersion}\nkind: ${name}\nmetadata: { name: web, namespace: shop }\n${fields}\n`;
}
