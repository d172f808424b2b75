import { PortSet } from '../../base/ports.ts';
import type { Decisions } from './decisions.ts';
import type { EndClass, PodClass } from './end-class.ts';
import { bothOf, exactly } from './estimate.ts';
import type { Estimate } from './estimate.ts';
import type { Direction } from '../policy/policy.ts';
import { MemberTable } from './members.ts';
import { namesOf } from './rule-ports.ts';
import { Side } from './side.ts';
import type { SideContext } from './side.ts';
import { keyOfTiers } from './tiers.ts';
import type { PolicyTable } from './tiers.ts';

/** Ports of the destination. The sets are disjoint; what is in neither is blocked. */
export interface Connections {
  readonly allowed: PortSet;
  /** Open in some clusters: plugins differ, addresses of pods are not known, others write labels, policies are tied. */
  readonly depends: PortSet;
}

const DIRECTIONS = ['ingress', 'egress'] as const;

/** What the policies of nobody allow. */
const EVERY_PORT: Estimate = exactly(PortSet.all);

/** The connections between classes of ends, decided when they are asked for. Equal ones are one object. */
export class PairTable {
  readonly #policies: PolicyTable;
  readonly #context: SideContext;
  readonly #sides: Readonly<Record<Direction, (Side | undefined)[]>> = { ingress: [], egress: [] };
  readonly #sidesByKey = new Map<string, Side>();
  readonly #estimates: Estimate[] = [EVERY_PORT];
  readonly #numbers = new Map<string, number>([[keyOf(EVERY_PORT), 0]]);
  /** By the numbers of what the source may send and of what the destination may receive. */
  readonly #combined: (Connections | undefined)[][] = [];
  readonly #connections = new Map<string, Connections>();

  constructor(policies: PolicyTable, decisions: Decisions) {
    this.#policies = policies;
    const { classes } = policies;
    this.#context = {
      classes,
      members: new MemberTable(classes),
      decisions,
      numberOf: (estimate) => this.#numberOf(estimate),
    };
  }

  between(source: EndClass, destination: EndClass): Connections {
    const egress = this.#allows(source, 'egress', destination);
    const ingress = this.#allows(destination, 'ingress', source);
    const row = (this.#combined[egress] ??= []);
    return (row[ingress] ??= this.#combine(egress, ingress));
  }

  /**
   * A number for each class of pods, by its index. Those of one number have equal connections with every end, and with each other: the same
   * policies allow the same to them, and every policy lets them in alike.
   */
  groups(): readonly number[] {
    const { pods } = this.#policies.classes;
    const sides = new Map<Side, number>();
    let numbers: number[] = pods.map(() => 0);
    let count = 1;
    const split = (by: (subject: PodClass) => number): void => {
      const found = new Map<number, Map<number, number>>();
      let next = 0;
      numbers = pods.map((subject, index) => {
        const group = numbers[index] ?? 0;
        const parts = remember(found, group, () => new Map<number, number>());
        return remember(parts, by(subject), () => next++);
      });
      count = next;
    };
    for (const direction of DIRECTIONS)
      split((subject) => remember(sides, this.#side(subject, direction), () => sides.size));
    for (const side of sides.keys()) {
      if (count === pods.length) break;
      split((peer) => side.allows(peer));
    }
    return numbers;
  }

  /** Policies are about pods: an address needs no permission (NP4), and what is unseen has its own. */
  #allows(subject: EndClass, direction: Direction, peer: EndClass): number {
    if (subject.kind !== 'pods') return 0;
    return this.#side(subject, direction).allows(peer);
  }

  #side(subject: PodClass, direction: Direction): Side {
    return (this.#sides[direction][subject.index] ??= this.#sideOf(subject, direction));
  }

  #sideOf(subject: PodClass, direction: Direction): Side {
    const tiers = this.#policies.tiersOf(subject, direction);
    const { decisions } = this.#context;
    const names = direction === 'ingress' ? namesOf(subject) : '';
    const applied = keyOfTiers(tiers, (policy) => decisions.idOf(policy));
    const key = [direction, subject.pod.hostNetwork, names, applied].join('|');
    let side = this.#sidesByKey.get(key);
    if (side === undefined) {
      side = new Side(subject, direction, tiers, key, this.#context);
      this.#sidesByKey.set(key, side);
    }
    return side;
  }

  #numberOf(estimate: Estimate): number {
    return remember(this.#numbers, keyOf(estimate), () => this.#estimates.push(estimate) - 1);
  }

  #combine(egress: number, ingress: number): Connections {
    const { sure, most } = bothOf(
      this.#estimates[egress] ?? EVERY_PORT,
      this.#estimates[ingress] ?? EVERY_PORT,
    );
    return remember(this.#connections, keyOf({ sure, most }), () => ({
      allowed: sure,
      depends: most.subtract(sure),
    }));
  }
}

function keyOf({ sure, most }: Estimate): string {
  return `${String(sure)}|${String(most)}`;
}

function remember<K, V>(known: Map<K, V>, key: K, compute: () => V): V {
  let value = known.get(key);
  if (value === undefined) {
    value = compute();
    known.set(key, value);
  }
  return value;
}
