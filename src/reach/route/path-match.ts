import type { Match } from '../../resource/selector.ts';

/**
 * How a path is compared. `exact`: letter by letter. `prefix`: element by element, a trailing slash does not count (IN3,
 * GA6). `characters`: the request begins with it, even amid an element. `regex`: a regular expression, `anchored` at the
 * start and, for ingress-nginx, without regard to case. `glob`: `*` stands for anything. `own`: as the controller likes.
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
      return test(`^(?:${value})$`, '', path);
    case 'insensitive':
      return test(`^${value}`, 'i', path);
    case 'glob':
      return test(`^${value.split('*').map(literal).join('.*')}$`, '', path);
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
  const base = prefix.replace(/\/+$/, '');
  return path.startsWith(base) && (path.length === base.length || path[base.length] === '/');
}

/** JavaScript's expressions differ from RE2 and PCRE in corners: what it cannot compile, nobody here can tell. */
function test(expression: string, flags: string, path: string): Match {
  try {
    return new RegExp(expression, flags).test(path) ? 'yes' : 'no';
  } catch {
    return 'maybe';
  }
}

function literal(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
