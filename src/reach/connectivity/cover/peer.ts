import type { AddressSet } from '../../../base/addresses.ts';
import type { Cidr } from '../../../base/cidr.ts';
import { parseCidr } from '../../../base/cidr.ts';
import { implies } from '../../../resource/implies.ts';
import type { Resource } from '../../../resource/resource.ts';
import { selectorKey } from '../../../resource/selector.ts';
import type { Requirement, Selector } from '../../../resource/selector.ts';
import type { Peer } from '../../policy/policy.ts';
import { addressesOf } from '../outside.ts';
import { EVERYTHING } from '../select-pods.ts';

/** A peer with what it means, so that many can be compared. */
export interface CoverPeer {
  readonly peer: Peer;
  /** Of a block that the API server takes. */
  readonly block: { readonly cidr: Cidr; readonly addresses: AddressSet } | undefined;
  /** Of pods, then of namespaces; undefined for a block. */
  readonly selectors: readonly [Selector, Selector] | undefined;
  /** Equal for peers that mean the same for certain. */
  readonly key: string;
}

export function coverPeer(home: Resource, peer: Peer): CoverPeer {
  if (peer.block !== undefined) {
    const { cidr: text, except } = peer.block;
    const cidr = parseCidr(text)?.cidr;
    const block = cidr === undefined ? undefined : { cidr, addresses: addressesOf(text, except) };
    return { peer, block, selectors: undefined, key: JSON.stringify([text, ...except]) };
  }
  const selectors = [peer.pods ?? EVERYTHING, namespacesOf(peer, home)] as const;
  return { peer, block: undefined, selectors, key: selectors.map(selectorKey).join() };
}

/** Whether one peer by itself admits whom another one admits. */
export function coversPeer(wide: CoverPeer, narrow: CoverPeer): boolean {
  if (narrow.selectors === undefined || wide.selectors === undefined)
    return (
      narrow.block !== undefined &&
      wide.block !== undefined &&
      !narrow.block.addresses.isEmpty &&
      narrow.block.addresses.isSubsetOf(wide.block.addresses)
    );
  const [pods, namespaces] = narrow.selectors;
  const [widePods, wideNamespaces] = wide.selectors;
  return implies(pods, widePods) && implies(namespaces, wideNamespaces);
}

/** The namespaces of a peer as a selector; a podSelector alone means the policy's own (NP7), by the label that all have. */
function namespacesOf({ namespaces }: Peer, home: Resource): Selector {
  if (namespaces !== undefined) return namespaces;
  return {
    requirements: home.namespaceWritten ? [named('In', [home.namespace])] : [named('Exists', []), SOME],
  };
}

function named(operator: Requirement['operator'], values: readonly string[]): Requirement {
  return { key: 'kubernetes.io/metadata.name', operator, values, path: [] };
}

/** The namespace of policies that leave it out: the same for all of them, and called nobody knows how. */
const SOME: Requirement = { key: '', operator: 'Exists', values: [], path: [] };
