import { PeerWords } from './peer-words.ts';
import { narrowWords, wideWords } from './port-words.ts';
import type { CoverRule } from './rule.ts';

/** Those of the peers, and those of the ports. */
export type TwoRespects = readonly [peers: readonly string[], ports: readonly string[]];

/** What names nobody is everybody, and is found for everybody. */
const EVERY = '*';

/** The words by which rules are found that allow what another one allows. */
export class RuleWords {
  readonly #peers: PeerWords;

  /** All rules that are to be found. */
  constructor(rules: readonly CoverRule[]) {
    this.#peers = new PeerWords(rules.flatMap(({ peers }) => peers));
  }

  wide({ peers, ports, allPorts }: CoverRule): TwoRespects {
    return [
      peers.length === 0 ? [EVERY] : peers.flatMap((peer) => this.#peers.wide(peer)),
      ports.length === 0 ? [EVERY] : wideWords(allPorts),
    ];
  }

  /** Whoever covers a rule covers its first peer and its first port. */
  narrow({ peers: [peer], ports: [port] }: CoverRule): TwoRespects {
    return [
      peer === undefined ? [EVERY] : [EVERY, ...this.#peers.narrow(peer)],
      port === undefined ? [EVERY] : [EVERY, ...narrowWords(port)],
    ];
  }
}
