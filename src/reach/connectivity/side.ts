import { PortSet } from '../../base/ports.ts';
import { decide, isOnOwnNode } from './decide.ts';
import type { EndClass, PodClass } from './end-class.ts';
import { exactly } from './estimate.ts';
import type { Estimate } from './estimate.ts';
import type { Direction } from '../policy/policy.ts';
import type { Applied, Tiers } from './tiers.ts';
import type { TrafficPolicy, TrafficRule } from './traffic-policy.ts';

/** What the policies of nobody allow. */
export const EVERY_PORT: Estimate = exactly(PortSet.all);

/**
 * What policies allow a class of pods in one direction. Peers are alike that the same rules admit: decided once for
 * all of them.
 */
export class Side {
  readonly #subject: PodClass;
  readonly #direction: Direction;
  readonly #tiers: Tiers;
  readonly #rules: readonly TrafficRule[];
  readonly #namesPorts: boolean;
  readonly #decided = new Map<number | string, Estimate>();

  constructor(subject: PodClass, direction: Direction, tiers: Tiers) {
    this.#subject = subject;
    this.#direction = direction;
    this.#tiers = tiers;
    const policies: readonly Applied<TrafficPolicy>[] = [
      ...[...tiers.admin, ...tiers.baseline].flatMap((turn) => turn.policies),
      ...tiers.namespaced,
    ];
    this.#rules = policies.flatMap(({ policy }) => policy[direction]);
    this.#namesPorts = this.#rules.some(({ ports }) => ports.names.length > 0);
  }

  allows(peer: EndClass, shared: (estimate: Estimate) => Estimate): Estimate {
    const key = this.#keyOf(peer);
    let estimate = this.#decided.get(key);
    if (estimate === undefined) {
      const traffic = { subject: this.#subject, direction: this.#direction, peer };
      estimate = shared(decide(this.#tiers, traffic));
      this.#decided.set(key, estimate);
    }
    return estimate;
  }

  /**
   * All that `decide` asks of a peer: one digit of three for each rule, and itself where names mean its ports. Numbers,
   * because this is asked for every pair.
   */
  #keyOf(peer: EndClass): number | string {
    let key: number = DIGIT[isOnOwnNode(peer)];
    let head = '';
    let digits = 1;
    for (const rule of this.#rules) {
      if (digits === DIGITS) {
        head += `${key},`;
        key = 0;
        digits = 0;
      }
      key = key * 3 + DIGIT[rule.admits(peer)];
      digits++;
    }
    if (this.#direction === 'egress' && this.#namesPorts) return `${head}${key},${peer.index}`;
    return head === '' ? key : head + String(key);
  }
}

/** As many as a number holds exactly. */
const DIGITS = 32;
const DIGIT = { no: 0, maybe: 1, yes: 2 } as const;
