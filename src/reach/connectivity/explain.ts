import type { Path } from '../../base/json.ts';
import type { PortSet, Protocol } from '../../base/ports.ts';
import type { Resource } from '../../resource/resource.ts';
import { decide, decideNamespaced, decideTurns } from './decide.ts';
import type { Traffic } from './decide.ts';
import type { Estimate } from './estimate.ts';
import type { Action, Outcome } from './outcome.ts';
import type { Applied, Tiers, Turn } from './tiers.ts';
import { matching } from './traffic-policy.ts';
import type { TrafficPolicy } from './traffic-policy.ts';

export type Verdict = 'allowed' | 'depends' | 'blocked';

/** Why a connection to one port gets through or does not. */
export interface Explanation {
  readonly verdict: Verdict;
  /** The policies of the source; undefined if it is no pod of the input, or the pod calls itself. */
  readonly egress: SideReason | undefined;
  /** The policies of the destination; undefined alike. */
  readonly ingress: SideReason | undefined;
}

export interface SideReason {
  readonly verdict: Verdict;
  /** The NetworkPolicies that isolate the pod, if they are asked: they block what none of their rules allows. */
  readonly isolating: readonly Isolation[];
  /** The rules that match and may decide, in the order in which they are asked. None: the default or isolation decides. */
  readonly rules: readonly DecidingRule[];
}

export interface Isolation {
  readonly policy: Resource;
  /** False where the policy may not apply. */
  readonly certain: boolean;
}

export interface DecidingRule {
  readonly policy: Resource;
  /** From the policy's value to the rule. */
  readonly path: Path;
  readonly action: Action;
  /** False where the policy may not apply, or the rule may not match. */
  readonly certain: boolean;
}

export interface Port {
  readonly protocol: Protocol;
  readonly port: number;
}

/** Decides one port again, and notes who was asked. */
export function explainSide(tiers: Tiers, traffic: Traffic, port: Port): SideReason {
  const verdict = verdictOn(decide(tiers, traffic), port);
  const rules = rulesOfTurns(tiers.admin, traffic, port);
  if (!isPassedOn(decideTurns(tiers.admin, traffic), port)) return { verdict, isolating: [], rules };

  const { namespaced } = tiers;
  const isolating = namespaced.map(({ policy: { resource }, applies }) => ({
    policy: resource,
    certain: applies === 'yes' && !traffic.subject.pod.hostNetwork,
  }));
  rules.push(...namespaced.flatMap((policy) => matchingRules(policy, traffic, port)));
  if (isPassedOn(decideNamespaced(namespaced, traffic), port))
    rules.push(...rulesOfTurns(tiers.baseline, traffic, port));
  return { verdict, isolating, rules };
}

export function verdictOn({ sure, most }: Estimate, port: Port): Verdict {
  if (has(sure, port)) return 'allowed';
  return has(most, port) ? 'depends' : 'blocked';
}

function isPassedOn({ none, pass }: Outcome, port: Port): boolean {
  return has(none, port) || has(pass, port);
}

/** The rules of a tier that match and may decide, in the order in which they are asked. */
export function rulesOfTurns(turns: readonly Turn[], traffic: Traffic, port: Port): DecidingRule[] {
  const rules: DecidingRule[] = [];
  let isOpen = true;
  for (const turn of turns) {
    if (turn.placed && !isOpen) continue;
    for (const policy of turn.policies) rules.push(...untilSure(matchingRules(policy, traffic, port)));
    isOpen &&= has(decideTurns([turn], traffic).none, port);
  }
  return rules;
}

function matchingRules(
  { policy, applies }: Applied<TrafficPolicy>,
  traffic: Traffic,
  port: Port,
): readonly DecidingRule[] {
  const { subject, direction, peer } = traffic;
  return policy[direction].flatMap((rule) => {
    const { sure, most } = matching(rule, peer, direction === 'ingress' ? subject : peer);
    if (!has(most, port)) return [];
    const certain = applies === 'yes' && has(sure, port);
    return [{ policy: policy.resource, path: rule.path, action: rule.action, certain }];
  });
}

/** The first rule that matches for certain ends a policy whose rules are asked in order. */
function untilSure(rules: readonly DecidingRule[]): readonly DecidingRule[] {
  const end = rules.findIndex(({ certain }) => certain);
  return end < 0 ? rules : rules.slice(0, end + 1);
}

function has(ports: PortSet, { protocol, port }: Port): boolean {
  return ports.contains(protocol, port);
}
