import type { SourceProblemCode } from './file.ts';
import type { IgnoreRules } from './ignored.ts';
import { TreeError } from './tree/tree-error.ts';
import type { FileTree, TreeEntry } from './tree/tree.ts';
import { unreadable } from './unreadable.ts';

/** Which files below a folder are wanted. Relative paths have `/` and start below that folder. */
export interface Filter {
  takes(relative: string, name: string): boolean;
  /** The filter for the content of a folder; undefined if it is not entered. */
  inside(relative: string, name: string): Filter | undefined;
}

export interface FoundFile {
  /** Absolute, as reached. */
  readonly path: string;
  /** Absolute, free of symbolic links. */
  readonly real: string;
  /** How many symbolic links were followed from the place that was named, itself included. */
  readonly links: number;
  /** Whether this very file was named, and not found. */
  readonly named?: true;
}

/** A file or folder, by its absolute path, that could not be looked into. */
export interface WalkProblem {
  readonly path: string;
  readonly code: SourceProblemCode;
  readonly message: string;
}

export interface Found {
  readonly files: FoundFile[];
  readonly problems: WalkProblem[];
}

interface Folder {
  readonly path: string;
  readonly real: string;
  /** Below the folder where the walk began; empty or with `/` at the end. */
  readonly relative: string;
  readonly filter: Filter;
  readonly rules: IgnoreRules;
  readonly links: number;
  /** The real folders that hold the links that led here. */
  readonly holders: readonly string[];
  /** The real folder that links do not lead out of. */
  readonly root: string;
}

/**
 * Everything the filter wants below a folder, each real folder once: real folders come before those behind symbolic
 * links, so that a file is known by its plain path. `links` is 1 if the start itself is a link, else 0. No link is followed out of
 * the repository, or where there is none out of `cwd`: a stranger's checkout could show what the machine keeps elsewhere.
 */
export function walk(
  tree: FileTree,
  start: string,
  filter: Filter,
  rules: IgnoreRules,
  cwd: string,
  links = 0,
): Found {
  const found: Found = { files: [], problems: [] };
  const real = tree.realPath(start);
  const root = rootOf(tree, real, cwd);
  const pending: Folder[] = [{ path: start, real, relative: '', filter, rules, links, holders: [], root }];
  const linked: Folder[] = [];
  const entered = new Set<string>();
  for (;;) {
    const folder = pending.pop() ?? linked.shift();
    if (folder === undefined) return found;
    if (entered.has(folder.real)) continue;
    entered.add(folder.real);
    visit(tree, folder, found, pending, linked);
  }
}

function visit(tree: FileTree, folder: Folder, found: Found, pending: Folder[], linked: Folder[]): void {
  const entries = entriesOf(tree, folder, found.problems);
  const rules = folder.rules.inside(folder.path, {
    repository: entries.some(({ name }) => name === '.git'),
    gitignore: entries.some(({ name, kind }) => name === '.gitignore' && kind === 'file'),
  });
  for (const { name, kind } of entries) {
    const path = joined(tree, folder.path, name);
    const relative = folder.relative + name;
    if (kind === 'link') {
      if (rules.ignores(path, false)) continue;
      followLink(tree, { ...folder, path, relative, rules }, name, folder.real, found, linked);
    } else if (kind === 'folder') {
      const filter = folder.filter.inside(relative, name);
      if (filter === undefined || rules.ignores(path, true)) continue;
      const real = joined(tree, folder.real, name);
      pending.push({ ...folder, path, real, relative: `${relative}/`, filter, rules });
    } else if (kind === 'file' && folder.filter.takes(relative, name) && !rules.ignores(path, false)) {
      found.files.push({ path, real: joined(tree, folder.real, name), links: folder.links });
    }
  }
}

/** `link` is the folder around the link, but at the link's own path. */
function followLink(
  tree: FileTree,
  link: Folder,
  name: string,
  holder: string,
  found: Found,
  linked: Folder[],
): void {
  const wanted = link.filter.takes(link.relative, name);
  const filter = link.filter.inside(link.relative, name);
  if (!wanted && filter === undefined) return;
  let real: string;
  let kind;
  try {
    real = tree.realPath(link.path);
    kind = tree.kindBehind(real);
  } catch (error) {
    // A link to nowhere whose name is not that of a manifest could have been anything.
    if (wanted) found.problems.push({ path: link.path, ...unreadable(error, true) });
    return;
  }
  if (!isWithin(tree, real, link.root)) {
    if (kind === 'folder' ? filter !== undefined : wanted)
      found.problems.push({ path: link.path, ...unreadable(new TreeError('EXDEV'), true) });
    return;
  }
  const links = link.links + 1;
  if (kind === 'file' && wanted) found.files.push({ path: link.path, real, links });
  // `build/` in a .gitignore is meant for a link to a build folder too, where git itself never looks.
  if (kind !== 'folder' || filter === undefined || link.rules.ignores(link.path, true)) return;
  const holders = [...link.holders, holder];
  if (holders.some((each) => isWithin(tree, each, real))) {
    const message = `The symbolic link leads back to the folder ${tree.paths.basename(real) || tree.paths.sep} that it lies in; it is not followed.`;
    found.problems.push({ path: link.path, code: 'folder-loop', message });
    return;
  }
  linked.push({ ...link, real, relative: `${link.relative}/`, filter, links, holders });
}

/** The repository around a folder, else `cwd` if that is around it, else the folder itself. */
function rootOf(tree: FileTree, start: string, cwd: string): string {
  for (let folder = start; ; folder = tree.paths.dirname(folder)) {
    if (tree.isRepository(folder)) return folder;
    if (tree.paths.dirname(folder) === folder) break;
  }
  const around = tree.realPath(cwd);
  return isWithin(tree, start, around) ? around : start;
}

function isWithin({ paths: { sep } }: FileTree, path: string, folder: string): boolean {
  return path === folder || path.startsWith(folder.endsWith(sep) ? folder : folder + sep);
}

function entriesOf(tree: FileTree, folder: Folder, problems: WalkProblem[]): readonly TreeEntry[] {
  try {
    return [...tree.entries(folder.path)].sort((a, b) => (a.name < b.name ? -1 : 1));
  } catch (error) {
    problems.push({ path: folder.path, ...unreadable(error, false) });
    return [];
  }
}

// Names from a tree need none of the clean-up that `join` spends its time on.
function joined({ paths: { sep } }: FileTree, folder: string, name: string): string {
  return folder.endsWith(sep) ? folder + name : folder + sep + name;
}
