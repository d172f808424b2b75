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
    .map(([file, own]) => new File(folderOf(file), own))
    .sort(
      (a, b) => compare(a.folder, b.folder) || compare(a.names, b.names) || compare(a.values(), b.values()),
    )
    .flatMap(({ own }) => own);
}

class File {
  readonly folder: string;
  readonly own: readonly Resource[];
  readonly names: string;
  #values: string | undefined;

  constructor(folder: string, own: readonly Resource[]) {
    this.folder = folder;
    this.own = own;
    this.names = own.map(calledAs).join('\n');
  }

  /** Long texts, which only copies of a folder are compared by. */
  values(): string {
    return (this.#values ??= JSON.stringify(this.own.map(({ value }) => value)));
  }
}

function calledAs({ type, namespace, name }: Resource): string {
  return `${type} ${namespace} ${name}`;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
