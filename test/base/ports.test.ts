import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isProtocol, PortSet, PROTOCOLS } from '../../src/base/ports.ts';
import type { PortRange } from '../../src/base/ports.ts';

/** The ports on which sets of the ranges below can differ, and the ends of the space. */
const PORTS = [1, 2, 3, 4, 5, 6, 65_533, 65_534, 65_535];
const points = PROTOCOLS.flatMap((protocol) => PORTS.map((port) => ({ protocol, port })));
const range: fc.Arbitrary<PortRange> = fc
  .tuple(fc.constantFrom(...PROTOCOLS), fc.constantFrom(...PORTS), fc.constantFrom(...PORTS))
  .map(([protocol, first, last]) => ({ protocol, first, last }));
const ranges = fc.array(range, { maxLength: 5 });

function bitmap(list: readonly PortRange[]): readonly boolean[] {
  return points.map(({ protocol, port }) =>
    list.some((one) => one.protocol === protocol && one.first <= port && port <= one.last),
  );
}

function bitsOf(set: PortSet): readonly boolean[] {
  return points.map(({ protocol, port }) => set.contains(protocol, port));
}

describe('a set of ports', () => {
  it('combines like a bitmap', () => {
    fc.assert(
      fc.property(ranges, ranges, (a, b) => {
        const [one, two] = [PortSet.ofRanges(a), PortSet.ofRanges(b)];
        const [inOne, inTwo] = [bitmap(a), bitmap(b)];
        expect(bitsOf(one)).toEqual(inOne);
        expect(bitsOf(one.union(two))).toEqual(points.map((_, i) => inOne[i] === true || inTwo[i] === true));
        expect(bitsOf(one.intersect(two))).toEqual(
          points.map((_, i) => inOne[i] === true && inTwo[i] === true),
        );
        expect(bitsOf(one.subtract(two))).toEqual(
          points.map((_, i) => inOne[i] === true && inTwo[i] !== true),
        );
        expect(one.isEmpty).toBe(!inOne.includes(true));
      }),
    );
  });

  it('keeps the laws of sets', () => {
    fc.assert(
      fc.property(ranges, ranges, ranges, (a, b, c) => {
        const [x, y, z] = [PortSet.ofRanges(a), PortSet.ofRanges(b), PortSet.ofRanges(c)];
        expect(x.union(y).equals(y.union(x))).toBe(true);
        expect(x.intersect(y).equals(y.intersect(x))).toBe(true);
        expect(x.intersect(y.union(z)).equals(x.intersect(y).union(x.intersect(z)))).toBe(true);
        expect(x.subtract(y.union(z)).equals(x.subtract(y).subtract(z))).toBe(true);
        expect(x.subtract(y).union(x.intersect(y)).equals(x)).toBe(true);
        expect(x.union(PortSet.none).equals(x) && x.union(PortSet.all).isAll).toBe(true);
        expect(x.intersect(PortSet.all).equals(x) && x.intersect(PortSet.none).isEmpty).toBe(true);
        expect(x.subtract(PortSet.none).equals(x) && x.subtract(PortSet.all).isEmpty).toBe(true);
        expect(PortSet.all.subtract(PortSet.all.subtract(x)).equals(x)).toBe(true);
        expect(x.isSubsetOf(y)).toBe(x.union(y).equals(y));
      }),
    );
  });

  it('is equal to a set of the same ranges', () => {
    fc.assert(
      fc.property(ranges, (a) => {
        const set = PortSet.ofRanges(a);
        expect(PortSet.ofRanges(set.ranges()).equals(set)).toBe(true);
        expect(set.ranges()).toEqual(PortSet.ofRanges([...a].reverse()).ranges());
      }),
    );
  });

  it('leaves out what is no port', () => {
    expect(PortSet.of('TCP', -3, 2).ranges()).toEqual([{ protocol: 'TCP', first: 1, last: 2 }]);
    expect(PortSet.of('SCTP', 65_535, 90_000).ranges()).toEqual([
      { protocol: 'SCTP', first: 65_535, last: 65_535 },
    ]);
    expect(PortSet.of('TCP', 80, 70).isEmpty).toBe(true);
    expect(PortSet.of('UDP', 0).isEmpty).toBe(true);
    expect(PortSet.all.contains('TCP', 0) || PortSet.all.contains('TCP', 65_536)).toBe(false);
  });

  it('keeps protocols apart where their ports meet', () => {
    const set = PortSet.of('TCP', 65_535).union(PortSet.of('UDP', 1));
    expect(set.ranges()).toHaveLength(2);
    expect(set.contains('UDP', 65_535)).toBe(false);
  });

  it.each([
    [PortSet.none, 'none'],
    [PortSet.all, 'all'],
    [PortSet.ofProtocol('UDP'), 'UDP'],
    [
      PortSet.of('TCP', 80)
        .union(PortSet.of('TCP', 443, 445))
        .union(PortSet.of('UDP', 53)),
      'TCP 80, 443-445; UDP 53',
    ],
  ])('is written as people read it: %s', (set, text) => {
    expect(String(set)).toBe(text);
  });
});

it('knows the protocols by their exact names', () => {
  expect(['TCP', 'UDP', 'SCTP', 'tcp', 'ICMP'].filter(isProtocol)).toEqual(['TCP', 'UDP', 'SCTP']);
});
