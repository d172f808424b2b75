import { someOf } from '../../base/some.ts';
import { getAt } from '../../base/json.ts';
import { addTo } from '../../base/multimap.ts';
import { redundantItems } from '../../reach/connectivity/redundant-item.ts';
import type { RedundantItem } from '../../reach/connectivity/redundant-item.ts';
import { isExact } from '../../reach/policy/exact.ts';
import { slipOfPeer } from '../../reach/policy/peer.ts';
import type { Peer, PolicyPort } from '../../reach/policy/policy.ts';
import { nameOf } from '../../resource/resource.ts';
import type { Resource } from '../../resource/resource.ts';
import { formatSelector } from '../../resource/selector.ts';
import type { Check } from '../rule.ts';

/** Peers and ports that another item of their list includes; said once for each item that includes others. */
export const check: Check = function* (resource, { graph, reach }) {
  const policy = reach.policy(resource);
  if (!isExact(graph, policy)) return;
  for (const direction of ['ingress', 'egress'] as const) {
    if (!policy.isolates[direction]) continue;
    for (const rule of policy[direction]) {
      const byCover = new Map<Peer | PolicyPort, RedundantItem[]>();
      for (const found of redundantItems(resource, rule)) {
        // A peer that means somebody else than its author did is reported as that.
        if (found.kind === 'peer' && slipOfPeer(graph, policy, rule, found.item) !== undefined) continue;
        addTo(byCover, found.by, found);
      }
      for (const [by, [found, ...more]] of byCover) {
        if (found === undefined) continue;
        const rest =
          more.length === 0 ? '' : ` So ${more.length === 1 ? 'is one more' : `are ${more.length} more`}.`;
        yield {
          at: found.item.path,
          message: `${messageOf(resource, found)}${rest}`,
          related: [
            { resource, at: by.path, message: `this item of ${nameOf(resource)} includes it` },
            ...more
              .slice(0, 10)
              .map(({ item }) => ({ resource, at: item.path, message: 'this item is included too' })),
          ],
        };
      }
    }
  }
};

function messageOf(resource: Resource, found: RedundantItem): string {
  if (found.kind === 'port') {
    const { item, by, equal } = found;
    if (!equal)
      return `This port adds nothing: ${portText(item)} is included in ${portText(by)} of the same list.`;
    const silent = [item, by].some(({ path }) => getAt(resource.value, [...path, 'protocol']) === undefined);
    return `This port is in the list twice: both are ${portText(item)}${silent ? ', for no protocol means TCP' : ''}.`;
  }
  const { item, by, equal } = found;
  if (equal) return `This peer is in the list twice: both are ${peerText(item, resource)}.`;
  const dash =
    item.namespaces === undefined && by.pods === undefined && by.namespaces !== undefined
      ? ' As one item, without the dash, both would have to hold.'
      : '';
  return `This peer adds nothing: ${peerText(item, resource)} are included in ${peerText(by, resource)} of the same list.${dash}`;
}

function peerText({ block, namespaces, pods }: Peer, { namespace }: Resource): string {
  if (block !== undefined)
    return block.except.length === 0 ? block.cidr : `${block.cidr} except ${someOf(block.except)}`;
  const labels = formatSelector(pods ?? { requirements: [] });
  const who = labels === '' ? 'all pods' : `pods with ${labels}`;
  if (namespaces === undefined) return `${who} of namespace ${namespace}`;
  const where = formatSelector(namespaces);
  return `${who} of ${where === '' ? 'all namespaces' : `namespaces with ${where}`}`;
}

/** `UDP 53`, `TCP 8000-8100`, `TCP http`, `all TCP ports` */
function portText({ protocol, port, endPort }: PolicyPort): string {
  if (port === undefined) return `all ${protocol} ports`;
  return `${protocol} ${endPort === undefined ? port : `${port}-${endPort}`}`;
}
