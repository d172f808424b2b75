import { addTo } from '../../base/multimap.ts';
import { identityOfObject, meets } from '../../resource/together.ts';
import type { Graph } from '../../reference/graph.ts';
import { isExact } from '../policy/exact.ts';
import { inNameOrder } from '../policy/name-order.ts';
import type { Direction, Policy, PolicyRule } from '../policy/policy.ts';
import type { Reach } from '../reach.ts';
import { Candidates } from '../../base/candidates.ts';
import { coverings } from './cover/coverings.ts';
import { CoverPolicy, PolicyWords } from './cover/policy.ts';
import { CoverRule } from './cover/rule.ts';
import { RuleWords } from './cover/rule-words.ts';
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
    if (all.length < 2) return [];
    const compared = all.map((policy) => new CoverPolicy(policy));
    const words = new PolicyWords(compared);
    const wide = new Candidates<CoverPolicy>(RESPECTS);
    const narrow = new Candidates<CoverPolicy>(RESPECTS);
    const kept = new Set<CoverPolicy>();
    const found = new Map<Policy, Policy[]>();
    // The widest first, so that whoever covers is not covered: of equal ones that is the first by name.
    for (const one of compared) {
      const { policy } = one;
      const wideWords = words.wide(one);
      const narrowWords = words.narrow(one);
      let by: CoverPolicy | undefined;
      for (const other of wide.among(narrowWords))
        if (kept.has(other) && covers(other, one, words)) {
          by = other;
          break;
        }
      if (by !== undefined) {
        if (allows(policy) && !voided.has(policy)) addTo(found, by.policy, policy);
        continue;
      }
      for (const other of [...narrow.among(wideWords)]) {
        if (!kept.has(other) || !covers(one, other, words)) continue;
        kept.delete(other);
        for (const less of [
          ...(found.get(other.policy) ?? []),
          ...(allows(other.policy) && !voided.has(other.policy) ? [other.policy] : []),
        ])
          addTo(found, policy, less);
        found.delete(other.policy);
      }
      kept.add(one);
      wide.add(one, wideWords);
      narrow.add(one, narrowWords);
    }
    return [...found].map(([by, policies]) => ({ by, policies: inNameOrder(policies) }));
  });
}

/** Subjects, peers and ports. */
const RESPECTS = 3;

function covers(wide: CoverPolicy, narrow: CoverPolicy, words: PolicyWords): boolean {
  const { resource } = wide.policy;
  return (
    identityOfObject(resource) !== identityOfObject(narrow.policy.resource) &&
    meets(resource, narrow.policy.resource) &&
    wide.covers(narrow, words)
  );
}

function allows({ isolates, ingress, egress }: Policy): boolean {
  return (isolates.ingress && ingress.length > 0) || (isolates.egress && egress.length > 0);
}

/** For each rule the one of the same list that allows all that it allows; of equal rules the first one stays. */
export function coveredRules(
  graph: Graph,
  policy: Policy,
  direction: Direction,
): ReadonlyMap<PolicyRule, PolicyRule> {
  const rules = policy[direction];
  if (rules.length < 2 || !policy.isolates[direction] || !isExact(graph, policy)) return new Map();
  const found = coverings(
    rules.map((rule) => new CoverRule(policy.resource, rule)),
    {
      keyOf: ({ key }) => key,
      amongFirst: (first) => {
        const words = new RuleWords(first);
        const among = new Candidates<CoverRule>(2);
        for (const one of first) among.add(one, words.wide(one));
        return (narrow) => among.among(words.narrow(narrow));
      },
      covers: (wide, narrow) => wide.covers(narrow),
    },
  );
  return new Map([...found].map(([narrow, wide]) => [narrow.rule, wide.rule]));
}
