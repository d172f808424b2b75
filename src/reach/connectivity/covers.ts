import { AddressSet } from '../../base/addresses.ts';
import type { Resource } from '../../resource/resource.ts';
import { implies } from '../../resource/implies.ts';
import type { Requirement, Selector } from '../../resource/selector.ts';
import type { Direction, Peer, Policy, PolicyPort, PolicyRule } from '../policy/policy.ts';
import { addressesOf } from './outside.ts';
import { portItem, portList } from './rule-ports.ts';
import type { RulePorts } from './rule-ports.ts';
import { EVERYTHING } from './select-pods.ts';

/**
 * Whether one item of a NetworkPolicy allows all that another one of its namespace allows: in every cluster, whatever
 * pods, namespaces and addresses there are. False is no claim. The policies must be exact (`isExact`).
 */
export function coversRule(home: Resource, wide: PolicyRule, narrow: PolicyRule): boolean {
  return coversPorts(wide.ports, narrow.ports) && coversPeers(home, wide.peers, narrow.peers);
}

/** No peers at all are everybody (NP6). */
function coversPeers(home: Resource, wide: readonly Peer[], narrow: readonly Peer[]): boolean {
  if (wide.length === 0) return true;
  return narrow.length > 0 && narrow.every((peer) => coversPeer(home, wide, peer));
}

/** Whether the peers of a list together admit whom one peer admits. */
export function coversPeer(home: Resource, wide: readonly Peer[], narrow: Peer): boolean {
  if (narrow.block !== undefined) {
    const addresses = addressesOf(narrow.block.cidr, narrow.block.except);
    const all = wide.reduce(
      (sum, { block }) => (block === undefined ? sum : sum.union(addressesOf(block.cidr, block.except))),
      AddressSet.none,
    );
    return !addresses.isEmpty && addresses.isSubsetOf(all);
  }
  const namespaces = namespacesOf(narrow, home);
  const pods = narrow.pods ?? EVERYTHING;
  return wide.some(
    (peer) =>
      peer.block === undefined &&
      implies(pods, peer.pods ?? EVERYTHING) &&
      implies(namespaces, namespacesOf(peer, home)),
  );
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

export function coversPorts(wide: readonly PolicyPort[], narrow: readonly PolicyPort[]): boolean {
  if (wide.length === 0) return true;
  const all = portsOf(wide);
  return narrow.length > 0 && narrow.every((port) => isAmong(all, portsOf([port])));
}

function isAmong(all: RulePorts, { numbers, names }: RulePorts): boolean {
  // A port that the API server rejects means none, and says nothing.
  if (numbers.isEmpty && names.length === 0) return false;
  return (
    numbers.isSubsetOf(all.numbers) &&
    names.every(({ name, protocol }) =>
      all.names.some((other) => other.name === name && other.protocol === protocol),
    )
  );
}

function portsOf(ports: readonly PolicyPort[]): RulePorts {
  return portList(ports.map(({ protocol, port, endPort }) => portItem(protocol, port, endPort)));
}

/** Whether a rule names neither peers nor ports, and so allows everything in its direction. */
export function isOpen({ peers, ports }: PolicyRule): boolean {
  return peers.length === 0 && ports.length === 0;
}

/** Whether whatever the narrow policy does is done by the wide one too: it isolates the same pods and allows as much. */
export function coversPolicy(wide: Policy, narrow: Policy): boolean {
  return (
    implies(narrow.subject, wide.subject) &&
    (['ingress', 'egress'] as const).every((direction) => coversDirection(wide, narrow, direction))
  );
}

function coversDirection(wide: Policy, narrow: Policy, direction: Direction): boolean {
  if (!narrow.isolates[direction]) return true;
  return (
    wide.isolates[direction] &&
    narrow[direction].every((rule) =>
      wide[direction].some((other) => coversRule(narrow.resource, other, rule)),
    )
  );
}
