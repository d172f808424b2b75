import { chartOf } from './chart.ts';
import type { SourceFile, SourceProblem } from './file.ts';
import { expandBraces, hasWildcards, walksOf } from './glob.ts';
import { IgnoreRules } from './ignored.ts';
import { MANIFESTS } from './manifest-files.ts';
import { readText, textOf, type Reading } from './read.ts';
import type { FileTree } from './tree/tree.ts';
import { unreadable } from './unreadable.ts';
import { walk, type Filter, type Found, type FoundFile } from './walk.ts';

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

/** What standard input is called among the files. */
export const STDIN = '<stdin>';
const PROGRESS_STEP = 256;

/** The files of a tree that the patterns name; see `readSources`. */
export function sourcesIn(tree: FileTree, patterns: readonly string[], options: ReadOptions): Sources {
  const cwd = tree.paths.resolve(options.cwd);
  const all = [...new Set(patterns.length === 0 ? ['.'] : patterns)];
  const finds = all.map((pattern) => ({
    pattern,
    found: pattern === '-' ? NOTHING : find(tree, pattern, cwd),
  }));
  const problems = new Map<string, SourceProblem>();
  for (const { path, code, message } of finds.flatMap(({ found }) => found.problems)) {
    const file = nameOf(tree, path, cwd);
    problems.set(`${file}\0${code}`, { file, code, message });
  }

  const files: SourceFile[] = [];
  const charts = new Map<string, string | undefined>();
  const add = (file: string, reading: Reading, more: Omit<SourceFile, 'file' | 'text'>): void => {
    if ('code' in reading) problems.set(`${file}\0${reading.code}`, { file, ...reading });
    else files.push({ file, ...reading, ...more });
  };
  const wanted = eachOnce(finds.flatMap(({ found }) => found.files));
  let done = 0;
  for (const reading of tree.read(wanted.map(({ path }) => path))) {
    const { path = '', named } = wanted[done] ?? {};
    const chart = chartOf(tree, tree.paths.dirname(path), charts);
    add(nameOf(tree, path, cwd), reading, {
      ...(chart === undefined ? {} : { chart: nameOf(tree, chart, cwd) }),
      ...(named === undefined ? {} : { meant: 'named' }),
    });
    if (++done % PROGRESS_STEP === 0) options.onProgress?.(done, wanted.length);
  }
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

function find(tree: FileTree, pattern: string, cwd: string): Found {
  // An empty argument is a shell variable that was not set, and must not mean the whole working directory.
  if (pattern === '') return NOTHING;
  const path = tree.paths.resolve(cwd, pattern);
  let isLink = false;
  try {
    const entry = tree.kindAt(path);
    if (entry === undefined) return /[*?[{(]/.test(pattern) ? findGlob(tree, pattern, cwd) : NOTHING;
    isLink = entry === 'link';
    const links = isLink ? 1 : 0;
    if (tree.kindBehind(path) === 'folder')
      return walk(tree, path, MANIFESTS, IgnoreRules.above(tree, path, cwd), cwd, links);
    return { files: [{ path, real: realPathOf(tree, path), links, named: true }], problems: [] };
  } catch (error) {
    return { files: [], problems: [{ path, ...unreadable(error, isLink) }] };
  }
}

function findGlob(tree: FileTree, pattern: string, cwd: string): Found {
  const globs = expandBraces(pattern);
  const finds = [
    ...globs.filter((each) => !hasWildcards(each)).map((path) => find(tree, path, cwd)),
    ...[...walksOf(globs.filter(hasWildcards))].map(([folder, filter]) =>
      findBelow(tree, tree.paths.resolve(cwd, folder), filter, cwd),
    ),
  ];
  return { files: finds.flatMap((found) => found.files), problems: finds.flatMap((found) => found.problems) };
}

function findBelow(tree: FileTree, folder: string, filter: Filter, cwd: string): Found {
  try {
    if (tree.kindAt(folder) === undefined || tree.kindBehind(folder) !== 'folder') return NOTHING;
    return walk(tree, folder, filter, IgnoreRules.above(tree, folder, cwd), cwd);
  } catch (error) {
    return { files: [], problems: [{ path: folder, ...unreadable(error, false) }] };
  }
}

// A pipe such as /dev/fd/63 has no real path.
function realPathOf(tree: FileTree, path: string): string {
  try {
    return tree.realPath(path);
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
function nameOf({ paths }: FileTree, path: string, cwd: string): string {
  return (paths.relative(cwd, path) || '.').replaceAll(paths.sep, '/');
}

function byFile(a: { readonly file: string }, b: { readonly file: string }): number {
  return a.file < b.file ? -1 : a.file > b.file ? 1 : 0;
}
