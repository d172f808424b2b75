import { lstatSync, realpathSync, statSync, type Stats } from 'node:fs';
import { dirname, relative, resolve, sep } from 'node:path';
import { chartOf } from './chart.ts';
import type { SourceFile, SourceProblem } from './file.ts';
import { expandBraces, hasWildcards, walksOf } from './glob.ts';
import { IgnoreRules } from './ignored.ts';
import { MANIFESTS } from './manifest-files.ts';
import { readText, textOf } from './read.ts';
import { unreadable, walk, type Filter, type Found, type FoundFile } from './walk.ts';

export interface ReadOptions {
  /** Absolute. */
  readonly cwd: string;
  /** What `-` stands for; standard input if left out. */
  readonly stdin?: () => string;
  /** Called every few hundred files. */
  readonly onProgress?: (done: number, total: number) => void;
}

export interface Sources {
  /** Sorted by `file` in code-unit order, each real file once. */
  readonly files: readonly SourceFile[];
  /** Sorted by `file`. */
  readonly problems: readonly SourceProblem[];
  /** The patterns that no file matches, as they were given; `-` where nothing came in, as from a command that failed. */
  readonly unmatched: readonly string[];
}

const STDIN = '<stdin>';
const PROGRESS_STEP = 256;

/**
 * Reads the files that the patterns name: a file (of any name, even an ignored one), a folder (its manifests, at any
 * depth, without what git ignores), a glob, or `-` for standard input; no pattern means the working directory.
 * Never throws: what cannot be read is a problem, and the rest is read.
 */
export function readSources(patterns: readonly string[], options: ReadOptions): Sources {
  const cwd = resolve(options.cwd);
  const all = [...new Set(patterns.length === 0 ? ['.'] : patterns)];
  const finds = all.map((pattern) => ({ pattern, found: pattern === '-' ? NOTHING : find(pattern, cwd) }));
  const problems = new Map<string, SourceProblem>();
  for (const { path, code, message } of finds.flatMap(({ found }) => found.problems)) {
    const file = nameOf(path, cwd);
    problems.set(`${file}\0${code}`, { file, code, message });
  }

  const wanted = eachOnce(finds.flatMap(({ found }) => found.files));
  const files: SourceFile[] = [];
  const charts = new Map<string, string | undefined>();
  const add = (
    file: string,
    reading: ReturnType<typeof readText>,
    more: Omit<SourceFile, 'file' | 'text'>,
  ) => {
    if ('code' in reading) problems.set(`${file}\0${reading.code}`, { file, ...reading });
    else files.push({ file, ...reading, ...more });
  };
  wanted.forEach(({ path, named }, index) => {
    const chart = chartOf(dirname(path), charts);
    add(nameOf(path, cwd), readText(path), {
      ...(chart === undefined ? {} : { chart: nameOf(chart, cwd) }),
      ...(named === undefined ? {} : { meant: 'named' }),
    });
    if ((index + 1) % PROGRESS_STEP === 0) options.onProgress?.(index + 1, wanted.length);
  });
  let stdinIsEmpty = false;
  if (all.includes('-')) {
    const reading = options.stdin === undefined ? readText(0) : textOf(Buffer.from(options.stdin()));
    stdinIsEmpty = 'text' in reading && reading.text.trim() === '';
    if (!stdinIsEmpty) add(STDIN, reading, { meant: 'piped' });
  }
  options.onProgress?.(wanted.length, wanted.length);

  const isEmpty = ({ files, problems }: Found): boolean => files.length === 0 && problems.length === 0;
  return {
    files: files.sort(byFile),
    problems: [...problems.values()].sort(byFile),
    unmatched: finds
      .filter(({ pattern, found }) => (pattern === '-' ? stdinIsEmpty : isEmpty(found)))
      .map(({ pattern }) => pattern),
  };
}

const NOTHING: Found = { files: [], problems: [] };

function find(pattern: string, cwd: string): Found {
  // An empty argument is a shell variable that was not set, and must not mean the whole working directory.
  if (pattern === '') return NOTHING;
  const path = resolve(cwd, pattern);
  let isLink = false;
  try {
    const entry = statOfEntry(path);
    if (entry === undefined) return /[*?[{(]/.test(pattern) ? findGlob(pattern, cwd) : NOTHING;
    isLink = entry.isSymbolicLink();
    const links = isLink ? 1 : 0;
    if (statSync(path).isDirectory()) return walk(path, MANIFESTS, IgnoreRules.above(path, cwd), links);
    return { files: [{ path, real: realPathOf(path), links, named: true }], problems: [] };
  } catch (error) {
    return { files: [], problems: [{ path, ...unreadable(error, isLink) }] };
  }
}

// A glob that is too long for a name, and a path through a file, are only more ways not to exist.
function statOfEntry(path: string): Stats | undefined {
  try {
    return lstatSync(path, { throwIfNoEntry: false });
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code === 'ENAMETOOLONG' || code === 'ENOTDIR') return undefined;
    throw error;
  }
}

function findGlob(pattern: string, cwd: string): Found {
  const globs = expandBraces(pattern);
  const finds = [
    ...globs.filter((each) => !hasWildcards(each)).map((path) => find(path, cwd)),
    ...[...walksOf(globs.filter(hasWildcards))].map(([folder, filter]) =>
      findBelow(resolve(cwd, folder), filter, cwd),
    ),
  ];
  return { files: finds.flatMap((found) => found.files), problems: finds.flatMap((found) => found.problems) };
}

function findBelow(folder: string, filter: Filter, cwd: string): Found {
  try {
    const isFolder = statSync(folder, { throwIfNoEntry: false })?.isDirectory() === true;
    return isFolder ? walk(folder, filter, IgnoreRules.above(folder, cwd)) : NOTHING;
  } catch (error) {
    return { files: [], problems: [{ path: folder, ...unreadable(error, false) }] };
  }
}

// A pipe such as /dev/fd/63 has no real path.
function realPathOf(path: string): string {
  try {
    return realpathSync.native(path);
  } catch {
    return path;
  }
}

/** One find for each real file: the one reached through the fewest links, then the first by path; named if one of them is. */
function eachOnce(finds: readonly FoundFile[]): readonly FoundFile[] {
  const best = new Map<string, FoundFile>();
  const named = new Set<string>();
  for (const found of finds) {
    if (found.named === true) named.add(found.real);
    const other = best.get(found.real);
    const isBetter =
      other === undefined ||
      found.links < other.links ||
      (found.links === other.links && found.path < other.path);
    if (isBetter) best.set(found.real, found);
  }
  return [...best.values()].map((found) => (named.has(found.real) ? { ...found, named: true } : found));
}

// Another drive of Windows has no relative path: its files keep their absolute one.
function nameOf(path: string, cwd: string): string {
  return (relative(cwd, path) || '.').replaceAll(sep, '/');
}

function byFile(a: { readonly file: string }, b: { readonly file: string }): number {
  return a.file < b.file ? -1 : a.file > b.file ? 1 : 0;
}
