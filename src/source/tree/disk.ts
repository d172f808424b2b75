import { lstatSync, readdirSync, readFileSync, realpathSync, statSync, type Stats } from 'node:fs';
import path from 'node:path';
import { readText } from '../read.ts';
import type { EntryKind, FileTree } from './tree.ts';

/** The file system. */
export const DISK: FileTree = {
  paths: path,
  kindAt: (at) => {
    const entry = entryAt(at);
    return entry === undefined ? undefined : entry.isSymbolicLink() ? 'link' : kindOf(entry);
  },
  kindBehind: (at) => kindOf(statSync(at)),
  realPath: (at) => realpathSync.native(at),
  entries: (folder) =>
    readdirSync(folder, { withFileTypes: true }).map((entry) => ({
      name: entry.name,
      kind: entry.isSymbolicLink() ? 'link' : kindOf(entry),
    })),
  isRepository: (folder) => exists(path.join(folder, '.git')),
  gitignore: (folder) => {
    const file = path.join(folder, '.gitignore');
    try {
      // git does not follow a `.gitignore` that is a symbolic link.
      return lstatSync(file).isFile() ? readFileSync(file, 'utf8') : undefined;
    } catch {
      return undefined;
    }
  },
  read: function* (files) {
    for (const file of files) yield readText(file);
  },
};

function kindOf(entry: Pick<Stats, 'isFile' | 'isDirectory'>): Exclude<EntryKind, 'link'> {
  return entry.isFile() ? 'file' : entry.isDirectory() ? 'folder' : 'other';
}

// A glob that is too long for a name, and a path through a file, are only more ways not to exist.
function entryAt(at: string): Stats | undefined {
  try {
    return lstatSync(at, { throwIfNoEntry: false });
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code === 'ENAMETOOLONG' || code === 'ENOTDIR') return undefined;
    throw error;
  }
}

function exists(at: string): boolean {
  try {
    return lstatSync(at, { throwIfNoEntry: false }) !== undefined;
  } catch {
    return false;
  }
}
