import type { Resource } from '../resource/resource.ts';
import type { Context } from './rule.ts';

/** What several rules ask of an object, one after the other: it is computed for the first of them, and kept until another is checked. */
export function perObject<T>(
  compute: (resource: Resource, context: Context) => T,
): (resource: Resource, context: Context) => T {
  let last: { readonly resource: Resource; readonly context: Context; readonly value: T } | undefined;
  return (resource, context) => {
    if (
      last?.resource !== resource ||
      last.context.graph !== context.graph ||
      last.context.version !== context.version
    )
      last = { resource, context, value: compute(resource, context) };
    return last.value;
  };
}
