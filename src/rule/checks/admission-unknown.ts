import { nameOf } from '../../resource/resource.ts';
import { verdictsOn } from '../admission/evaluate.ts';
import type { Check } from '../rule.ts';

/** A ValidatingAdmissionPolicy that could not be evaluated for some objects: that is no pass. */
export const check: Check = function* (policy, { graph }) {
  const unknown = graph.resources.flatMap((resource) => {
    const verdict = verdictsOn(graph, resource).find(
      (one) => one.is === 'unknown' && one.policy.resource === policy,
    );
    return verdict?.is === 'unknown' ? [{ resource, why: verdict.why }] : [];
  });
  const [first] = unknown;
  if (first === undefined) return;
  const others = unknown.length === 1 ? '' : ` and ${unknown.length - 1} more`;
  yield {
    at: ['spec', 'validations'],
    part: 'key',
    message: `Whether ${nameOf(first.resource)}${others} would pass ${nameOf(policy)} is not known: ${first.why.replace(/\.$/, '')}.`,
    related: unknown
      .slice(0, 5)
      .map(({ resource }) => ({ resource, message: `${nameOf(resource)} is one of them` })),
  };
};
