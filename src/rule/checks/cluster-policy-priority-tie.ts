import { contradictionsOf } from '../../reach/connectivity/tied-policies.ts';
import { numberOf, objectOf } from '../../base/json.ts';
import { nameOf } from '../../resource/resource.ts';
import type { Check } from '../rule.ts';

/** Policies of one tier and priority of which one allows what the other denies: nobody knows which is asked first. */
export const check: Check = function* (policy, { graph }) {
  const priority = numberOf(objectOf(policy.value.spec).priority);
  if (policy.unrendered !== undefined || priority === undefined) return;
  for (const { other, direction, subject, ports } of contradictionsOf(graph, policy)) {
    // Told once, at the one whose name comes first.
    if (other.unrendered !== undefined || other.name < policy.name) continue;
    yield {
      at: ['spec', 'priority'],
      message: `${nameOf(policy)} and ${nameOf(other)} both have priority ${priority}, and one allows ${ports.isAll ? 'all ports' : String(ports)} for the ${direction} of ${nameOf(subject.owner)} that the other denies: which of them wins is undefined.`,
      related: [
        {
          resource: other,
          at: ['spec', 'priority'],
          message: `${nameOf(other)} has priority ${priority}, too`,
        },
        { resource: subject.owner, message: `both policies apply to pods of ${nameOf(subject.owner)}` },
      ],
    };
  }
};
