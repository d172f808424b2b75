import { nameOf } from '../../resource/resource.ts';
import { ruleOutcomes } from '../custom-rules.ts';
import type { RuleOutcome } from '../custom-rules.ts';
import { definitionsOf } from '../definitions.ts';
import type { Check } from '../rule.ts';

/** Expressions in the definition of a custom resource that its objects must keep to (x-kubernetes-validations). */
export const check: Check = function* (resource, { graph }) {
  if (resource.unrendered !== undefined) return;
  const [version, ...copies] = definitionsOf(graph, resource);
  if (version === undefined) return;
  const { definition } = version;
  const elsewhere = copies.map(
    (copy) => new Set([...ruleOutcomes(graph, resource, copy)].filter(isBroken).map(keyOf)),
  );
  for (const outcome of ruleOutcomes(graph, resource, version)) {
    if (!isBroken(outcome) || !elsewhere.every((broken) => broken.has(keyOf(outcome)))) continue;
    const { at, message, ruleAt } = outcome;
    yield {
      at: at.length === 0 ? ['kind'] : at,
      message: `${nameOf(resource)} breaks a rule of its definition: ${message}; the API server rejects it.`,
      related: [{ resource: definition, at: ruleAt, message: `${nameOf(definition)} says so` }],
    };
  }
};

function isBroken({ is }: RuleOutcome): boolean {
  return is === 'broken';
}

/** What is refused and why, in any copy of the definition. */
function keyOf({ at, message }: RuleOutcome): string {
  return `${at.join('\0')}\n${message}`;
}
