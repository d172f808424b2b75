import type { AddressSet } from '../../base/addresses.ts';
import type { Path } from '../../base/json.ts';
import type { Pod } from '../../resource/pod.ts';
import type { Resource } from '../../resource/resource.ts';
import type { Match } from '../../resource/selector.ts';
import { ALL_PODS } from './crowd.ts';
import type { Crowd } from './crowd.ts';
import type { EndClass, PodClass } from './end-class.ts';
import { where } from './estimate.ts';
import type { Estimate } from './estimate.ts';
import type { Action } from './outcome.ts';
import type { Direction } from '../policy/policy.ts';
import { portsOn } from './rule-ports.ts';
import type { RulePorts } from './rule-ports.ts';

/** What all kinds of policies have in common once their fields are read. */
export interface TrafficPolicy extends Readonly<Record<Direction, readonly TrafficRule[]>> {
  readonly resource: Resource;
  /** Whether the labels and the namespace of a pod make it one of the policy's subjects. */
  readonly applies: (pods: PodClass) => Match;
}

/** Whom a rule may admit, none left out, so that not every end has to be asked. */
export interface Candidates {
  readonly pods: 'all' | (() => Iterable<Pod>);
  readonly addresses: boolean;
}

export interface TrafficRule {
  readonly candidates: Candidates;
  /** From the policy's value. */
  readonly path: Path;
  readonly action: Action;
  readonly admits: (peer: EndClass) => Match;
  readonly peers: readonly TrafficPeer[];
  /** The blocks of its peers: within and without them addresses are told apart. */
  readonly blocks: readonly AddressSet[];
  readonly ports: RulePorts;
}

/** One item of `from` or `to`. */
export interface TrafficPeer {
  readonly candidates: Candidates;
  readonly admits: (end: EndClass) => Match;
  /** Of addresses that it tells apart. */
  readonly blocks?: readonly AddressSet[];
  /** The pods that it selects; undefined for a peer that is told by addresses or names. */
  readonly crowd?: Crowd;
}

/** A rule for any of its peers, none of which stands for nobody. */
export function ruleFor(
  peers: readonly TrafficPeer[],
  rule: Pick<TrafficRule, 'path' | 'action' | 'ports'>,
): TrafficRule {
  return {
    ...rule,
    candidates: together(peers.map(({ candidates }) => candidates)),
    admits: (end) => anyOf(peers, end),
    peers,
    blocks: peers.flatMap(({ blocks }) => blocks ?? []),
  };
}

function together(all: readonly Candidates[]): Candidates {
  const lists = all.flatMap(({ pods }) => (pods === 'all' ? [] : [pods]));
  return {
    pods: lists.length < all.length ? 'all' : () => new Set(lists.flatMap((list) => [...list()])),
    addresses: all.some(({ addresses }) => addresses),
  };
}

export const EVERY_END: Candidates = { pods: 'all', addresses: true };
export const NO_END: Candidates = { pods: () => [], addresses: false };

export const EVERYBODY: TrafficPeer = { candidates: EVERY_END, admits: () => 'yes', crowd: ALL_PODS };

/** The ports on which a rule matches the traffic with a peer that arrives at a destination: peer or subject. */
export function matching(rule: TrafficRule, peer: EndClass, destination: EndClass): Estimate {
  return where(rule.admits(peer), portsOn(rule.ports, destination));
}

function anyOf(peers: readonly TrafficPeer[], end: EndClass): Match {
  let result: Match = 'no';
  for (const peer of peers) {
    const match = peer.admits(end);
    if (match === 'yes') return 'yes';
    if (match === 'maybe') result = 'maybe';
  }
  return result;
}
