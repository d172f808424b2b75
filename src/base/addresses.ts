import { parseCidr } from './cidr.ts';
import type { Cidr } from './cidr.ts';
import { Intervals } from './intervals.ts';

export interface Address {
  readonly family: 4 | 6;
  readonly value: bigint;
}

/** A run of addresses of one family, both ends inclusive. */
export interface AddressRange {
  readonly family: 4 | 6;
  readonly first: bigint;
  readonly last: bigint;
}

/** How many addresses a family has. */
const SIZE = { 4: 1n << 32n, 6: 1n << 128n } as const;

/** Reads `192.0.2.1` or `2001:db8::1`; undefined for anything else. */
export function parseAddress(text: string): Address | undefined {
  const parsed = text.includes('/') ? undefined : parseCidr(`${text}/${text.includes(':') ? 128 : 32}`);
  return parsed && { family: parsed.cidr.family, value: parsed.address };
}

/** An immutable set of IPv4 and IPv6 addresses. Equal sets are structurally equal. */
export class AddressSet {
  readonly #v4: Intervals<bigint>;
  readonly #v6: Intervals<bigint>;

  private constructor(v4: Intervals<bigint>, v6: Intervals<bigint>) {
    this.#v4 = v4;
    this.#v6 = v6;
  }

  static of(ranges: Iterable<AddressRange>): AddressSet {
    const v4: [bigint, bigint][] = [];
    const v6: [bigint, bigint][] = [];
    for (const { family, first, last } of ranges) (family === 4 ? v4 : v6).push([first, last + 1n]);
    return new AddressSet(Intervals.of(v4), Intervals.of(v6));
  }

  /** The block without its exceptions; those of the other family take nothing away. */
  static ofBlock(cidr: Cidr, except: Iterable<Cidr> = []): AddressSet {
    return AddressSet.of([cidr]).subtract(AddressSet.of(except));
  }

  static readonly none: AddressSet = AddressSet.of([]);
  static readonly all: AddressSet = AddressSet.of([
    { family: 4, first: 0n, last: SIZE[4] - 1n },
    { family: 6, first: 0n, last: SIZE[6] - 1n },
  ]);

  get isEmpty(): boolean {
    return this.#v4.isEmpty && this.#v6.isEmpty;
  }

  /** The first address: of IPv4 if there is one. */
  get first(): Address | undefined {
    const [v4] = this.#v4.bounds;
    if (v4 !== undefined) return { family: 4, value: v4 };
    const [v6] = this.#v6.bounds;
    return v6 === undefined ? undefined : { family: 6, value: v6 };
  }

  contains({ family, value }: Address): boolean {
    return (family === 4 ? this.#v4 : this.#v6).contains(value);
  }

  union(other: AddressSet): AddressSet {
    return new AddressSet(this.#v4.union(other.#v4), this.#v6.union(other.#v6));
  }

  intersect(other: AddressSet): AddressSet {
    return new AddressSet(this.#v4.intersect(other.#v4), this.#v6.intersect(other.#v6));
  }

  subtract(other: AddressSet): AddressSet {
    return new AddressSet(this.#v4.subtract(other.#v4), this.#v6.subtract(other.#v6));
  }

  isSubsetOf(other: AddressSet): boolean {
    return this.#v4.isSubsetOf(other.#v4) && this.#v6.isSubsetOf(other.#v6);
  }

  equals(other: AddressSet): boolean {
    return this.#v4.equals(other.#v4) && this.#v6.equals(other.#v6);
  }

  /** IPv4 first, rising. */
  ranges(): readonly AddressRange[] {
    return [
      ...[...this.#v4].map(([start, end]): AddressRange => ({ family: 4, first: start, last: end - 1n })),
      ...[...this.#v6].map(([start, end]): AddressRange => ({ family: 6, first: start, last: end - 1n })),
    ];
  }
}

/**
 * Cuts the whole space at every bound of these ranges: IPv4 first, rising, without gaps. All addresses of a piece are
 * in the same ones of them.
 */
export function partition(ranges: Iterable<AddressRange>): readonly AddressRange[] {
  const cuts = { 4: new Set([0n, SIZE[4]]), 6: new Set([0n, SIZE[6]]) };
  for (const { family, first, last } of ranges) cuts[family].add(first).add(last + 1n);
  return ([4, 6] as const).flatMap((family) => {
    const bounds = [...cuts[family]].sort((a, b) => (a < b ? -1 : 1));
    return bounds.slice(1).map((end, index) => ({ family, first: bounds[index] ?? 0n, last: end - 1n }));
  });
}

/** The fewest blocks that make up a set: IPv4 first, rising. */
export function blocksOf(set: AddressSet): readonly Cidr[] {
  return set.ranges().flatMap(blocksOfRange);
}

function blocksOfRange({ family, first, last }: AddressRange): readonly Cidr[] {
  const width = family === 4 ? 32 : 128;
  const blocks: Cidr[] = [];
  let start = first;
  while (start <= last) {
    let host = 0;
    while (host < width) {
      const size = 1n << BigInt(host + 1);
      if (start % size !== 0n || start + size - 1n > last) break;
      host++;
    }
    const end = start + (1n << BigInt(host)) - 1n;
    blocks.push({ family, first: start, last: end, bits: width - host });
    start = end + 1n;
  }
  return blocks;
}
