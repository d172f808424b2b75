import { clipped } from './terminal.ts';

/** UTF-16 units of one value: whatever a name or message may need; what is longer is only there to be long. */
const LONGEST_VALUE = 16_384;

const UNSAFE = /[\x7f-\x9f\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]/g;

/**
 * The value as JSON. Programs get every text whole up to a bound, and what a terminal would obey, or a log would take for a
 * command, written as `\uXXXX`: it is the same value.
 */
export function jsonText(value: unknown, indent?: number): string {
  const bounded = (_: string, one: unknown): unknown =>
    typeof one === 'string' ? clipped(one, LONGEST_VALUE) : one;
  return JSON.stringify(value, bounded, indent)
    .replace(UNSAFE, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`)
    .replaceAll('##', '#\\u0023');
}
