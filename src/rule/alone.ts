import type { Graph } from '../reference/graph.ts';
import type { Resource } from '../resource/resource.ts';

/** Whether an object is the only one of its file: what else it belongs to is then written nowhere. */
export function isAlone(graph: Graph, { manifest: { file } }: Resource): boolean {
  const counts = graph.memo('objects of files', () => {
    const byFile = new Map<string, number>();
    for (const one of graph.resources)
      byFile.set(one.manifest.file, (byFile.get(one.manifest.file) ?? 0) + 1);
    return byFile;
  });
  return counts.get(file) === 1;
}
