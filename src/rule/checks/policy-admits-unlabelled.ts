import { unlabelled } from '../../reach/policy/unlabelled.ts';
import { nameOf } from '../../resource/resource.ts';
import { formatRequirement } from '../../resource/selector.ts';
import type { Check } from '../rule.ts';

/** Peers by NotIn, which whoever lacks the label meets as well (LS4); said once for each selector. */
export const check: Check = function* (resource, { graph, reach }) {
  for (const { requirement, field, admitted, places } of unlabelled(graph, reach, resource.namespace)) {
    const [place] = places;
    const [first, ...more] = admitted;
    if (first === undefined || place?.policy.resource !== resource) continue;
    const whom = field === 'podSelector' ? `the pods of ${nameOf(first)}` : nameOf(first);
    const verb = field === 'podSelector' || more.length > 0 ? 'have' : 'has';
    yield {
      at: [...place.peer.path, field, ...requirement.path],
      message: `${formatRequirement(requirement)} also admits whoever has no label ${requirement.key}: ${whom}${more.length === 0 ? '' : ` and ${more.length} more`} ${verb} none. Together with Exists it admits only those that have it.`,
      related: [
        ...admitted
          .slice(0, 10)
          .map((one) => ({ resource: one, message: `${nameOf(one)} has no label ${requirement.key}` })),
        ...places.slice(1, 11).map(({ policy, peer }) => ({
          resource: policy.resource,
          at: [...peer.path, field],
          part: 'key' as const,
          message: `${nameOf(policy.resource)} has the same peer`,
        })),
      ],
    };
  }
};
