import { PortSet } from '../../base/ports.ts';
import type { Path } from '../../base/json.ts';
import type { Graph } from '../../reference/graph.ts';
import type { Resource } from '../../resource/resource.ts';
import type { Match } from '../../resource/selector.ts';
import type { Direction } from '../policy/policy.ts';
import { ALL_PODS, bothCrowds, describeCrowd, relationOf } from './crowd.ts';
import type { Crowd } from './crowd.ts';
import { decide } from './decide.ts';
import type { Traffic } from './decide.ts';
import type { PodClass, UnseenClass } from './end-class.ts';
import type { Estimate } from './estimate.ts';
import { explainSide } from './explain.ts';
import { piecesOf, portsOn } from './rule-ports.ts';
import type { RulePorts } from './rule-ports.ts';
import { isLimited, PolicyTable, rulesOf, withRules } from './tiers.ts';
import type { Tiers } from './tiers.ts';
import type { TrafficRule } from './traffic-policy.ts';

/** What a rule, or the lack of one, opens to pods that need not be there. */
export interface CrowdOpening {
  readonly crowd: Crowd;
  /** Pods of the crowd to which another rule closes it. */
  readonly without: readonly Crowd[];
  /** Numbers; `TCP http` where every destination resolves the name for itself. */
  readonly ports: PortSet | string;
  readonly certain: boolean;
  /** The first that allows it, else the first that passes it on. */
  readonly rule: OpeningRule | undefined;
  /** Whether policies act on the pods in this direction. */
  readonly limited: boolean;
}

export interface OpeningRule {
  readonly policy: Resource;
  /** From the policy's value. */
  readonly path: Path;
}

/** What is open to many comes first, and is not said again of those who are among them. */
export function openingsOf(graph: Graph, subject: PodClass, direction: Direction): readonly CrowdOpening[] {
  return graph.memo(`openings to crowds:${direction}:${subject.index}`, () => {
    const table = graph.memo('policy table', () => new PolicyTable(graph));
    return new CrowdSide(graph, subject, direction, table.tiersOf(subject, direction)).openings();
  });
}

/** A pod that no manifest shows: its crowd says which rules are for it, and nobody knows its ports. */
const SOMEBODY: UnseenClass = {
  kind: 'unseen',
  index: -1,
  unseen: {
    name: 'a pod',
    isPod: 'yes',
    namespace: undefined,
    labels: { labels: {}, open: true },
    ports: [],
  },
};

/** One direction of pods, whose peers are crowds. */
class CrowdSide {
  readonly #graph: Graph;
  readonly #traffic: Traffic;
  readonly #tiers: Tiers;
  readonly #rules: readonly TrafficRule[];

  constructor(graph: Graph, subject: PodClass, direction: Direction, tiers: Tiers) {
    this.#graph = graph;
    this.#traffic = { subject, direction, peer: SOMEBODY };
    this.#tiers = tiers;
    this.#rules = rulesOf(tiers, direction);
  }

