import { getAt, stringOf } from '../../base/json.ts';
import type { Resource } from '../../resource/resource.ts';

/**
 * Which of two objects counts as the older, where both say when they were made: of the same second the first by name
 * (GA6; ingress-nginx store.go sorts alike). Undefined where the age is not known.
 */
export function older(a: Resource, b: Resource): Resource | undefined {
  const [first, second] = [createdAt(a), createdAt(b)];
  if (first === undefined || second === undefined) return undefined;
  if (first !== second) return first < second ? a : b;
  return `${a.namespace}/${a.name}` <= `${b.namespace}/${b.name}` ? a : b;
}

/** RFC 3339 in UTC, which sorts as text; manifests that were exported from a cluster have it. */
export function createdAt(resource: Resource): string | undefined {
  return stringOf(getAt(resource.value, ['metadata', 'creationTimestamp']));
}
