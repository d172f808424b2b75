import { GitProblem } from './command.ts';

/** A blob, a symbolic link, or a submodule, by the id of its object. */
export interface Leaf {
  readonly kind: 'file' | 'link' | 'other';
  readonly id: string;
  /** False if bytes of the name are no UTF-8, so that it is shown with U+FFFD. */
  readonly named: boolean;
}

export type Folder = ReadonlyMap<string, Leaf | Folder>;

type GrowingFolder = Map<string, Leaf | GrowingFolder>;

/** Bytes of a path: Linux has no longer ones (PATH_MAX), and their sum must not grow with their square. */
const LONGEST = 4096;
const NUL = 0;
const TAB = 9;

/**
 * The folders of what `git ls-tree -r -z --full-tree` prints: `<mode> <type> <id>`, a tab, the path, NUL. Throws a GitProblem
 * for entries that no folder on a disk could have; only crafted objects have them (git-fsck(1): hasDot, hasDotdot, hasDotgit,
 * fullPathname, duplicateEntries), and to read part of such a tree would be to guess.
 */
export function foldersOf(listing: Buffer): Folder {
  const root: GrowingFolder = new Map();
  let holder = { path: '', folder: root };
  for (let start = 0; start < listing.length;) {
    const end = listing.indexOf(NUL, start);
    const tab = listing.indexOf(TAB, start);
    if (end < 0 || tab < 0 || tab > end) throw new GitProblem('git lists its files in an unknown way');
    const [mode = '', , id = ''] = listing.toString('latin1', start, tab).split(' ');
    const bytes = listing.subarray(tab + 1, end);
    const path = bytes.toString('utf8');
    if (bytes.length > LONGEST) throw impossible(path, 'is longer than any file system allows');
    const cut = path.lastIndexOf('/');
    const parent = path.slice(0, Math.max(0, cut));
    if (parent !== holder.path) holder = { path: parent, folder: folderAt(root, parent) };
    const name = nameIn(path.slice(cut + 1), path);
    const known = holder.folder.get(name);
    const named = !path.includes('\ufffd') || Buffer.from(path).equals(bytes);
    // Two names that are no UTF-8 may look alike; neither can be read.
    if (known !== undefined && named) throw impossible(path, 'is there twice');
    holder.folder.set(name, { kind: kindOf(mode), id, named });
    start = end + 1;
  }
  return root;
}

function folderAt(root: GrowingFolder, path: string): GrowingFolder {
  let folder = root;
  if (path === '') return folder;
  for (const part of path.split('/')) {
    const name = nameIn(part, path);
    const known = folder.get(name) ?? new Map<string, Leaf | GrowingFolder>();
    if (!(known instanceof Map)) throw impossible(path, 'is a folder and a file');
    folder.set(name, known);
    folder = known;
  }
  return folder;
}

function nameIn(name: string, path: string): string {
  if (['', '.', '..'].includes(name) || name.toLowerCase() === '.git')
    throw impossible(path, 'leads out of its folder or into .git');
  return name;
}

function kindOf(mode: string): Leaf['kind'] {
  return mode.startsWith('100') ? 'file' : mode === '120000' ? 'link' : 'other';
}

function impossible(path: string, why: string): GitProblem {
  return new GitProblem(`its entry '${path.slice(0, 200)}' ${why}; such a tree is not read`);
}
