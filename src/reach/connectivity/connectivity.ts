import type { AddressRange } from '../../base/addresses.ts';
import { PortSet } from '../../base/ports.ts';
import type { Protocol } from '../../base/ports.ts';
import type { Graph } from '../../reference/graph.ts';
import type { End, EndClass } from './end-class.ts';
import { explainSide, verdictOn } from './explain.ts';
import type { Explanation, Port, SideReason } from './explain.ts';
import { nearRulesOf } from './near-rule.ts';
import type { NearRule } from './near-rule.ts';
import { compileNetworkPolicy } from './network-policy.ts';
import { decisionsOf } from './decisions.ts';
import { PairTable } from './pairs.ts';
import type { Connections } from './pairs.ts';
import type { Direction, Policy } from '../policy/policy.ts';
import { piecesOf, portsOn } from './rule-ports.ts';
import { PolicyTable, rulesOf } from './tiers.ts';
import { matching } from './traffic-policy.ts';
import type { TrafficRule } from './traffic-policy.ts';
import type { Unseen } from './unseen.ts';

export type { End } from './end-class.ts';
export type { Connections } from './pairs.ts';

const EVERYTHING: Connections = { allowed: PortSet.all, depends: PortSet.none };

/**
 * Which connections the policies of the input let through: NetworkPolicy, AdminNetworkPolicy,
 * BaselineAdminNetworkPolicy and ClusterNetworkPolicy (NP1 to NP25, CP1 to CP10), where a plugin enforces them (NP23).
 * Policies of other kinds are not heard: see `hasOtherPolicies`. Ends that no policy tells apart are decided once.
 */
export class Connectivity {
  readonly #graph: Graph;
  readonly #policies: PolicyTable;
  readonly #pairs: PairTable;

  constructor(graph: Graph) {
    this.#graph = graph;
    this.#policies = graph.memo('policy table', () => new PolicyTable(graph));
    this.#pairs = graph.memo('connections', () => new PairTable(this.#policies, decisionsOf(graph)));
  }

  /**
   * New connections; replies are implied (NP3). A pod always reaches itself (NP18): `from` and `to` are one pod if
   * they are the same object and its workload runs one replica. Of any other workload they are two of its pods.
   * Throws a RangeError for an address that is none, and for a pod that is not of the graph.
   */
  between(from: End, to: End): Connections {
    return isItself(from, to) ? EVERYTHING : this.betweenAlike(this.classOf(from), this.classOf(to));
  }

  /** The same of any two ends of the classes, which are never one and the same. */
  betweenAlike(from: EndClass, to: EndClass): Connections {
    return this.#pairs.between(from, to);
  }

  /** By the index of a class of pods: a number, equal for those that have equal connections with all ends. */
  groups(): readonly number[] {
    return this.#pairs.groups();
  }

  /** The same object for ends that no policy tells apart. */
  classOf(end: End): EndClass {
    return this.#policies.classes.of(end);
  }

  /** The whole address space in order, cut so that policies treat all addresses of a range alike. */
  addresses(): readonly AddressRange[] {
    return this.#policies.classes.addresses.map(({ range }) => range);
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

  /** Ports cut so that the rules which may be for these two ends treat all of a piece alike. */
  pieces(from: End, to: End, ports: PortSet): readonly PortSet[] {
    const [source, destination] = [this.classOf(from), this.classOf(to)];
    const cuts = [
      ...this.#rulesFor(source, 'egress', destination),
      ...this.#rulesFor(destination, 'ingress', source),
    ].map((rule) => portsOn(rule.ports, destination));
    return piecesOf(
      ports,
      cuts.flatMap(({ sure, most }) => [sure, most]),
    );
  }

  #rulesFor(subject: EndClass, direction: Direction, peer: EndClass): readonly TrafficRule[] {
    if (subject.kind !== 'pods') return [];
    const rules = rulesOf(this.#policies.tiersOf(subject, direction), direction);
    return rules.filter((rule) => rule.admits(peer) !== 'no');
  }

  /** Whether rules of a policy may let a peer into a port of pods that no manifest shows, and that it selects. */
  admits(policy: Policy, from: End, to: Unseen, port: Port): boolean {
    const peer = this.#policies.classes.of(from);
    const destination = this.#policies.classes.of({ unseen: to });
    return compileNetworkPolicy(this.#graph, policy).ingress.some((rule) =>
      matching(rule, peer, destination).most.contains(port.protocol, port.port),
    );
  }

  /** The rules that miss a connection by one half, at the side of the source (egress) or of the destination. */
  nearRules(from: End, to: End, direction: Direction, port: Port): readonly NearRule[] {
    const [subject, peer] = (direction === 'egress' ? [from, to] : [to, from]).map((end) =>
      this.#policies.classes.of(end),
    );
    if (subject?.kind !== 'pods' || peer === undefined) return [];
    const { namespaced } = this.#policies.tiersOf(subject, direction);
    return nearRulesOf(namespaced, { subject, direction, peer }, port);
  }
}

function isItself(from: End, to: End): boolean {
  return 'pod' in from && 'pod' in to && from.pod === to.pod && from.pod.replicas === 1;
}
