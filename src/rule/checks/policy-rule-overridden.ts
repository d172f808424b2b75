import { overriddenRules } from '../../reach/connectivity/overridden.ts';
import { hasForeignPolicies } from '../../reach/policy/other-policies.ts';
import { nameOf } from '../../resource/resource.ts';
import type { Check } from '../rule.ts';

/** A rule of a NetworkPolicy for peers from which, or to which, the admin tier denies everything that it allows. */
export const check: Check = function* (policy, { graph, reach }) {
  if (policy.unrendered !== undefined || hasForeignPolicies(graph, policy.namespace)) return;
  for (const { path, direction, by, byPath, subject, peer } of overriddenRules(graph, policy)) {
    const index = path[2];
    const rule = typeof index === 'number' ? reach.policy(policy)[direction][index] : undefined;
    // A rule for everybody, or for addresses, has more to allow than the manifests show.
    if (by.unrendered !== undefined || rule === undefined || rule.peers.length === 0) continue;
    if (rule.peers.some(({ block }) => block !== undefined) || !graph.isComplete(policy, policy.namespace))
      continue;
    const connection =
      direction === 'ingress'
        ? `${nameOf(peer)} to ${nameOf(subject)}`
        : `${nameOf(subject)} to ${nameOf(peer)}`;
    yield {
      at: path,
      message: `${nameOf(by)} denies all that this rule allows, and is asked first: connections from ${connection} are dropped.`,
      related: [
        { resource: by, at: byPath, message: `${nameOf(by)} denies it here` },
        { resource: subject, message: `pods of ${nameOf(subject)} are those that the policy selects` },
        { resource: peer, message: `pods of ${nameOf(peer)} are those that the rule is for` },
      ],
    };
  }
};
