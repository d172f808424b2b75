import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AddressSet, parseAddress, partition } from '../../src/base/addresses.ts';
import type { Address } from '../../src/base/addresses.ts';
import { contains, formatAddress, parseCidr } from '../../src/base/cidr.ts';
import type { Cidr } from '../../src/base/cidr.ts';

function cidr(text: string): Cidr {
  const parsed = parseCidr(text);
  if (parsed === undefined) throw new Error(`${text} is no CIDR`);
  return parsed.cidr;
}

function address(text: string): Address {
  const parsed = parseAddress(text);
  if (parsed === undefined) throw new Error(`${text} is no address`);
  return parsed;
}

/** Blocks among the last 16 addresses of both families, and the whole of each. */
const blockText = fc.oneof(
  fc
    .tuple(fc.nat(15), fc.integer({ min: 28, max: 32 }))
    .map(([host, bits]) => `255.255.255.${240 + host}/${bits}`),
  fc
    .tuple(fc.nat(15), fc.integer({ min: 124, max: 128 }))
    .map(([host, bits]) => `ffff:ffff:ffff:ffff:ffff:ffff:ffff:fff${host.toString(16)}/${bits}`),
  fc.constantFrom('0.0.0.0/0', '::/0', '::/128', '0.0.0.0/32'),
);
const blocks = fc.array(blockText.map(cidr), { maxLength: 5 });

const points: readonly Address[] = [
  ...Array.from({ length: 16 }, (_, host) => address(`255.255.255.${240 + host}`)),
  ...Array.from({ length: 16 }, (_, host) =>
    address(`ffff:ffff:ffff:ffff:ffff:ffff:ffff:fff${host.toString(16)}`),
  ),
  ...['0.0.0.0', '0.0.0.1', '::', '::1', '255.255.255.239', '128.0.0.0', '8000::'].map(address),
];

function inSome(list: readonly Cidr[], { family, value }: Address): boolean {
  return list.some((block) => contains(block, { family, first: value, last: value, bits: 0 }));
}

describe('a set of addresses', () => {
  it('combines like sets counted out', () => {
    fc.assert(
      fc.property(blocks, blocks, (a, b) => {
        const [one, two] = [AddressSet.of(a), AddressSet.of(b)];
        for (const point of points) {
          const [x, y] = [inSome(a, point), inSome(b, point)];
          expect(one.contains(point)).toBe(x);
          expect(one.union(two).contains(point)).toBe(x || y);
          expect(one.intersect(two).contains(point)).toBe(x && y);
          expect(one.subtract(two).contains(point)).toBe(x && !y);
        }
      }),
    );
  });

  it('is structurally equal to what holds the same', () => {
    fc.assert(
      fc.property(blocks, blocks, (a, b) => {
        const [one, two] = [AddressSet.of(a), AddressSet.of(b)];
        expect(AddressSet.of(one.ranges()).equals(one)).toBe(true);
        expect(AddressSet.of([...a, ...b]).equals(one.union(two))).toBe(true);
        expect(AddressSet.all.subtract(AddressSet.all.subtract(one)).ranges()).toEqual(one.ranges());
        expect(one.isSubsetOf(two)).toBe(one.union(two).equals(two));
        expect(one.intersect(two).isEmpty).toBe(one.subtract(two).equals(one));
      }),
    );
  });

  it('takes exceptions out of a block, and only those of its family', () => {
    const set = AddressSet.ofBlock(cidr('10.0.0.0/8'), [cidr('10.1.0.0/16'), cidr('::/0')]);
    expect(
      ['10.0.255.255', '10.1.0.0', '10.1.255.255', '10.2.0.0'].map((text) => set.contains(address(text))),
    ).toEqual([true, false, false, true]);
    expect(AddressSet.ofBlock(cidr('10.0.0.0/8'), [cidr('0.0.0.0/0')]).isEmpty).toBe(true);
    expect(AddressSet.ofBlock(cidr('0.0.0.0/0')).contains(address('::1'))).toBe(false);
  });
});

describe('the partition of all addresses', () => {
  it('covers both families without gaps, and splits no range', () => {
    fc.assert(
      fc.property(blocks, (list) => {
        const pieces = partition(list);
        expect(AddressSet.of(pieces).equals(AddressSet.all)).toBe(true);
        for (const family of [4, 6] as const) {
          const own = pieces.filter((piece) => piece.family === family);
          own.slice(1).forEach(({ first }, index) => {
            expect(first).toBe((own[index]?.last ?? -5n) + 1n);
          });
        }
        for (const piece of pieces) {
          for (const block of list) {
            const whole = AddressSet.of([piece]);
            const common = whole.intersect(AddressSet.of([block]));
            expect(common.isEmpty || common.equals(whole)).toBe(true);
          }
        }
      }),
    );
  });

  it('has no more pieces than there are bounds', () => {
    expect(partition([])).toHaveLength(2);
    expect(
      partition([cidr('10.0.0.0/8'), cidr('10.0.0.0/9'), cidr('10.0.0.0/8')]).map(({ family, first }) =>
        formatAddress(family, first),
      ),
    ).toEqual(['0.0.0.0', '10.0.0.0', '10.128.0.0', '11.0.0.0', '::']);
  });
});

describe('an address', () => {
  it.each(['10.0.0.1', '2001:db8::1', '::'])('is read: %s', (text) => {
    const { family, value } = address(text);
    expect(formatAddress(family, value)).toBe(text);
  });

  it.each(['', '10.0.0', '10.0.0.1/32', '10.0.0.256', 'example.com', ':::', '10.0.0.1 '])(
    'is nothing else: %j',
    (text) => {
      expect(parseAddress(text)).toBeUndefined();
    },
  );
});
