import { Minimatch, type MinimatchOptions, braceExpand } from 'minimatch';
import { MANIFESTS } from './manifest-files.ts';
import type { Filter } from './walk.ts';

const WINDOWS = process.platform === 'win32';

// On Windows `\` separates folders, and cannot also escape.
const OPTIONS: MinimatchOptions = {
  windowsPathsNoEscape: WINDOWS,
  nocomment: true,
  nonegate: true,
  nobrace: true,
};

/** The globs that a pattern with `{a,b}` or `{1..3}` stands for, with `/` on every platform; none if it is no valid one. */
export function expandBraces(pattern: string): readonly string[] {
  try {
    return braceExpand(WINDOWS ? pattern.replaceAll('\\', '/') : pattern).filter((each) => each !== '');
  } catch {
    return [];
  }
}

/** Whether it needs matching; without braces, which are expanded before. */
export function hasWildcards(glob: string): boolean {
  return /[*?[\]\\]|[+@!]\(/.test(glob);
}

/**
 * The walks that some globs ask for: a folder, as literal as the glob begins, and what to take below it.
 *
 * A glob means the same whether a shell expands it or not: a folder it matches is read as a whole, and `.`-names need
 * their dot spelled out. Only where the shell would name every file (`apps/*`), manifests alone are taken.
 */
export function walksOf(globs: readonly string[]): ReadonlyMap<string, Filter> {
  const byFolder = new Map<string, Minimatch[]>();
  for (const glob of globs) {
    const segments = glob.split('/');
    const literal = segments.findIndex(hasWildcards);
    const folder = literal === 0 ? '.' : segments.slice(0, literal).join('/') || '/';
    const rest = compiled(segments.slice(literal).join('/'));
    if (rest !== undefined) byFolder.set(folder, [...(byFolder.get(folder) ?? []), rest]);
  }
  return new Map([...byFolder].map(([folder, alternatives]) => [folder, globFilter(alternatives)]));
}

function compiled(glob: string): Minimatch | undefined {
  try {
    return new Minimatch(glob, OPTIONS);
  } catch {
    return undefined;
  }
}

function globFilter(alternatives: readonly Minimatch[]): Filter {
  return {
    takes: (relative, name) =>
      alternatives.some(
        (glob) => (namesItsEnd(glob.pattern) || MANIFESTS.takes(relative, name)) && glob.match(relative),
      ),
    inside: (relative, name) => {
      if (name === 'node_modules' && !alternatives.some((glob) => glob.pattern.includes(name)))
        return undefined;
      const open = alternatives.filter((glob) => glob.match(relative, true));
      const below = open.length > 0 ? globFilter(open) : undefined;
      return alternatives.some((glob) => glob.match(`${relative}/`)) ? eitherOf(MANIFESTS, below) : below;
    },
  };
}

function eitherOf(one: Filter, other: Filter | undefined): Filter {
  if (other === undefined) return one;
  return {
    takes: (relative, name) => one.takes(relative, name) || other.takes(relative, name),
    inside: (relative, name) => {
      const first = one.inside(relative, name);
      const second = other.inside(relative, name);
      return first === undefined ? second : eitherOf(first, second);
    },
  };
}

function namesItsEnd(glob: string): boolean {
  return !/[*?\])]$/.test(glob);
}
