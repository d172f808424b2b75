const known = new WeakMap<object, Map<string, unknown>>();

/**
 * What follows from a list that many share and nobody changes, computed once for all of them. The key names the computation, which
 * fixes the type.
 */
export function derived<T>(from: object, key: string, compute: () => T): T {
  let values = known.get(from);
  if (values === undefined) known.set(from, (values = new Map<string, unknown>()));
  if (!values.has(key)) values.set(key, compute());
  return values.get(key) as T;
}
