import { limitFor } from './nearest.ts';

/**
 * Many words of which the nearest ones are looked for: words that begin alike are compared once, and those that begin too
 * differently are passed over together. Finds what `nearest` finds.
 */
export class NearWords {
  readonly #sorted: readonly string[];

  constructor(words: Iterable<string>) {
    this.#sorted = [...new Set(words)].sort();
  }

  nearest(word: string): string | undefined {
    let limit = limitFor(word);
    let best: string | undefined;
    // The rows of the table of distances for the beginning of the word before; they hold for what is common to both.
    const rows: number[][] = [Array.from({ length: word.length + 1 }, (_, index) => index)];
    let before = '';
    let valid = 0;
    for (let index = 0; index < this.#sorted.length;) {
      const candidate = this.#sorted[index] ?? '';
      let depth = 0;
      while (depth < valid && before[depth] === candidate[depth]) depth++;
      let isFar = false;
      while (depth < candidate.length && !isFar) {
        depth++;
        const row = rowOf(word, candidate, depth, rows);
        rows[depth] = row;
        isFar = row.every((distance) => distance > limit);
      }
      before = candidate;
      valid = depth;
      if (isFar) {
        index = this.#behind(candidate.slice(0, depth), index);
        continue;
      }
      const distance = rows[candidate.length]?.[word.length] ?? limit + 1;
      // Of equally near ones the first in their order counts, which was met first.
      if (distance < limit || (distance === limit && best === undefined))
        [limit, best] = [distance, candidate];
      index++;
    }
    return best;
  }

  /** The index of the first word, from one on, that does not begin so. */
  #behind(beginning: string, from: number): number {
    let low = from + 1;
    let high = this.#sorted.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.#sorted[middle]?.startsWith(beginning) === true) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

/** Distances of the first `depth` letters of a candidate to each beginning of the word (see `distance`). */
function rowOf(
  word: string,
  candidate: string,
  depth: number,
  rows: readonly (readonly number[])[],
): number[] {
  const last = rows[depth - 1] ?? [];
  const beforeLast = rows[depth - 2];
  const letter = candidate[depth - 1];
  const row = [depth];
  for (let at = 1; at <= word.length; at++) {
    const same = letter === word[at - 1];
    let cost = Math.min((last[at] ?? 0) + 1, (row[at - 1] ?? 0) + 1, (last[at - 1] ?? 0) + (same ? 0 : 1));
    if (
      beforeLast !== undefined &&
      at > 1 &&
      letter === word[at - 2] &&
      candidate[depth - 2] === word[at - 1]
    )
      cost = Math.min(cost, (beforeLast[at - 2] ?? 0) + 1);
    row.push(cost);
  }
  return row;
}
