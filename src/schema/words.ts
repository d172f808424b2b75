import { distance, nearest } from '../base/nearest.ts';
import type { JsonValue, Path } from '../base/json.ts';
import type { FieldType } from './definitions.ts';
import type { UnknownField } from './problems.ts';

/** How messages call a place: `spec.ports[0].port`. */
export function describePath(path: Path): string {
  return path.reduce<string>((text, step) => {
    if (typeof step === 'number') return `${text}[${step}]`;
    const key = /^[\w-]+$/.test(step) ? step : JSON.stringify(step);
    return text === '' ? key : `${text}.${key}`;
  }, '');
}

/** What is written, and what it is: `"3", a string`. */
export function describeValue(value: JsonValue): string {
  if (value === null) return 'empty';
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object') return 'an object';
  const text = JSON.stringify(value);
  const shown = text.length > 40 ? `${text.slice(0, 39)}…` : text;
  return `${shown}, a ${typeof value}`;
}

/** What a field takes: `a whole number`, `a list of strings`. */
export function describeType({ of, within }: FieldType, depth: number): string {
  const [container, ...others] = within.slice(depth);
  if (container === undefined) return ONE[of];
  const inner = others.length > 0 ? (others[0] === 'list' ? 'lists' : 'maps') : MANY[of];
  return container === 'list' ? `a list of ${inner}` : `a map of ${inner}`;
}

const ONE: Readonly<Record<FieldType['of'], string>> = {
  s: 'a string',
  i: 'a whole number',
  n: 'a number',
  b: 'true or false',
  q: 'a quantity such as 100m or 1Gi',
  x: 'a whole number or a string',
  t: 'a time such as 2006-01-02T15:04:05Z',
  y: 'base64',
  '*': 'anything',
  ref: 'an object',
};

const MANY: Readonly<Record<FieldType['of'], string>> = {
  s: 'strings',
  i: 'whole numbers',
  n: 'numbers',
  b: 'true or false',
  q: 'quantities such as 100m or 1Gi',
  x: 'whole numbers or strings',
  t: 'times such as 2006-01-02T15:04:05Z',
  y: 'base64 texts',
  '*': 'anything',
  ref: 'objects',
};

/** Where a field that is not known may belong: by another name here, or a level up or down. */
export type Meant =
  | { readonly where: 'here'; readonly name: string }
  | { readonly where: 'above'; readonly name: string }
  | { readonly where: 'below'; readonly name: string; readonly inside: string };

export function meantBy({ field, fields, above, below }: UnknownField): Meant | undefined {
  const names = Object.keys(fields);
  const folded = names.find((name) => name.toLowerCase() === field.toLowerCase());
  if (folded !== undefined) return { where: 'here', name: folded };
  const near = nearest(field, names);
  if (near !== undefined && distance(field, near, 2) <= 2) return { where: 'here', name: near };
  if (above !== undefined && Object.hasOwn(above, field)) return { where: 'above', name: field };
  for (const [inside, inner] of below)
    if (Object.hasOwn(inner, field)) return { where: 'below', name: field, inside };
  return near === undefined ? undefined : { where: 'here', name: near };
}
