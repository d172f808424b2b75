import { statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';

/**
 * The Helm chart whose template a file in this folder is, if any: the folder is `templates/` beside a `Chart.yaml`, or
 * below it. Paths are absolute; what is learnt of a folder is kept in `known` for the next file.
 */
export function chartOf(folder: string, known: Map<string, string | undefined>): string | undefined {
  if (known.has(folder)) return known.get(folder);
  const parent = dirname(folder);
  const isTop = basename(folder) === 'templates' && isFile(join(parent, 'Chart.yaml'));
  const chart = isTop ? parent : parent === folder ? undefined : chartOf(parent, known);
  known.set(folder, chart);
  return chart;
}

function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() === true;
}
