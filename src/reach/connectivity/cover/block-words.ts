import type { Address } from '../../../base/addresses.ts';
import type { Cidr } from '../../../base/cidr.ts';

const WIDTH = { 4: 32, 6: 128 } as const;

/** The words by which blocks are found that hold an address: each is known by itself, and an address asks for each length. */
export class BlockWords {
  readonly #lengths = { 4: new Set<number>(), 6: new Set<number>() };

  /** All blocks that are to be found. */
  constructor(blocks: Iterable<Cidr>) {
    for (const { family, bits } of blocks) this.#lengths[family].add(bits);
  }

  holding({ family, value }: Address): readonly string[] {
    return [...this.#lengths[family]].map((bits) => wordOf(family, bits, value));
  }

  static of({ family, bits, first }: Cidr): string {
    return wordOf(family, bits, first);
  }
}

function wordOf(family: 4 | 6, bits: number, address: bigint): string {
  return `${family}/${bits}/${address >> BigInt(WIDTH[family] - bits)}`;
}
