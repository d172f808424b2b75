import { posix } from 'node:path';
import { textOf, tooLarge, type Reading } from '../read.ts';
import type { EntryKind, FileTree } from '../tree/tree.ts';
import { TreeError } from '../tree/tree-error.ts';
import { unreadable } from '../unreadable.ts';
import { blobsOf, type Blob } from './blobs.ts';
import type { Git } from './command.ts';
import type { Folder, Leaf } from './listing.ts';
import { isFolder, PathResolution, type Node } from './path-resolution.ts';

const GITIGNORE = '.gitignore';
/** Bytes of a path on Linux (PATH_MAX); no link leads further. */
const LONGEST_TARGET = 4096;

/** The files of a revision, with the root of its repository as `/`. A GitProblem may come from reading. */
export function revisionTree(git: Git, root: Folder): FileTree {
  const known = knownBlobs(git, root);
  const resolution = new PathResolution(root, ({ id }) => {
    const target = known.get(id);
    if (target === undefined) throw new TreeError('missing');
    if (typeof target === 'number' || target.length > LONGEST_TARGET) throw new TreeError('ENAMETOOLONG');
    return target.toString('utf8');
  });
  const nodeAt = (path: string): Node | undefined => {
    try {
      return resolution.resolve(path, false).node;
    } catch {
      return undefined;
    }
  };
  return {
    paths: posix,
    kindAt: (path) => {
      const node = nodeAt(path);
      return node && kindOf(node);
    },
    kindBehind: (path) => {
      const kind = kindOf(resolution.resolve(path, true).node);
      return kind === 'link' ? 'other' : kind;
    },
    realPath: (path) => resolution.resolve(path, true).path,
    entries: (folder) => {
      const { node } = resolution.resolve(folder, true);
      if (!isFolder(node)) throw new TreeError('ENOTDIR');
      return [...node].map(([name, entry]) => ({ name, kind: kindOf(entry) }));
    },
    isRepository: (folder) => folder === '/',
    gitignore: (folder) => {
      const node = nodeAt(posix.join(folder, GITIGNORE));
      if (node === undefined || isFolder(node) || node.kind !== 'file') return undefined;
      const text = known.get(node.id);
      return typeof text === 'object' ? text.toString('utf8') : undefined;
    },
    read: function* (paths) {
      const leaves = paths.map((path) => leafAt(resolution, path));
      const ids = leaves.flatMap((leaf) => ('id' in leaf ? [leaf.id] : []));
      const blobs = blobsOf(git, ids)[Symbol.iterator]();
      for (const leaf of leaves) {
        if (!('id' in leaf)) yield leaf;
        else {
          const next = blobs.next();
          yield readingOf(next.done === true ? undefined : next.value);
        }
      }
    },
  };
}

/** Of links and of .gitignore files: what decides which files there are. */
function knownBlobs(git: Git, root: Folder): ReadonlyMap<string, Blob> {
  const ids = new Set<string>();
  const pending = [root];
  for (let folder = pending.pop(); folder !== undefined; folder = pending.pop()) {
    for (const [name, node] of folder) {
      if (isFolder(node)) pending.push(node);
      else if (node.kind === 'link' || (node.kind === 'file' && name === GITIGNORE)) ids.add(node.id);
    }
  }
  const known = new Map<string, Blob>();
  const order = [...ids];
  let index = 0;
  for (const blob of blobsOf(git, order)) known.set(order[index++] ?? '', blob);
  return known;
}

function leafAt(resolution: PathResolution, path: string): Leaf | Extract<Reading, { code: string }> {
  try {
    const { node } = resolution.resolve(path, true);
    if (isFolder(node)) throw new TreeError('EISDIR');
    if (!node.named) throw new TreeError('EILSEQ');
    return node;
  } catch (error) {
    return unreadable(error, false);
  }
}

function readingOf(blob: Blob): Reading {
  if (blob === undefined) return unreadable(new TreeError('missing'), false);
  return typeof blob === 'number' ? tooLarge(blob) : textOf(blob);
}

function kindOf(node: Node): EntryKind {
  return isFolder(node) ? 'folder' : node.kind;
}
