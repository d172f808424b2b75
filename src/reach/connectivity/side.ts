import { decide, isOnOwnNode } from './decide.ts';
import type { Decisions } from './decisions.ts';
import type { EndClass, EndClasses, PodClass } from './end-class.ts';
import type { Estimate } from './estimate.ts';
import type { MemberTable } from './members.ts';
import type { Direction } from '../policy/policy.ts';
import { namesOf } from './rule-ports.ts';
import type { Tiers } from './tiers.ts';
import { rulesOf } from './tiers.ts';
import type { TrafficRule } from './traffic-policy.ts';

/** What the sides of one graph share. */
export interface SideContext {
  readonly classes: EndClasses;
  readonly members: MemberTable;
  readonly decisions: Decisions;
  /** A number for each estimate; equal ones have the same. */
  readonly numberOf: (estimate: Estimate) => number;
}

/**
 * What policies allow pods in one direction. Peers are alike that the same rules admit: decided once for all of them.
 * Two classes of pods to which the same policies apply, and whose ports have the same names, have one side.
 */
export class Side {
  readonly #subject: PodClass;
  readonly #direction: Direction;
  readonly #tiers: Tiers;
  readonly #context: SideContext;
  readonly #rules: readonly TrafficRule[];
  readonly #namesOfPeers: boolean;
  readonly #key: string;
  /** By the index of the peer, of all pods and addresses. */
  #row: Uint32Array | undefined;
  /** Those that were asked for one by one, by their index. */
  readonly #single = new Map<number, number>();

  constructor(subject: PodClass, direction: Direction, tiers: Tiers, key: string, context: SideContext) {
    this.#subject = subject;
    this.#direction = direction;
    this.#tiers = tiers;
    this.#key = key;
    this.#context = context;
    this.#rules = rulesOf(tiers, direction);
    this.#namesOfPeers = direction === 'egress' && this.#rules.some(({ ports }) => ports.names.length > 0);
  }

  /** The number of the estimate for a peer. */
  allows(peer: EndClass): number {
    const known = peer.kind === 'unseen' ? undefined : this.#row?.[peer.index];
    let found = known ?? this.#single.get(peer.index);
    if (found !== undefined) return found;
    if (peer.kind !== 'unseen' && this.#single.size >= FEW) {
      this.#row = this.#decideAll();
      return this.#row[peer.index] ?? 0;
    }
    found = this.#decide(peer);
    this.#single.set(peer.index, found);
    return found;
  }

  /** Splits the peers at every rule into those that it admits, perhaps admits, and does not; then asks for one of each. */
  #decideAll(): Uint32Array {
    const { classes, members } = this.#context;
    const ends = [...classes.pods, ...classes.addresses];
    const row = new Uint32Array(ends.length);
    let groups = 1;
    const split = (indexes: Iterable<number>): void => {
      const halves = new Map<number, number>();
      for (const index of indexes) {
        const group = row[index] ?? 0;
        let half = halves.get(group);
        if (half === undefined) halves.set(group, (half = groups++));
        row[index] = half;
      }
    };
    for (const alike of this.#namesOfPeers ? classes.byPortNames.values() : []) split(alike);
    split(classes.onNodes);
    for (const rule of this.#rules) {
      const { yes, maybe } = members.of(rule);
      split(yes);
      split(maybe);
    }
    const decided = new Map<number, number>();
    for (const end of ends) {
      const group = row[end.index] ?? 0;
      let number = decided.get(group);
      if (number === undefined) decided.set(group, (number = this.#decide(end)));
      row[end.index] = number;
    }
    return row;
  }

  #decide(peer: EndClass): number {
    const { decisions, numberOf } = this.#context;
    const traffic = { subject: this.#subject, direction: this.#direction, peer };
    return numberOf(decisions.decide(this.#key, this.#signature(peer), () => decide(this.#tiers, traffic)));
  }

  /** All that `decide` asks of a peer: whether it is on the node, whether each rule admits it, its ports where names mean them. */
  #signature(peer: EndClass): string {
    const admitted = this.#rules.map((rule) => DIGIT[rule.admits(peer)]).join('');
    return `${DIGIT[isOnOwnNode(peer)]}${admitted}${this.#namesOfPeers ? namesOf(peer) : ''}`;
  }
}

/** Who asks for more peers than these asks for a map: all at once is then cheaper than one by one. */
const FEW = 32;

const DIGIT = { no: 0, maybe: 1, yes: 2 } as const;
