import { nameOf } from '../../resource/resource.ts';
import { customVersions } from '../../schema/crd.ts';
import { ruleOutcomes } from '../custom-rules.ts';
import type { Check } from '../rule.ts';

/** Expressions in the definition of a custom resource that its objects must keep to (x-kubernetes-validations). */
export const check: Check = function* (resource, { graph }) {
  if (resource.unrendered !== undefined) return;
  const versions = graph.memo('custom versions', () =>
    customVersions(graph.all('apiextensions.k8s.io/CustomResourceDefinition')),
  );
  const version = versions.get(`${resource.apiVersion}/${resource.kind}`);
  if (version === undefined) return;
  const { definition } = version;
  for (const { is, at, message, ruleAt } of ruleOutcomes(resource.value, version)) {
    if (is !== 'broken') continue;
    yield {
      at: at.length === 0 ? ['kind'] : at,
      message: `${nameOf(resource)} breaks a rule of its definition: ${message}; the API server rejects it.`,
      related: [{ resource: definition, at: ruleAt, message: `${nameOf(definition)} says so` }],
    };
  }
};
