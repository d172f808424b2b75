import { derived } from '../../base/derived.ts';
import { addTo } from '../../base/multimap.ts';
import { openings } from '../../reach/connectivity/voided.ts';
import type { Opening } from '../../reach/connectivity/voided.ts';
import type { Policy } from '../../reach/policy/policy.ts';
import { nameOf } from '../../resource/resource.ts';
import type { Resource } from '../../resource/resource.ts';
import type { Check, RelatedObject } from '../rule.ts';

/** A rule that allows everything to pods that other policies mean to limit (NP3). Said once, at that rule. */
export const check: Check = function* (resource, { graph, reach }) {
  const all = openings(graph, reach, resource.namespace);
  const table = derived(all, 'by policy', () => {
    const byPolicy = new Map<Resource, Opening[]>();
    for (const one of all) addTo(byPolicy, one.policy.resource, one);
    return byPolicy;
  });
  for (const opening of table.get(resource) ?? []) {
    const { direction, rule, voided } = opening;
    const [first, ...more] = voided;
    if (first === undefined) continue;
    const open =
      direction === 'ingress'
        ? 'lets everybody connect on all ports to the pods that its policy selects'
        : 'lets the pods that its policy selects connect to everything';
    const effect =
      first[direction].length === 0
        ? `${nameOf(first.resource)} denies no ${direction}`
        : `the ${direction} rules of ${nameOf(first.resource)} limit nothing`;
    const rest =
      more.length === 0
        ? ''
        : `, nor ${more.length === 1 ? 'does one more policy' : `do ${more.length} more policies`}`;
    yield {
      at: rule.path,
      message: `This rule ${open}, so ${effect}${rest}: policies add up, and none takes away what another allows.`,
      related: relatedOf(opening),
    };
  }
};

function relatedOf({ direction, voided, others }: Opening): readonly RelatedObject[] {
  const related = (
    policies: readonly Policy[],
    message: (name: string) => string,
  ): readonly RelatedObject[] =>
    policies.slice(0, 10).map(({ resource }) => ({
      resource,
      at: ['spec', 'podSelector'],
      part: 'key',
      message: message(nameOf(resource)),
    }));
  return [
    ...related(voided, (name) => `${name} selects pods that this rule opens`),
    ...related(others, (name) => `${name} allows all ${direction} of these pods too`),
  ];
}
