import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Intervals } from '../../src/base/intervals.ts';

const SIZE = 24;
const universe = Array.from({ length: SIZE }, (_, value) => value);
const pairs = fc.array(fc.tuple(fc.nat(SIZE), fc.nat(SIZE)), { maxLength: 6 });

/** What a list of half-open intervals holds, counted out. */
function bitmap(intervals: readonly (readonly [number, number])[]): readonly boolean[] {
  return universe.map((value) => intervals.some(([start, end]) => start <= value && value < end));
}

function bitsOf(set: Intervals<number>): readonly boolean[] {
  return universe.map((value) => set.contains(value));
}

describe('a set of intervals', () => {
  it('holds what its intervals hold', () => {
    fc.assert(
      fc.property(pairs, (list) => {
        expect(bitsOf(Intervals.of(list))).toEqual(bitmap(list));
      }),
    );
  });

  it('has rising bounds, none twice, so that intervals do not touch', () => {
    fc.assert(
      fc.property(pairs, pairs, (a, b) => {
        const one = Intervals.of(a);
        const two = Intervals.of(b);
        for (const set of [one, one.union(two), one.intersect(two), one.subtract(two)]) {
          expect(set.bounds.length % 2).toBe(0);
          set.bounds.slice(1).forEach((bound, index) => {
            expect(bound).toBeGreaterThan(set.bounds[index] ?? Infinity);
          });
        }
      }),
    );
  });

  it('combines like a bitmap', () => {
    fc.assert(
      fc.property(pairs, pairs, (a, b) => {
        const [one, two] = [Intervals.of(a), Intervals.of(b)];
        const [inOne, inTwo] = [bitmap(a), bitmap(b)];
        const both = universe.map((i) => [inOne[i] === true, inTwo[i] === true] as const);
        expect(bitsOf(one.union(two))).toEqual(both.map(([x, y]) => x || y));
        expect(bitsOf(one.intersect(two))).toEqual(both.map(([x, y]) => x && y));
        expect(bitsOf(one.subtract(two))).toEqual(both.map(([x, y]) => x && !y));
        expect(one.isSubsetOf(two)).toBe(both.every(([x, y]) => !x || y));
        expect(one.isEmpty).toBe(!inOne.includes(true));
      }),
    );
  });

  it('is structurally equal if and only if it holds the same', () => {
    fc.assert(
      fc.property(pairs, pairs, (a, b) => {
        const [one, two] = [Intervals.of(a), Intervals.of(b)];
        const same = bitmap(a).every((bit, index) => bit === bitmap(b)[index]);
        expect(one.equals(two)).toBe(same);
        if (same) expect(one).toStrictEqual(two);
        expect(Intervals.of([...one])).toStrictEqual(one);
        expect(one.union(two)).toStrictEqual(Intervals.of([...a, ...b]));
      }),
    );
  });

  it('merges intervals that touch and drops those that hold nothing', () => {
    const set = Intervals.of([
      [5, 9],
      [1, 3],
      [3, 5],
      [7, 7],
      [12, 11],
    ]);
    expect([...set]).toEqual([[1, 9]]);
  });
});
