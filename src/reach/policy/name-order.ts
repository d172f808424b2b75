import { idOf } from '../../resource/resource.ts';
import type { Policy } from './policy.ts';

/** Policies by their names, so that what is said of several does not depend on the order of files. */
export function inNameOrder(policies: readonly Policy[]): readonly Policy[] {
  return [...policies].sort((a, b) => {
    const x = keyOf(a);
    const y = keyOf(b);
    return x < y ? -1 : x > y ? 1 : 0;
  });
}

function keyOf({ resource }: Policy): string {
  return `${resource.name}\0${idOf(resource)}`;
}
