import { addTo } from '../../base/multimap.ts';
import { identityOfObject, meets } from '../../resource/together.ts';
import type { Graph } from '../../reference/graph.ts';
import { isExact } from '../policy/exact.ts';
import { inNameOrder } from '../policy/name-order.ts';
import type { Direction, Policy, PolicyRule } from '../policy/policy.ts';
import type { Reach } from '../reach.ts';
import { coversPolicy, coversRule } from './covers.ts';
import { voidedPolicies } from './voided.ts';

/** Policies without which nothing would change, because another one does all that they do. */
export interface Redundancy {
  readonly by: Policy;
  /** In order of their names; at least one. */
  readonly policies: readonly Policy[];
}

/**
 * One for each policy that makes others redundant. A policy without a rule is never redundant here: what it says is
 * that nothing is allowed by default, whatever the others allow today.
 */
export function redundancies(graph: Graph, reach: Reach, namespace: string): readonly Redundancy[] {
  return graph.memo(`redundant policies:${namespace}`, () => {
    const voided = voidedPolicies(graph, reach, namespace);
    const all = inNameOrder(reach.policies(namespace).filter((policy) => isExact(graph, policy)));
    const kept: Policy[] = [];
    const found = new Map<Policy, Policy[]>();
    // The widest first, so that whoever covers is not covered: of equal ones that is the first by name.
    for (const policy of all) {
      const by = kept.find((other) => covers(other, policy));
      if (by !== undefined) {
        if (allows(policy) && !voided.has(policy)) addTo(found, by, policy);
        continue;
      }
      for (const other of kept.filter((one) => covers(policy, one))) {
        kept.splice(kept.indexOf(other), 1);
        for (const one of [
          ...(found.get(other) ?? []),
          ...(allows(other) && !voided.has(other) ? [other] : []),
        ])
          addTo(found, policy, one);
        found.delete(other);
      }
      kept.push(policy);
    }
    return [...found].map(([by, policies]) => ({ by, policies: inNameOrder(policies) }));
  });
}

function covers(wide: Policy, narrow: Policy): boolean {
  return (
    identityOfObject(wide.resource) !== identityOfObject(narrow.resource) &&
    meets(wide.resource, narrow.resource) &&
    coversPolicy(wide, narrow)
  );
}

function allows({ isolates, ingress, egress }: Policy): boolean {
  return (isolates.ingress && ingress.length > 0) || (isolates.egress && egress.length > 0);
}

/** The rule of the same list that allows all that this one allows; of equal rules the first one stays. */
export function coveringRule(
  graph: Graph,
  policy: Policy,
  direction: Direction,
  rule: PolicyRule,
): PolicyRule | undefined {
  if (!policy.isolates[direction] || !isExact(graph, policy)) return undefined;
  const rules = policy[direction];
  const { resource } = policy;
  return rules.find(
    (other, index) =>
      other !== rule &&
      coversRule(resource, other, rule) &&
      (index < rules.indexOf(rule) || !coversRule(resource, rule, other)),
  );
}
