/** What one list of things has to say of itself, to find out which of them are covered by others. */
export interface Comparison<T> {
  /** Equal for things that mean the same for certain. */
  readonly keyOf: (one: T) => string;
  /** Those that may cover one, in their order, none left out. Given are the first ones of equal things. */
  readonly amongFirst: (first: readonly T[]) => (narrow: T) => Iterable<T>;
  readonly covers: (wide: T, narrow: T) => boolean;
}

/** The first other one that covers each; of those that cover each other the first one stays. */
export function coverings<T>(
  things: readonly T[],
  { keyOf, amongFirst, covers }: Comparison<T>,
): ReadonlyMap<T, T> {
  if (things.length < 2) return new Map();
  const keys = things.map(keyOf);
  const firstOf = new Map<string, T>();
  const places = new Map<T, number>();
  for (const [index, one] of things.entries()) {
    const key = keys[index] ?? '';
    if (!firstOf.has(key)) firstOf.set(key, one);
    places.set(one, index);
  }
  const placeOf = (one: T): number => places.get(one) ?? 0;
  const among = amongFirst([...firstOf.values()]);
  const found = new Map<T, T>();
  for (const [index, one] of things.entries()) {
    const first = firstOf.get(keys[index] ?? '');
    if (first !== undefined && first !== one) {
      const by = found.get(first);
      if (covers(first, one)) found.set(one, by !== undefined && placeOf(by) < placeOf(first) ? by : first);
      continue;
    }
    for (const other of among(one)) {
      if (other === one || !covers(other, one)) continue;
      if (placeOf(other) > index && covers(one, other)) continue;
      found.set(one, other);
      break;
    }
  }
  return found;
}
