import type { TypeName } from '../resource/kinds.ts';

/** What the API server tells objects apart by, as one text. */
export function nameKey(type: TypeName, namespace: string, name: string): string {
  return `${type}\0${namespace}\0${name}`;
}
