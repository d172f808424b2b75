import ignore, { type Ignore } from 'ignore';
import { lstatSync, readFileSync, type Stats } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';

// git's own default for `core.ignoreCase`: what the file systems of these platforms usually do.
const IGNORE_CASE = process.platform === 'win32' || process.platform === 'darwin';

/**
 * The `.gitignore` files in force inside one folder. As in git, the last matching line wins, a deeper file comes after
 * a shallower one, nothing under an ignored folder can be taken back, and a repository inside another starts afresh.
 */
export class IgnoreRules {
  static readonly none: IgnoreRules = new IgnoreRules('', undefined);

  readonly #root: string;
  readonly #rules: Ignore | undefined;

  private constructor(root: string, rules: Ignore | undefined) {
    this.#root = root;
    this.#rules = rules;
  }

  /**
   * What the folders above this one say about its content: those of the repository around it, else those up to the
   * working directory. Nothing if they ignore the folder itself: to name an ignored folder is to want it read.
   */
  static above(folder: string, cwd: string): IgnoreRules {
    const parents = foldersAbove(folder);
    const repository = [folder, ...parents].findIndex(hasRepository);
    const top = repository >= 0 ? repository : parents.indexOf(cwd) + 1;
    let rules = IgnoreRules.none;
    for (const parent of parents.slice(0, top).reverse()) {
      if (rules.ignores(parent, true)) return IgnoreRules.none;
      rules = rules.inside(parent, {
        repository: false,
        gitignore: isRegularFile(join(parent, '.gitignore')),
      });
    }
    return rules.ignores(folder, true) ? IgnoreRules.none : rules;
  }

  /** The rules in force inside a folder to which these apply; says whether it has a `.git` and a `.gitignore` file. */
  inside(folder: string, has: { repository: boolean; gitignore: boolean }): IgnoreRules {
    const outer = has.repository ? IgnoreRules.none : this;
    if (!has.gitignore) return outer;
    const text = readIfPossible(join(folder, '.gitignore'));
    if (text === undefined) return outer;
    const root = outer.#rules === undefined ? folder : outer.#root;
    const prefix = relative(root, folder).split(sep).filter(Boolean);
    const rules = ignore({ ignoreCase: IGNORE_CASE });
    if (outer.#rules !== undefined) rules.add(outer.#rules);
    rules.add(patternsOf(text, prefix).map((pattern) => ({ pattern })));
    return new IgnoreRules(root, rules);
  }

  /** Asked from the top down: the path's own folder must not be ignored. To git, a symbolic link is no folder. */
  ignores(path: string, isFolder: boolean): boolean {
    if (this.#rules === undefined) return false;
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
function foldersAbove(folder: string): string[] {
  const parent = dirname(folder);
  return parent === folder ? [] : [parent, ...foldersAbove(parent)];
}

function hasRepository(folder: string): boolean {
  return statOfEntry(join(folder, '.git')) !== undefined;
}

// git does not follow a `.gitignore` that is a symbolic link.
function isRegularFile(path: string): boolean {
  return statOfEntry(path)?.isFile() === true;
}

function statOfEntry(path: string): Stats | undefined {
  try {
    return lstatSync(path, { throwIfNoEntry: false });
  } catch {
    return undefined;
  }
}

function readIfPossible(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}