  openings(): readonly CrowdOpening[] {
    const told: CrowdOpening[] = [];
    for (const crowd of this.#crowds()) {
      const own = [...this.#numbers(crowd), ...this.#names(crowd)];
      told.push(...own.flatMap((opening) => this.#untold(opening, told) ?? []));
    }
    return told;
  }

  /** Everybody and those that rules let in, wide ones first. */
  #crowds(): readonly Crowd[] {
    const byName = new Map([[describeCrowd(ALL_PODS), ALL_PODS]]);
    for (const { action, peers } of this.#rules)
      for (const { crowd } of action === 'deny' ? [] : peers)
        if (crowd !== undefined) byName.set(describeCrowd(crowd), crowd);
    const crowds = [...byName.values()];
    const widerOnes = new Map(
      crowds.map((crowd) => [crowd, crowds.filter((other) => this.#isWithin(crowd, other)).length]),
    );
    return crowds.sort((a, b) => (widerOnes.get(a) ?? 0) - (widerOnes.get(b) ?? 0));
  }

  #isWithin(crowd: Crowd, other: Crowd): boolean {
    return relationOf(this.#graph, crowd, other) === 'within';
  }

  #numbers(crowd: Crowd): readonly CrowdOpening[] {
    const { sure, most } = this.#open(crowd);
    return [...this.#byRule(crowd, sure, true), ...this.#byRule(crowd, most.subtract(sure), false)];
  }

  /** Names in rules of egress: the numbers are up to each destination. */
  #names(crowd: Crowd): readonly CrowdOpening[] {
    if (this.#traffic.direction === 'ingress') return [];
    const { most } = this.#open(crowd);
    return this.#rules.flatMap((rule) => {
      if (rule.action !== 'allow' || rule.ports.names.length === 0 || this.#admitted(crowd, rule) === 'no')
        return [];
      const wide: RulePorts = {
        numbers: portsOn({ ...rule.ports, numbers: PortSet.none }, SOMEBODY).most,
        names: [],
      };
      const open = this.#open(crowd, (other) => (other === rule ? wide : undefined));
      if (open.most.subtract(most).isEmpty) return [];
      return rule.ports.names.map(({ name, protocol }): CrowdOpening => ({
        crowd,
        without: this.#exceptions(crowd, wide.numbers),
        ports: protocol === undefined ? name : `${protocol} ${name}`,
        certain: wide.numbers.isSubsetOf(open.sure),
        rule: this.#placeOf(rule),
        limited: true,
      }));
    });
  }

  /** What is open to pods of the crowd that are among the peers of no other rule than those that all of it is among. */
  #open(crowd: Crowd, portsOf?: (rule: TrafficRule) => RulePorts | undefined): Estimate {
    return decide(this.#tiersFor(crowd, portsOf), this.#traffic);
  }

  #tiersFor(crowd: Crowd, portsOf?: (rule: TrafficRule) => RulePorts | undefined): Tiers {
    return withRules(this.#tiers, this.#traffic.direction, (rule) => {
      const admitted = this.#admitted(crowd, rule);
      return { ...rule, ports: portsOf?.(rule) ?? this.#portsOf(rule), admits: () => admitted };
    });
  }

  /** Without the names that are told as names. */
  #portsOf({ action, ports }: TrafficRule): RulePorts {
    return this.#traffic.direction === 'egress' && action === 'allow' ? { ...ports, names: [] } : ports;
  }

  #admitted(crowd: Crowd, { peers }: TrafficRule): Match {
    let result: Match = 'no';
    for (const peer of peers) {
      const match: Match =
        peer.crowd === undefined
          ? peer.admits(SOMEBODY)
          : ADMITTED[relationOf(this.#graph, crowd, peer.crowd)];
      if (match === 'yes') return 'yes';
      if (match === 'maybe') result = 'maybe';
    }
    return result;
  }

  /** One opening for each rule that lets ports in. */
  #byRule(crowd: Crowd, ports: PortSet, certain: boolean): readonly CrowdOpening[] {
    const tiers = this.#tiersFor(crowd);
    const found = new Map<string, { readonly rule: OpeningRule | undefined; ports: PortSet }>();
    for (const piece of this.#pieces(ports)) {
      const [range] = piece.ranges();
      if (range === undefined) continue;
      const { rules } = explainSide(tiers, this.#traffic, { protocol: range.protocol, port: range.first });
      const allowing = rules.filter(({ action }) => action === 'allow');
      const first =
        allowing.find((rule) => rule.certain) ?? allowing[0] ?? rules.find(({ action }) => action === 'pass');
      const key =
        first === undefined ? '' : JSON.stringify([first.policy.type, first.policy.name, first.path]);
      const known = found.get(key) ?? { rule: first, ports: PortSet.none };
      known.ports = known.ports.union(piece);
      found.set(key, known);
    }
    return [...found.values()].map((one) => ({
      crowd,
      without: this.#exceptions(crowd, one.ports),
      ports: one.ports,
      certain,
      rule: one.rule && { policy: one.rule.policy, path: one.rule.path },
      limited: isLimited(this.#tiers),
    }));
  }

  #pieces(ports: PortSet): readonly PortSet[] {
    const destination = this.#traffic.direction === 'ingress' ? this.#traffic.subject : SOMEBODY;
    return piecesOf(
      ports,
      this.#rules.map((rule) => portsOn(this.#portsOf(rule), destination).most),
    );
  }

  /** Crowds that overlap with this one, and to which not all of the ports are open. */
  #exceptions(crowd: Crowd, ports: PortSet): readonly Crowd[] {
    const found = new Map<string, Crowd>();
    for (const { action, peers } of this.#rules)
      for (const { crowd: other } of action === 'allow' ? [] : peers) {
        if (other === undefined || found.has(describeCrowd(other))) continue;
        if (relationOf(this.#graph, crowd, other) !== 'partly') continue;
        if (!ports.isSubsetOf(this.#open(bothCrowds(crowd, other)).most))
          found.set(describeCrowd(other), other);
      }
    return [...found.values()];
  }

  /** What is left of an opening where crowds that hold this one have been told; undefined for nothing. */
  #untold(opening: CrowdOpening, told: readonly CrowdOpening[]): CrowdOpening | undefined {
    let { ports } = opening;
    for (const one of told) {
      if (one.crowd === opening.crowd || !this.#isWithin(opening.crowd, one.crowd)) continue;
      if (opening.certain && !one.certain) continue;
      if (!one.without.every((other) => this.#isOutside(opening, other))) continue;
      if (typeof ports === 'string' || typeof one.ports === 'string') {
        if (ports === one.ports) return undefined;
      } else ports = ports.subtract(one.ports);
    }
    return typeof ports !== 'string' && ports.isEmpty ? undefined : { ...opening, ports };
  }

  #isOutside({ crowd, without }: CrowdOpening, other: Crowd): boolean {
    return without.includes(other) || relationOf(this.#graph, crowd, other) === 'apart';
  }

  #placeOf(rule: TrafficRule): OpeningRule | undefined {
    const { admin, namespaced, baseline } = this.#tiers;
    const policies = [...[...admin, ...baseline].flatMap((turn) => turn.policies), ...namespaced];
    const owner = policies.find(({ policy }) => policy[this.#traffic.direction].includes(rule));
    return owner && { policy: owner.policy.resource, path: rule.path };
  }
}

/** A crowd that is only partly among the peers stands for those who are not. */
const ADMITTED = { within: 'yes', apart: 'no', partly: 'no', unknown: 'maybe' } as const;
