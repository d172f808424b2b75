import { posix } from 'node:path';
import { TreeError } from '../tree/tree-error.ts';
import type { Folder, Leaf } from './listing.ts';

export type Node = Leaf | Folder;

export interface Resolved {
  /** Free of symbolic links. */
  readonly path: string;
  readonly node: Node;
}

/** As Linux counts them on one path (path_resolution(7)). */
const MOST_LINKS = 40;

export function isFolder(node: Node): node is Folder {
  return !('kind' in node);
}

/** Paths of one revision, links followed inside of it; nothing outside is looked at. */
export class PathResolution {
  readonly #root: Folder;
  readonly #targetOf: (link: Leaf) => string;
  /** By the real path of a link; undefined while it is followed. Without this, links to links would cost their product. */
  readonly #followed = new Map<string, Resolved | undefined>();

  /** `targetOf` says what a link says, and may throw. */
  constructor(root: Folder, targetOf: (link: Leaf) => string) {
    this.#root = root;
    this.#targetOf = targetOf;
  }

  /** What an absolute path leads to; a link only if `lastToo` is false. Throws a TreeError if it leads nowhere. */
  resolve(path: string, lastToo: boolean): Resolved {
    return this.#walk({ path: '/', node: this.#root }, path, lastToo, 0);
  }

  #walk(from: Resolved, path: string, lastToo: boolean, links: number): Resolved {
    let at = from;
    const names = path.split('/').filter((name) => name !== '' && name !== '.');
    for (const [index, name] of names.entries()) {
      if (!isFolder(at.node)) throw new TreeError('ENOTDIR');
      if (name === '..') {
        if (at.path === '/') throw new TreeError('EXDEV');
        at = this.resolve(posix.dirname(at.path), true);
        continue;
      }
      const node = at.node.get(name);
      if (node === undefined) throw new TreeError('ENOENT');
      const next = { path: posix.join(at.path, name), node };
      const follows = !isFolder(node) && node.kind === 'link' && (lastToo || index < names.length - 1);
      at = follows ? this.#follow(next.path, node, at, links + 1) : next;
    }
    return at;
  }

  #follow(path: string, link: Leaf, holder: Resolved, links: number): Resolved {
    const known = this.#followed.get(path);
    if (known !== undefined) return known;
    if (this.#followed.has(path) || links > MOST_LINKS) throw new TreeError('ELOOP');
    this.#followed.set(path, undefined);
    try {
      const target = this.#targetOf(link);
      if (target.startsWith('/')) throw new TreeError('EXDEV');
      const found = this.#walk(holder, target, true, links);
      this.#followed.set(path, found);
      return found;
    } finally {
      if (this.#followed.get(path) === undefined) this.#followed.delete(path);
    }
  }
}
