import type { FileTree } from './tree/tree.ts';

/**
 * The Helm chart whose template a file in this folder is, if any: the folder is `templates/` beside a `Chart.yaml`, or
 * below it. Paths are absolute; what is learnt of a folder is kept in `known` for the next file.
 */
export function chartOf(
  tree: FileTree,
  folder: string,
  known: Map<string, string | undefined>,
): string | undefined {
  if (known.has(folder)) return known.get(folder);
  const { paths } = tree;
  const parent = paths.dirname(folder);
  const isTop = paths.basename(folder) === 'templates' && isFile(tree, paths.join(parent, 'Chart.yaml'));
  const chart = isTop ? parent : parent === folder ? undefined : chartOf(tree, parent, known);
  known.set(folder, chart);
  return chart;
}

function isFile(tree: FileTree, path: string): boolean {
  try {
    return tree.kindBehind(path) === 'file';
  } catch {
    return false;
  }
}
