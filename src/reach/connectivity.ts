import { PortSet } from '../base/ports.ts';
import type { Protocol } from '../base/ports.ts';
import type { Graph } from '../reference/graph.ts';
import { decide } from './decide.ts';
import type { End, EndClass } from './end-class.ts';
import { bothOf, exactly } from './estimate.ts';
import type { Estimate } from './estimate.ts';
import { explainSide, verdictOn } from './explain.ts';
import type { Explanation, SideReason } from './explain.ts';
import type { Direction } from './policy.ts';
import { PolicyTable } from './tiers.ts';

export type { End } from './end-class.ts';

/** Ports of the destination. The sets are disjoint; what is in neither is blocked. */
export interface Connections {
  readonly allowed: PortSet;
  /** Open in some clusters: plugins differ, addresses of pods are not known, others write labels, policies are tied. */
  readonly depends: PortSet;
}

const EVERYTHING: Connections = { allowed: PortSet.all, depends: PortSet.none };
const EVERY_PORT: Estimate = exactly(PortSet.all);

/**
 * Which connections the policies of the input let through: NetworkPolicy, AdminNetworkPolicy,
 * BaselineAdminNetworkPolicy and ClusterNetworkPolicy (NP1 to NP25, CP1 to CP10), where a plugin enforces them (NP23).
 * Decided once for each pair of classes of ends. Policies of other kinds are not heard: see `hasOtherPolicies`.
 */
export class Connectivity {
  readonly #table: PolicyTable;
  readonly #decided: (Connections | undefined)[][];

  constructor(graph: Graph) {
    this.#table = graph.memo('policy table', () => new PolicyTable(graph));
    this.#decided = graph.memo('connections', () => []);
  }

  /**
   * New connections; replies are implied (NP3). A pod always reaches itself (NP18): `from` and `to` are one pod if
   * they are the same object and its workload runs one replica. Of any other workload they are two of its pods.
   * Throws a RangeError for an address that is none, and for a pod that is not of the graph.
   */
  between(from: End, to: End): Connections {
    if (isItself(from, to)) return EVERYTHING;
    const source = this.#table.classes.of(from);
    const destination = this.#table.classes.of(to);
    const row = (this.#decided[source.index] ??= []);
    return (row[destination.index] ??= this.#decide(source, destination));
  }

  /** Which policies and rules decide about one port, between the same ends as `between`. */
  explain(from: End, to: End, protocol: Protocol, port: number): Explanation {
    const { allowed, depends } = this.between(from, to);
    const at = { protocol, port };
    const verdict = verdictOn({ sure: allowed, most: allowed.union(depends) }, at);
    if (isItself(from, to)) return { verdict, egress: undefined, ingress: undefined };
    const source = this.#table.classes.of(from);
    const destination = this.#table.classes.of(to);
    const side = (subject: EndClass, direction: Direction, peer: EndClass): SideReason | undefined =>
      subject.kind === 'addresses'
        ? undefined
        : explainSide(this.#table.tiersOf(subject, direction), { subject, direction, peer }, at);
    return {
      verdict,
      egress: side(source, 'egress', destination),
      ingress: side(destination, 'ingress', source),
    };
  }

  #decide(source: EndClass, destination: EndClass): Connections {
    const egress = this.#side(source, 'egress', destination);
    const ingress = this.#side(destination, 'ingress', source);
    const { sure, most } = bothOf(egress, ingress);
    return sure.isAll ? EVERYTHING : { allowed: sure, depends: most.subtract(sure) };
  }

  #side(subject: EndClass, direction: Direction, peer: EndClass): Estimate {
    if (subject.kind === 'addresses') return EVERY_PORT;
    return decide(this.#table.tiersOf(subject, direction), { subject, direction, peer });
  }
}

function isItself(from: End, to: End): boolean {
  return 'pod' in from && 'pod' in to && from.pod === to.pod && from.pod.replicas === 1;
}
