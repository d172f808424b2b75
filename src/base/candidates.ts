interface Entry<T> {
  readonly one: T;
  readonly at: number;
}

/**
 * Finds what may cover something without asking everything: both have a word in common, in each of several respects. The
 * respect in which the fewest have one is asked.
 */
export class Candidates<T> {
  readonly #respects: readonly Map<string, Entry<T>[]>[];
  #count = 0;

  constructor(respects: number) {
    this.#respects = Array.from({ length: respects }, () => new Map<string, Entry<T>[]>());
  }

  /** The words of one respect after those of the other. */
  add(one: T, words: readonly (readonly string[])[]): void {
    const entry = { one, at: this.#count++ };
    for (const [index, known] of this.#respects.entries()) {
      for (const word of new Set(words[index])) {
        const entries = known.get(word);
        if (entries === undefined) known.set(word, [entry]);
        else entries.push(entry);
      }
    }
  }

  /** In the order in which they were added. */
  *among(words: readonly (readonly string[])[]): Generator<T> {
    let lists: readonly (readonly Entry<T>[])[] = [];
    let fewest = Number.POSITIVE_INFINITY;
    for (const [index, known] of this.#respects.entries()) {
      const found = (words[index] ?? []).flatMap((word) => {
        const entries = known.get(word);
        return entries === undefined ? [] : [entries];
      });
      const count = found.reduce((sum, { length }) => sum + length, 0);
      if (count < fewest) [lists, fewest] = [found, count];
    }
    yield* inOrder(lists);
  }
}

/** Each entry of lists in order once. */
function* inOrder<T>(lists: readonly (readonly Entry<T>[])[]): Generator<T> {
  const next = lists.map(() => 0);
  for (;;) {
    let first: Entry<T> | undefined;
    for (const [index, list] of lists.entries()) {
      const entry = list[next[index] ?? 0];
      if (entry !== undefined && (first === undefined || entry.at < first.at)) first = entry;
    }
    if (first === undefined) return;
    for (const [index, list] of lists.entries()) {
      const at = next[index] ?? 0;
      if (list[at] === first) next[index] = at + 1;
    }
    yield first.one;
  }
}
