import { nameOf } from '../../resource/resource.ts';
import { ruleOutcomes } from '../custom-rules.ts';
import { definitionsIn } from '../definitions.ts';
import type { Check } from '../rule.ts';

/** Expressions in the definition of a custom resource that its objects must keep to (x-kubernetes-validations). */
export const check: Check = function* (resource, { graph }) {
  if (resource.unrendered !== undefined) return;
  const version = definitionsIn(graph).get(`${resource.apiVersion}/${resource.kind}`);
  if (version === undefined) return;
  const { definition } = version;
  for (const { is, at, message, ruleAt } of ruleOutcomes(graph, resource, version)) {
    if (is !== 'broken') continue;
    yield {
      at: at.length === 0 ? ['kind'] : at,
      message: `${nameOf(resource)} breaks a rule of its definition: ${message}; the API server rejects it.`,
      related: [{ resource: definition, at: ruleAt, message: `${nameOf(definition)} says so` }],
    };
  }
};
