import { derived } from '../base/derived.ts';
import { isEqual } from '../base/equal.ts';
import { addTo } from '../base/multimap.ts';
import { folderOf } from '../resource/kustomize.ts';
import type { Resource } from '../resource/resource.ts';
import { identityOfObject } from '../resource/together.ts';
import type { Graph } from './graph.ts';

/** The object of its file that is applied over this one: the last of the same type, namespace and name. */
export function winnerOf(graph: Graph, resource: Resource): Resource | undefined {
  const group = groupOf(graph, resource);
  const last = group === undefined ? undefined : byFileOf(group).get(resource.manifest.file);
  return last === resource ? undefined : last;
}

/**
 * Other copies of an object in files of its folder, as each file leaves them. `kubectl apply -f` takes one after the other by the
 * names of files, which tell nothing of what somebody means: one of them counts, and nobody knows which.
 */
export function copiesBeside(graph: Graph, resource: Resource): readonly Resource[] {
  const group = groupOf(graph, resource);
  if (group === undefined) return NONE;
  const { file } = resource.manifest;
  const byFile = byFileOf(group);
  if (byFile.size === 1 && byFile.has(file)) return NONE;
  return [...byFile.values()].filter((one) => one.manifest.file !== file);
}

/** As each file leaves the object. */
function byFileOf(group: readonly Resource[]): ReadonlyMap<string, Resource> {
  return derived(group, 'by file', () => new Map(group.map((one) => [one.manifest.file, one])));
}

/** Each object once: without what a later one of its file overwrites, and without copies that say the same. */
export function eachOnce(graph: Graph, resources: readonly Resource[]): readonly Resource[] {
  const kept = new Map<string, Resource[]>();
  return resources.filter((resource) => {
    if (winnerOf(graph, resource) !== undefined) return false;
    const identity = identityOfObject(resource);
    if (identity === undefined) return true;
    const before = kept.get(identity);
    if (before?.some((one) => isEqual(one.value, resource.value)) === true) return false;
    addTo(kept, identity, resource);
    return true;
  });
}

/** Those of them that say something else. */
export function otherCopies(graph: Graph, resource: Resource): readonly Resource[] {
  const group = groupOf(graph, resource);
  if (group === undefined) return NONE;
  const [first, ...others] = byFileOf(group).values();
  const alike = derived(group, 'alike', () =>
    others.every((one) => first !== undefined && isEqual(one.value, first.value)),
  );
  if (alike && first !== undefined && isEqual(first.value, resource.value)) return NONE;
  return copiesBeside(graph, resource).filter((one) => !isEqual(one.value, resource.value));
}

/** The objects of a folder that are one for the API server, in order; undefined where there is only the one. */
function groupOf(graph: Graph, resource: Resource): readonly Resource[] | undefined {
  const table = graph.memo('copies of a folder', () => {
    const groups = new Map<string, Resource[]>();
    for (const one of graph.resources) {
      const key = keyOf(one);
      if (key !== undefined) addTo(groups, key, one);
    }
    for (const [key, group] of groups) if (group.length < 2) groups.delete(key);
    return groups;
  });
  const key = keyOf(resource);
  return key === undefined ? undefined : table.get(key);
}

function keyOf(resource: Resource): string | undefined {
  const identity = identityOfObject(resource);
  return identity === undefined ? undefined : `${folderOf(resource.manifest.file)}\0${identity}`;
}

const NONE: readonly Resource[] = [];
