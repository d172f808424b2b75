import { distance, nearest } from '../base/nearest.ts';
import type { JsonValue, Path } from '../base/json.ts';
import { MASK } from '../secret/user-info.ts';
import type { Shape } from './shape.ts';

/** How messages call a place: `spec.ports[0].port`. */
export function describePath(path: Path): string {
  return path.reduce<string>((text, step) => {
    if (typeof step === 'number') return `${text}[${step}]`;
    const key = /^[\w-]+$/.test(step) ? step : JSON.stringify(step);
    return text === '' ? key : `${text}.${key}`;
  }, '');
}

/** What is written, and what it is: `"3", a string`; of a secret only what it is: `***, a string`. */
export function describeValue(value: JsonValue, secret = false): string {
  if (value === null) return 'empty';
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object') return 'an object';
  const text = secret ? MASK : JSON.stringify(value);
  const shown = text.length > 40 ? `${text.slice(0, 39)}…` : text;
  return `${shown}, a ${typeof value}`;
}

/** Where a field that is not known may belong: by another name here, or a level up or down. */
export type Meant =
  | { readonly where: 'here'; readonly name: string }
  | { readonly where: 'above'; readonly name: string }
  | { readonly where: 'below'; readonly name: string; readonly inside: string };

export function meantBy(field: string, { fields, above, below }: Shape): Meant | undefined {
  const folded = fields.find((name) => name.toLowerCase() === field.toLowerCase());
  if (folded !== undefined) return { where: 'here', name: folded };
  const near = nearest(field, fields);
  if (near !== undefined && distance(field, near, 2) <= 2) return { where: 'here', name: near };
  if (above.includes(field)) return { where: 'above', name: field };
  for (const [inside, inner] of below)
    if (inner.includes(field)) return { where: 'below', name: field, inside };
  return near === undefined ? undefined : { where: 'here', name: near };
}
