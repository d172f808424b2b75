import { addTo } from '../base/multimap.ts';
import { folderOf } from './kustomize.ts';
import type { Resource } from './resource.ts';

/**
 * Objects in an order in which the names of files within a folder have no part: files by their folder, then by what their
 * objects are called, then by what these say; the objects of a file as they stand. Which of several comes first then does not
 * change when somebody renames a file. Files that say the same stay as they come.
 */
export function inFileOrder(resources: readonly Resource[]): readonly Resource[] {
  const files = new Map<string, Resource[]>();
  for (const resource of resources) addTo(files, resource.manifest.file, resource);
  return [...files]
    .map(([file, own]) => ({ folder: folderOf(file), names: own.map(calledAs).join('\n'), own }))
    .sort(
      (a, b) =>
        compare(a.folder, b.folder) || compare(a.names, b.names) || compare(valuesOf(a.own), valuesOf(b.own)),
    )
    .flatMap(({ own }) => own);
}

function calledAs({ type, namespace, name }: Resource): string {
  return `${type} ${namespace} ${name}`;
}

function valuesOf(own: readonly Resource[]): string {
  return JSON.stringify(own.map(({ value }) => value));
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
