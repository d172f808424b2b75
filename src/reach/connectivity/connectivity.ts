import { PortSet } from '../../base/ports.ts';
import type { Protocol } from '../../base/ports.ts';
import type { Graph } from '../../reference/graph.ts';
import type { End, EndClass } from './end-class.ts';
import { explainSide, verdictOn } from './explain.ts';
import type { Explanation, SideReason } from './explain.ts';
import { PairTable } from './pairs.ts';
import type { Connections } from './pairs.ts';
import type { Direction } from '../policy/policy.ts';
import { PolicyTable } from './tiers.ts';

export type { End } from './end-class.ts';
export type { Connections } from './pairs.ts';

const EVERYTHING: Connections = { allowed: PortSet.all, depends: PortSet.none };

/**
 * Which connections the policies of the input let through: NetworkPolicy, AdminNetworkPolicy,
 * BaselineAdminNetworkPolicy and ClusterNetworkPolicy (NP1 to NP25, CP1 to CP10), where a plugin enforces them (NP23).
 * Policies of other kinds are not heard: see `hasOtherPolicies`. Ends that no policy tells apart are decided once.
 */
export class Connectivity {
  readonly #policies: PolicyTable;
  readonly #pairs: PairTable;

  constructor(graph: Graph) {
    this.#policies = graph.memo('policy table', () => new PolicyTable(graph));
    this.#pairs = graph.memo('connections', () => new PairTable(this.#policies));
  }

  /**
   * New connections; replies are implied (NP3). A pod always reaches itself (NP18): `from` and `to` are one pod if
   * they are the same object and its workload runs one replica. Of any other workload they are two of its pods.
   * Throws a RangeError for an address that is none, and for a pod that is not of the graph.
   */
  between(from: End, to: End): Connections {
    if (isItself(from, to)) return EVERYTHING;
    return this.#pairs.between(this.#policies.classes.of(from), this.#policies.classes.of(to));
  }

  /** Which policies and rules decide about one port, between the same ends as `between`. */
  explain(from: End, to: End, protocol: Protocol, port: number): Explanation {
    const { allowed, depends } = this.between(from, to);
    const at = { protocol, port };
    const verdict = verdictOn({ sure: allowed, most: allowed.union(depends) }, at);
    if (isItself(from, to)) return { verdict, egress: undefined, ingress: undefined };
    const source = this.#policies.classes.of(from);
    const destination = this.#policies.classes.of(to);
    const side = (subject: EndClass, direction: Direction, peer: EndClass): SideReason | undefined =>
      subject.kind !== 'pods'
        ? undefined
        : explainSide(this.#policies.tiersOf(subject, direction), { subject, direction, peer }, at);
    return {
      verdict,
      egress: side(source, 'egress', destination),
      ingress: side(destination, 'ingress', source),
    };
  }
}

function isItself(from: End, to: End): boolean {
  return 'pod' in from && 'pod' in to && from.pod === to.pod && from.pod.replicas === 1;
}
