import { nameOf } from '../../resource/resource.ts';
import type { RouteEntry, ValueMatch } from './entry.ts';
import type { PathMatch } from './path-match.ts';

/** How reports call an entry: `Ingress shop/web, shop.example.com/api (Prefix)`. */
export function describeEntry(entry: RouteEntry): string {
  return `${nameOf(entry.source)}, ${entry.host === '' ? 'all hosts, ' : entry.host}${describeMatch(entry)}`;
}

/** `/api (prefix), GET, header version=2`. */
export function describeMatch({
  path,
  method,
  headers,
  query,
  conditions = [],
}: Pick<RouteEntry, 'path' | 'method' | 'headers' | 'query' | 'conditions'>): string {
  return [
    `${path.value === '' ? '/' : path.value} (${PATHS[path.kind]})`,
    ...(method === undefined ? [] : [method]),
    ...headers.map((one) => `header ${describeValue(one)}`),
    ...query.map((one) => `query ${describeValue(one)}`),
    ...conditions.map(({ text }) => text),
  ].join(', ');
}

export const PATHS: Readonly<Record<PathMatch['kind'], string>> = {
  exact: 'exact',
  prefix: 'prefix',
  characters: 'prefix by characters',
  regex: 'regular expression',
  insensitive: 'regular expression without case',
  glob: 'glob',
  own: "the controller's own way",
};

function describeValue({ name, kind, value }: ValueMatch): string {
  if (kind === 'present') return name;
  return `${name}${kind === 'regex' ? '~' : '='}${value}`;
}

/** `33 %`, of a part of 1. */
export function percent(share: number): string {
  const value = share * 100;
  return `${value > 0 && value < 1 ? '<1' : Math.round(value)} %`;
}

export function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
