import type { PlatformPath } from 'node:path';
import type { Reading } from '../read.ts';

/** What stands at a path; `other` is nothing that is read: a pipe, a socket, a submodule. */
export type EntryKind = 'file' | 'folder' | 'link' | 'other';

export interface TreeEntry {
  readonly name: string;
  readonly kind: EntryKind;
}

/**
 * Folders and files, on a disk or in a revision of a repository. Paths are absolute. What throws, throws an error with the
 * `code` that a file system gives: ENOENT, ELOOP, EACCES.
 */
export interface FileTree {
  /** How paths are written here. */
  readonly paths: PlatformPath;
  /** Of the entry itself, no link followed; undefined if there is none. Throws where that cannot be told. */
  readonly kindAt: (path: string) => EntryKind | undefined;
  /** Of what a path leads to, never a link. Throws if it leads nowhere. */
  readonly kindBehind: (path: string) => Exclude<EntryKind, 'link'>;
  /** The path free of symbolic links. Throws if it leads nowhere. */
  readonly realPath: (path: string) => string;
  /** Of a folder, in any order. Throws. */
  readonly entries: (folder: string) => readonly TreeEntry[];
  /** Whether a repository of git begins in this folder. */
  readonly isRepository: (folder: string) => boolean;
  /** The text of the `.gitignore` of a folder; undefined if it has none that can be read. */
  readonly gitignore: (folder: string) => string | undefined;
  /** The files' texts, in the order of the paths. */
  readonly read: (paths: readonly string[]) => Iterable<Reading>;
}
