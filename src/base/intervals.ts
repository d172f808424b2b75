/**
 * A set of integers as the bounds of its intervals, rising: from the first bound to before the second, from the third
 * to before the fourth, and so on. No two bounds are equal, so that intervals are sorted, disjoint and do not touch:
 * equal sets have equal bounds. Immutable.
 */
export class Intervals<T extends number | bigint> {
  readonly bounds: readonly T[];

  private constructor(bounds: readonly T[]) {
    this.bounds = bounds;
  }

  /** Half-open intervals, in any order, overlapping or not; those whose end is not behind their start are empty. */
  static of<T extends number | bigint>(intervals: Iterable<readonly [start: T, end: T]>): Intervals<T> {
    const sorted = [...intervals].filter(([start, end]) => start < end).sort(([a], [b]) => (a < b ? -1 : 1));
    const bounds: T[] = [];
    for (const [start, end] of sorted) {
      const last = bounds.at(-1);
      if (last === undefined || last < start) bounds.push(start, end);
      else if (last < end) bounds[bounds.length - 1] = end;
    }
    return new Intervals(bounds);
  }

  get isEmpty(): boolean {
    return this.bounds.length === 0;
  }

  contains(value: T): boolean {
    return this.#boundsUpTo(value) % 2 === 1;
  }

  union(other: Intervals<T>): Intervals<T> {
    return this.#combine(other, (inThis, inOther) => inThis || inOther);
  }

  intersect(other: Intervals<T>): Intervals<T> {
    return this.#combine(other, (inThis, inOther) => inThis && inOther);
  }

  subtract(other: Intervals<T>): Intervals<T> {
    return this.#combine(other, (inThis, inOther) => inThis && !inOther);
  }

  /** Takes as long as this set has intervals, and not the other one. */
  isSubsetOf(other: Intervals<T>): boolean {
    for (let index = 0; index + 1 < this.bounds.length; index += 2) {
      const start = this.bounds[index];
      const end = this.bounds[index + 1];
      if (start === undefined || end === undefined) break;
      const upTo = other.#boundsUpTo(start);
      const otherEnd = other.bounds[upTo];
      if (upTo % 2 === 0 || otherEnd === undefined || otherEnd < end) return false;
    }
    return true;
  }

  equals(other: Intervals<T>): boolean {
    return (
      this.bounds.length === other.bounds.length &&
      this.bounds.every((bound, index) => bound === other.bounds[index])
    );
  }

  /** The intervals, rising and half-open. */
  *[Symbol.iterator](): Generator<readonly [start: T, end: T]> {
    for (let index = 0; index + 1 < this.bounds.length; index += 2) {
      const start = this.bounds[index];
      const end = this.bounds[index + 1];
      if (start !== undefined && end !== undefined) yield [start, end];
    }
  }

  /** Walks the bounds of both sets in order, and keeps those where membership of the result changes. */
  #combine(other: Intervals<T>, keep: (inThis: boolean, inOther: boolean) => boolean): Intervals<T> {
    const bounds: T[] = [];
    let mine = 0;
    let theirs = 0;
    let inside = false;
    for (;;) {
      const a = this.bounds[mine];
      const b = other.bounds[theirs];
      const bound = a === undefined ? b : b === undefined || a < b ? a : b;
      if (bound === undefined) return new Intervals(bounds);
      if (a === bound) mine++;
      if (b === bound) theirs++;
      if (keep(mine % 2 === 1, theirs % 2 === 1) !== inside) {
        inside = !inside;
        bounds.push(bound);
      }
    }
  }

  /** How many bounds are at or before a value. */
  #boundsUpTo(value: T): number {
    let low = 0;
    let high = this.bounds.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      const bound = this.bounds[middle];
      if (bound !== undefined && bound <= value) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
