import { PortSet } from '../../base/ports.ts';
import type { Match } from '../../resource/selector.ts';
import type { EndClass, PodClass } from './end-class.ts';
import { eitherOf, exactly } from './estimate.ts';
import type { Estimate } from './estimate.ts';
import type { NetworkPolicy } from './network-policy.ts';
import { allowedBy, firstOf, followedBy, leaveTier, ofPolicy, tied, UNDECIDED } from './outcome.ts';
import type { Outcome } from './outcome.ts';
import type { Direction } from '../policy/policy.ts';
import type { Applied, Tiers, Turn } from './tiers.ts';
import { matching } from './traffic-policy.ts';
import type { TrafficPolicy } from './traffic-policy.ts';

/** The traffic of pods in one direction with a peer. */
export interface Traffic {
  readonly subject: PodClass;
  readonly direction: Direction;
  readonly peer: EndClass;
}

/** What policies of the subject allow, tier after tier (CP1). */
export function decide(tiers: Tiers, traffic: Traffic): Estimate {
  const admin = leaveTier(decideTurns(tiers.admin, traffic));
  const namespaced = decideNamespaced(tiers.namespaced, traffic);
  const baseline = leaveTier(decideTurns(tiers.baseline, traffic));
  return allowedBy(followedBy(admin, followedBy(namespaced, baseline)));
}

/** The outcome of the policies without a namespace that one tier holds. */
export function decideTurns(turns: readonly Turn[], traffic: Traffic): Outcome {
  let outcome = UNDECIDED;
  for (const { policies, placed } of turns) {
    const together = tied(
      policies.map(({ policy, applies }) => ofPolicy(applies, decidePolicy(policy, traffic))),
    );
    outcome = placed ? followedBy(outcome, together) : tied([outcome, together]);
  }
  return outcome;
}

/** What the rules of one policy decide, if it applies. */
export function decidePolicy(policy: TrafficPolicy, { direction, peer, subject }: Traffic): Outcome {
  const destination = direction === 'ingress' ? subject : peer;
  return firstOf(
    policy[direction].map((rule) => ({ action: rule.action, matching: matching(rule, peer, destination) })),
  );
}

/**
 * NetworkPolicies deny what none of them allows, once one of them isolates the pod (NP1, NP3). One that may not apply
 * may open a port by its rules, and by being the only one it may close all others.
 */
export function decideNamespaced(policies: readonly Applied<NetworkPolicy>[], traffic: Traffic): Outcome {
  if (policies.length === 0) return UNDECIDED;
  let isolated = false;
  let most = PortSet.none;
  let sure = PortSet.none;
  let sureOfEach = PortSet.all;
  for (const { policy, applies } of policies) {
    const open = opened(policy, traffic);
    most = most.union(open.most);
    if (applies === 'yes') {
      isolated = true;
      sure = sure.union(open.sure);
    } else sureOfEach = sureOfEach.intersect(open.sure);
  }
  const { subject, peer } = traffic;
  const onNode = isOnOwnNode(peer);
  return {
    allow: onNode === 'no' ? most : PortSet.all,
    deny: onNode === 'yes' ? PortSet.none : PortSet.all.subtract(isolated ? sure : sureOfEach),
    pass: PortSet.none,
    // Plugins that take pods of the host network for their node have no policies for them (NP19).
    none: isolated && !subject.pod.hostNetwork ? PortSet.none : PortSet.all,
  };
}

/**
 * Traffic between a pod and its own node is always allowed (NP17). A pod of the host network may be on the node of the
 * subject.
 */
export function isOnOwnNode(peer: EndClass): Match {
  if (peer.kind === 'unseen') return peer.unseen.isOwnNode === true ? 'yes' : 'no';
  return peer.kind === 'pods' && peer.pod.hostNetwork ? 'maybe' : 'no';
}

function opened(policy: NetworkPolicy, { subject, direction, peer }: Traffic): Estimate {
  const destination = direction === 'ingress' ? subject : peer;
  let open: Estimate = exactly(PortSet.none);
  for (const rule of policy[direction]) {
    open = eitherOf(open, matching(rule, peer, destination));
    if (open.sure.isAll) break;
  }
  return open;
}
