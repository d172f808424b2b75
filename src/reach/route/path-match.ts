import { withoutEndSlashes } from '../../base/slashes.ts';
import type { Match } from '../../resource/selector.ts';
import { matchesLocation, matchesWhole, whyUntold } from './expression.ts';
import { matchesGlob } from './glob.ts';

/**
 * How a path is compared. `exact`: letter by letter. `prefix`: element by element, a trailing slash does not count (IN3,
 * GA6). `characters`: the request begins with it, even amid an element. `regex`: an expression of RE2 for the whole
 * path. `insensitive`: one of PCRE for its start, without regard to case, as ingress-nginx compares. `glob`: `*` stands for anything. `own`: as the controller likes.
 */
export type PathKind = 'exact' | 'prefix' | 'characters' | 'regex' | 'insensitive' | 'glob' | 'own';

export interface PathMatch {
  readonly kind: PathKind;
  readonly value: string;
}

/** Whether the path of a request is matched; `maybe` where only the controller knows. */
export function pathMatches({ kind, value }: PathMatch, path: string): Match {
  switch (kind) {
    case 'exact':
      return path === value ? 'yes' : 'no';
    case 'prefix':
      return isBelow(path, value) ? 'yes' : 'no';
    case 'characters':
      return path.startsWith(value) ? 'yes' : 'no';
    case 'regex':
      return matchesWhole(value, path);
    case 'insensitive':
      return matchesLocation(value, path);
    case 'glob':
      return matchesGlob(value, path) ? 'yes' : 'no';
    case 'own':
      return value === '' || value === '/' || isBelow(path, value)
        ? 'yes'
        : path.toLowerCase().startsWith(value.toLowerCase()) || /[()[\]*+?\\|^$]/.test(value)
          ? 'maybe'
          : 'no';
  }
}

/** IN3: element by element; `/foo/` is `/foo`. */
export function isBelow(path: string, prefix: string): boolean {
  const base = withoutEndSlashes(prefix);
  return path.startsWith(base) && (path.length === base.length || path[base.length] === '/');
}

/** Why nobody here can tell which paths are matched: `PCRE only: "(?!"`. */
export function whyOpen({ kind, value }: PathMatch): string | undefined {
  if (kind === 'regex') return whyUntold(value, 're2');
  return kind === 'insensitive' ? whyUntold(value, 'pcre') : undefined;
}
