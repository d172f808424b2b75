import { derived } from '../base/derived.ts';
import { addTo } from '../base/multimap.ts';
import type { Graph } from '../reference/graph.ts';
import { folderOf } from '../resource/kustomize.ts';
import type { Resource } from '../resource/resource.ts';
import { customVersions } from '../schema/crd.ts';
import type { CustomVersion } from '../schema/crd.ts';

/** The versions that the definitions of the input serve, by `apiVersion/Kind`. */
export function definitionsIn(graph: Graph): ReadonlyMap<string, readonly CustomVersion[]> {
  return graph.memo('custom versions', () =>
    customVersions(graph.all('apiextensions.k8s.io/CustomResourceDefinition')),
  );
}

/**
 * The definitions that an object may meet, each schema once: the copies of its own folder, else all of them. Nobody can
 * tell which of several is in the cluster, so the API server refuses for certain only what each of them refuses.
 */
export function definitionsOf(
  graph: Graph,
  { apiVersion, kind, manifest }: Pick<Resource, 'apiVersion' | 'kind' | 'manifest'>,
): readonly CustomVersion[] {
  const key = `${apiVersion}/${kind}`;
  const all = definitionsIn(graph).get(key);
  if (all === undefined) return NONE;
  const folder = folderOf(manifest.file);
  const byFolder = derived(all, 'by folder', () => {
    const folders = new Map<string, CustomVersion[]>();
    for (const one of all) addTo(folders, folderOf(one.definition.manifest.file), one);
    return folders;
  });
  const own = byFolder.get(folder) ?? all;
  return derived(own, 'each once', () => eachOnce(own));
}

function eachOnce(copies: readonly CustomVersion[]): readonly CustomVersion[] {
  if (copies.length === 1) return copies;
  const bySchema = new Map<string, CustomVersion>();
  for (const copy of copies) {
    const text = JSON.stringify(copy.schema);
    if (!bySchema.has(text)) bySchema.set(text, copy);
  }
  return [...bySchema.values()];
}

const NONE: readonly CustomVersion[] = [];
