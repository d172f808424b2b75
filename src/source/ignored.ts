import ignore, { type Ignore } from 'ignore';
import type { FileTree } from './tree/tree.ts';

// git's own default for `core.ignoreCase`: what the file systems of these platforms usually do.
const IGNORE_CASE = process.platform === 'win32' || process.platform === 'darwin';

/**
 * The `.gitignore` files in force inside one folder. As in git, the last matching line wins, a deeper file comes after
 * a shallower one, nothing under an ignored folder can be taken back, and a repository inside another starts afresh.
 */
export class IgnoreRules {
  readonly #tree: FileTree;
  readonly #root: string;
  readonly #rules: Ignore | undefined;

  private constructor(tree: FileTree, root: string, rules: Ignore | undefined) {
    this.#tree = tree;
    this.#root = root;
    this.#rules = rules;
  }

  /**
   * What the folders above this one say about its content: those of the repository around it, else those up to the
   * working directory. Nothing if they ignore the folder itself: to name an ignored folder is to want it read.
   */
  static above(tree: FileTree, folder: string, cwd: string): IgnoreRules {
    const none = new IgnoreRules(tree, '', undefined);
    const parents = foldersAbove(tree, folder);
    const repository = [folder, ...parents].findIndex((each) => tree.isRepository(each));
    const top = repository >= 0 ? repository : parents.indexOf(cwd) + 1;
    let rules = none;
    for (const parent of parents.slice(0, top).reverse()) {
      if (rules.ignores(parent, true)) return none;
      rules = rules.inside(parent, { repository: false, gitignore: true });
    }
    return rules.ignores(folder, true) ? none : rules;
  }

  /** The rules in force inside a folder to which these apply; says whether it has a `.git` and perhaps a `.gitignore` file. */
  inside(folder: string, has: { repository: boolean; gitignore: boolean }): IgnoreRules {
    const outer = has.repository ? new IgnoreRules(this.#tree, '', undefined) : this;
    const text = has.gitignore ? this.#tree.gitignore(folder) : undefined;
    if (text === undefined) return outer;
    const { paths } = this.#tree;
    const root = outer.#rules === undefined ? folder : outer.#root;
    const prefix = paths.relative(root, folder).split(paths.sep).filter(Boolean);
    const rules = ignore({ ignoreCase: IGNORE_CASE });
    if (outer.#rules !== undefined) rules.add(outer.#rules);
    rules.add(patternsOf(text, prefix).map((pattern) => ({ pattern })));
    return new IgnoreRules(this.#tree, root, rules);
  }

  /** Asked from the top down: the path's own folder must not be ignored. To git, a symbolic link is no folder. */
  ignores(path: string, isFolder: boolean): boolean {
    if (this.#rules === undefined) return false;
    const { sep } = this.#tree.paths;
    const below = path.slice(this.#root.length + (this.#root.endsWith(sep) ? 0 : 1));
    const unified = sep === '/' ? below : below.replaceAll(sep, '/');
    return this.#rules.ignores(isFolder ? `${unified}/` : unified);
  }
}

/** The patterns of a `.gitignore`, written as if they stood in the folder that is `prefix` above it. */
export function patternsOf(text: string, prefix: readonly string[]): string[] {
  const anchor = prefix.map((name) => `/${name.replace(/[\\*?[\]!# ]/g, '\\$&')}`).join('');
  const patterns: string[] = [];
  for (const ended of text.replace(/^\uFEFF/, '').split('\n')) {
    const line = withoutTrailingSpaces(ended.replace(/\r$/, ''));
    if (line === '' || line.startsWith('#')) continue;
    const negative = line.startsWith('!');
    const pattern = negative ? line.slice(1) : line;
    if (pattern === '' || pattern === '/') continue;
    const anchored = pattern.slice(0, -1).includes('/');
    const placed = anchored ? `${anchor}/${pattern.replace(/^\//, '')}` : `${anchor}/**/${pattern}`;
    patterns.push(negative ? `!${placed}` : placed);
  }
  return patterns;
}

function withoutTrailingSpaces(line: string): string {
  let end = line.length;
  while (line[end - 1] === ' ') end--;
  let backslashes = 0;
  while (line[end - 1 - backslashes] === '\\') backslashes++;
  // An odd backslash escapes the first of the spaces.
  return end < line.length && backslashes % 2 === 1 ? line.slice(0, end + 1) : line.slice(0, end);
}

/** Nearest first. */
function foldersAbove(tree: FileTree, folder: string): string[] {
  const above: string[] = [];
  for (let at = folder; ;) {
    const parent = tree.paths.dirname(at);
    if (parent === at) return above;
    above.push(parent);
    at = parent;
  }
}
