import { BlockWords } from './block-words.ts';
import type { CoverPeer } from './peer.ts';
import { SelectorWords } from './selector-words.ts';

/** The words by which peers are found that admit whom another one admits. */
export class PeerWords {
  readonly #blocks: BlockWords;
  readonly #selectors: SelectorWords;

  /** All peers that are to be found. */
  constructor(peers: readonly CoverPeer[]) {
    this.#blocks = new BlockWords(peers.flatMap(({ block }) => (block === undefined ? [] : [block.cidr])));
    this.#selectors = new SelectorWords(
      peers.flatMap(({ selectors }) => (selectors === undefined ? [] : [selectors])),
    );
  }

  wide({ block, selectors }: CoverPeer): readonly string[] {
    if (selectors !== undefined) return this.#selectors.wide(selectors);
    return block === undefined ? [] : [BlockWords.of(block.cidr)];
  }

  narrow({ block, selectors }: CoverPeer): readonly string[] {
    if (selectors !== undefined) return this.#selectors.narrow(selectors);
    const first = block?.addresses.first;
    return first === undefined ? [] : this.#blocks.holding(first);
  }
}
