import type { PortSet } from '../../base/ports.ts';
import type { EndClass } from './end-class.ts';
import { bothOf } from './estimate.ts';
import type { Estimate } from './estimate.ts';
import type { Direction } from '../policy/policy.ts';
import { EVERY_PORT, Side } from './side.ts';
import type { PolicyTable } from './tiers.ts';

/** Ports of the destination. The sets are disjoint; what is in neither is blocked. */
export interface Connections {
  readonly allowed: PortSet;
  /** Open in some clusters: plugins differ, addresses of pods are not known, others write labels, policies are tied. */
  readonly depends: PortSet;
}

/** The connections between classes of ends, decided when they are asked for. Equal ones are one object. */
export class PairTable {
  readonly #policies: PolicyTable;
  readonly #sides: Readonly<Record<Direction, (Side | undefined)[]>> = { ingress: [], egress: [] };
  readonly #estimates = new Map<string, Estimate>([[keyOf(EVERY_PORT), EVERY_PORT]]);
  readonly #combined = new Map<Estimate, Map<Estimate, Connections>>();
  readonly #connections = new Map<string, Connections>();
  readonly #rows: (Connections | undefined)[][] = [];

  constructor(policies: PolicyTable) {
    this.#policies = policies;
  }

  between(source: EndClass, destination: EndClass): Connections {
    const row = (this.#rows[source.index] ??= []);
    return (row[destination.index] ??= this.#combine(
      this.#allows(source, 'egress', destination),
      this.#allows(destination, 'ingress', source),
    ));
  }

  /** Policies are about pods: an address needs no permission (NP4), and what is unseen has its own. */
  #allows(subject: EndClass, direction: Direction, peer: EndClass): Estimate {
    if (subject.kind !== 'pods') return EVERY_PORT;
    const sides = this.#sides[direction];
    const side = (sides[subject.index] ??= new Side(
      subject,
      direction,
      this.#policies.tiersOf(subject, direction),
    ));
    return side.allows(peer, this.#share);
  }

  readonly #share = (estimate: Estimate): Estimate =>
    remember(this.#estimates, keyOf(estimate), () => estimate);

  #combine(egress: Estimate, ingress: Estimate): Connections {
    const byIngress = remember(this.#combined, egress, () => new Map<Estimate, Connections>());
    return remember(byIngress, ingress, () => {
      const { sure, most } = bothOf(egress, ingress);
      return remember(this.#connections, keyOf({ sure, most }), () => ({
        allowed: sure,
        depends: most.subtract(sure),
      }));
    });
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
