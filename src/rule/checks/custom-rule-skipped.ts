import { nameOf } from '../../resource/resource.ts';
import type { Resource } from '../../resource/resource.ts';
import { customVersions } from '../../schema/crd.ts';
import { ruleOutcomes } from '../custom-rules.ts';
import type { RuleOutcome } from '../custom-rules.ts';
import type { Check } from '../rule.ts';

/** Expressions of a definition that nobody evaluated for the objects of the input: silence about them is no pass. */
export const check: Check = function* (definition, { graph }) {
  for (const [key, version] of customVersions([definition])) {
    const skipped = new Map<string, { readonly outcome: RuleOutcome; readonly object: Resource }>();
    for (const object of graph.resources) {
      if (`${object.apiVersion}/${object.kind}` !== key || object.unrendered !== undefined) continue;
      for (const outcome of ruleOutcomes(graph, object, version)) {
        const place = outcome.ruleAt.join('.');
        if (outcome.is !== 'broken' && !skipped.has(place)) skipped.set(place, { outcome, object });
      }
    }
    for (const { outcome, object } of skipped.values())
      yield {
        at: outcome.ruleAt,
        message: `This rule of ${nameOf(definition)} is not evaluated for ${nameOf(object)}: ${outcome.message}.`,
        related: [{ resource: object, message: `${nameOf(object)} is one of its objects` }],
      };
  }
};
