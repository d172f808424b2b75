import { absentPeers } from '../../reach/policy/absent-peers.ts';
import { nameOf } from '../../resource/resource.ts';
import type { Check } from '../rule.ts';

/** Peers that no pod is, in a namespace whose pods are all written down; said once for each selector. */
export const check: Check = function* (resource, { graph, reach }) {
  for (const { namespace, selector, places } of absentPeers(graph, reach, resource.namespace)) {
    const [first, ...more] = places;
    if (first?.policy.resource !== resource) continue;
    const rest =
      more.length === 0
        ? ''
        : ` It stands in ${more.length === 1 ? 'one more place' : `${more.length} more places`}.`;
    yield {
      at: [...first.peer.path, 'podSelector'],
      part: 'key',
      ...(graph.closedWorld ? {} : { severity: 'info' }),
      message: `No pod of namespace ${namespace} has ${selector}, so this peer is nobody.${rest}`,
      related: more.slice(0, 10).map(({ policy, peer }) => ({
        resource: policy.resource,
        at: [...peer.path, 'podSelector'],
        part: 'key',
        message: `${nameOf(policy.resource)} names them too`,
      })),
    };
  }
};
