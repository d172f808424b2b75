import { AddressSet } from '../../base/addresses.ts';
import type { AddressRange } from '../../base/addresses.ts';
import { parseCidr } from '../../base/cidr.ts';
import type { Cidr } from '../../base/cidr.ts';
import type { Match } from '../../resource/selector.ts';
import type { TrafficPeer } from './traffic-policy.ts';

/**
 * Ranges in which pods and nodes may have their addresses: all that is no public unicast. Source: the IANA registries
 * of IPv4 and IPv6 special-purpose addresses, multicast, and of IPv6 whatever is outside 2000::/3.
 */
const INSIDE: AddressSet = AddressSet.of(
  [
    '0.0.0.0/8',
    '10.0.0.0/8',
    '100.64.0.0/10',
    '127.0.0.0/8',
    '169.254.0.0/16',
    '172.16.0.0/12',
    '192.0.0.0/24',
    '192.0.2.0/24',
    '192.88.99.0/24',
    '192.168.0.0/16',
    '198.18.0.0/15',
    '198.51.100.0/24',
    '203.0.113.0/24',
    '224.0.0.0/3',
    '::/3',
    '2001::/23',
    '2001:db8::/32',
    '2002::/16',
    '3fff::/20',
    '4000::/2',
    '8000::/1',
  ].flatMap(blockOf),
);

/** The addresses of a range that no pod and no node can have. */
export function publicOf(range: AddressRange): AddressSet {
  return AddressSet.of([range]).subtract(INSIDE);
}

/** The addresses of a block as a policy writes it; none if the API server rejects it. */
export function addressesOf(cidr: string, except: readonly string[]): AddressSet {
  const [block] = blockOf(cidr);
  return block === undefined ? AddressSet.none : AddressSet.ofBlock(block, except.flatMap(blockOf));
}

function blockOf(text: string): readonly Cidr[] {
  const parsed = parseCidr(text);
  return parsed === undefined ? [] : [parsed.cidr];
}

/**
 * The ends that a block holds. The addresses of pods are not known before they run, and some plugins never match them
 * with a block (NP13): only public blocks certainly hold no pod.
 */
export function blockPeer(block: AddressSet): TrafficPeer {
  const pods: Match = block.intersect(INSIDE).isEmpty ? 'no' : 'maybe';
  return {
    candidates: { pods: pods === 'no' ? () => [] : 'all', addresses: true },
    admits: (end) => {
      if (end.kind === 'pods') return pods;
      // Nodes and load balancers may have public addresses.
      if (end.kind === 'unseen') return end.unseen.isPod === 'yes' ? pods : block.isEmpty ? 'no' : 'maybe';
      const { family, first } = end.range;
      return block.contains({ family, value: first }) ? 'yes' : 'no';
    },
    block,
  };
}
