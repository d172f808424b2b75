import type { Graph } from '../../reference/graph.ts';
import { folderOf } from '../../resource/kustomize.ts';
import type { Resource } from '../../resource/resource.ts';

/**
 * Whether two objects stand in folders of which perhaps only one is applied: environments or variants of each other, which both
 * hold objects of the same name, or examples, which leave their namespace out.
 */
export function areCounterparts(graph: Graph, a: Resource, b: Resource): boolean {
  const [mine, theirs] = [folderOf(a.manifest.file), folderOf(b.manifest.file)];
  if (mine === theirs) return false;
  if (!a.namespaceWritten || !b.namespaceWritten) return true;
  const names = graph.memo('identities by folder', () => {
    const byFolder = new Map<string, Set<string>>();
    for (const { manifest, type, namespace, name } of graph.resources) {
      const folder = folderOf(manifest.file);
      const identity = `${type}\0${namespace}\0${name}`;
      const set = byFolder.get(folder);
      if (set === undefined) byFolder.set(folder, new Set([identity]));
      else set.add(identity);
    }
    return byFolder;
  });
  const known = graph.memo('counterparts', () => new Map<string, boolean>());
  const key = mine < theirs ? `${mine}\0${theirs}` : `${theirs}\0${mine}`;
  let found = known.get(key);
  if (found === undefined) {
    found = share(names.get(mine) ?? NONE, names.get(theirs) ?? NONE);
    known.set(key, found);
  }
  return found;
}

const NONE: ReadonlySet<string> = new Set();

function share(a: ReadonlySet<string>, b: ReadonlySet<string>): boolean {
  const [few, many] = a.size < b.size ? [a, b] : [b, a];
  for (const one of few) if (many.has(one)) return true;
  return false;
}
