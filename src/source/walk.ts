import { readdirSync, realpathSync, statSync, type Dirent } from 'node:fs';
import { basename, sep } from 'node:path';
import type { SourceProblemCode } from './file.ts';
import type { IgnoreRules } from './ignored.ts';

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
}

/**
 * Everything the filter wants below a folder, each real folder once: real folders come before those behind symbolic
 * links, so that a file is known by its plain path. `links` is 1 if the start itself is a link, else 0.
 */
export function walk(start: string, filter: Filter, rules: IgnoreRules, links = 0): Found {
  const found: Found = { files: [], problems: [] };
  const real = realpathSync.native(start);
  const pending: Folder[] = [{ path: start, real, relative: '', filter, rules, links, holders: [] }];
  const linked: Folder[] = [];
  const entered = new Set<string>();
  for (;;) {
    const folder = pending.pop() ?? linked.shift();
    if (folder === undefined) return found;
    if (entered.has(folder.real)) continue;
    entered.add(folder.real);
    visit(folder, found, pending, linked);
  }
}

function visit(folder: Folder, found: Found, pending: Folder[], linked: Folder[]): void {
  const entries = entriesOf(folder, found.problems);
  const rules = folder.rules.inside(folder.path, {
    repository: entries.some((entry) => entry.name === '.git'),
    gitignore: entries.some((entry) => entry.name === '.gitignore' && entry.isFile()),
  });
  for (const entry of entries) {
    const { name } = entry;
    const path = joined(folder.path, name);
    const relative = folder.relative + name;
    if (entry.isSymbolicLink()) {
      if (rules.ignores(path, false)) continue;
      followLink({ ...folder, path, relative, rules }, name, folder.real, found, linked);
    } else if (entry.isDirectory()) {
      const filter = folder.filter.inside(relative, name);
      if (filter === undefined || rules.ignores(path, true)) continue;
      const real = joined(folder.real, name);
      pending.push({ ...folder, path, real, relative: `${relative}/`, filter, rules });
    } else if (entry.isFile() && folder.filter.takes(relative, name) && !rules.ignores(path, false)) {
      found.files.push({ path, real: joined(folder.real, name), links: folder.links });
    }
  }
}

/** `link` is the folder around the link, but at the link's own path. */
function followLink(link: Folder, name: string, holder: string, found: Found, linked: Folder[]): void {
  const wanted = link.filter.takes(link.relative, name);
  const filter = link.filter.inside(link.relative, name);
  if (!wanted && filter === undefined) return;
  let real: string;
  let stat;
  try {
    real = realpathSync.native(link.path);
    stat = statSync(real);
  } catch (error) {
    // A link to nowhere whose name is not that of a manifest could have been anything.
    if (wanted) found.problems.push({ path: link.path, ...unreadable(error, true) });
    return;
  }
  const links = link.links + 1;
  if (stat.isFile() && wanted) found.files.push({ path: link.path, real, links });
  // `build/` in a .gitignore is meant for a link to a build folder too, where git itself never looks.
  if (!stat.isDirectory() || filter === undefined || link.rules.ignores(link.path, true)) return;
  const holders = [...link.holders, holder];
  if (holders.some((each) => each === real || each.startsWith(real.endsWith(sep) ? real : real + sep))) {
    const message = `The symbolic link leads back to the folder ${basename(real)} that it lies in; it is not followed.`;
    found.problems.push({ path: link.path, code: 'folder-loop', message });
    return;
  }
  linked.push({ ...link, real, relative: `${link.relative}/`, filter, links, holders });
}

function entriesOf(folder: Folder, problems: WalkProblem[]): Dirent[] {
  try {
    const entries = readdirSync(folder.path, { withFileTypes: true });
    return entries.sort((a, b) => (a.name < b.name ? -1 : 1));
  } catch (error) {
    problems.push({ path: folder.path, ...unreadable(error, false) });
    return [];
  }
}

/** What an error of the file system means for the reader of the report. */
export function unreadable(error: unknown, isLink: boolean): { code: 'file-unreadable'; message: string } {
  const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown error';
  return {
    code: 'file-unreadable',
    message: REASONS[isLink ? `link ${code}` : code] ?? `It cannot be read (${code}).`,
  };
}

const REASONS: Record<string, string> = {
  'link ENOENT': 'The symbolic link leads nowhere.',
  'link ELOOP': 'The symbolic link leads to itself.',
  ENOENT: 'It vanished while it was read.',
  EACCES: 'There is no permission to read it.',
  EPERM: 'There is no permission to read it.',
};

// Names from the file system need none of the clean-up that `join` spends its time on.
function joined(folder: string, name: string): string {
  return folder.endsWith(sep) ? folder + name : folder + sep + name;
}
