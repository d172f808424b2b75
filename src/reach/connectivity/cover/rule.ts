import { AddressSet } from '../../../base/addresses.ts';
import type { Resource } from '../../../resource/resource.ts';
import type { PolicyPort, PolicyRule } from '../../policy/policy.ts';
import { portItem, portList } from '../rule-ports.ts';
import type { RulePorts } from '../rule-ports.ts';
import { Candidates } from '../../../base/candidates.ts';
import { coverPeer, coversPeer } from './peer.ts';
import type { CoverPeer } from './peer.ts';
import { PeerWords } from './peer-words.ts';

/** One item of a NetworkPolicy with what it means, so that many can be compared. The policies must be exact (`isExact`). */
export class CoverRule {
  readonly rule: PolicyRule;
  readonly peers: readonly CoverPeer[];
  readonly ports: readonly RulePorts[];
  readonly allPorts: RulePorts;
  readonly #names: ReadonlySet<string>;
  #addresses: AddressSet | undefined;
  #pods: ((narrow: CoverPeer) => Iterable<CoverPeer>) | undefined;

  constructor(home: Resource, rule: PolicyRule) {
    this.rule = rule;
    this.peers = rule.peers.map((peer) => coverPeer(home, peer));
    this.ports = rule.ports.map(portsOf);
    this.allPorts = portList(this.ports);
    this.#names = new Set(this.allPorts.names.map(keyOfName));
  }

  /** Equal for rules that allow the same for certain. */
  get key(): string {
    return JSON.stringify([
      this.peers.map(({ key }) => key),
      this.rule.ports.map(({ protocol, port, endPort }) => [protocol, port, endPort]),
    ]);
  }

  /**
   * Whether it allows all that another item of a policy of the namespace allows: in every cluster, whatever pods, namespaces
   * and addresses there are. False is no claim.
   */
  covers(narrow: CoverRule): boolean {
    return this.coversPorts(narrow) && this.#coversPeers(narrow);
  }

  coversPorts({ ports }: CoverRule): boolean {
    if (this.ports.length === 0) return true;
    return ports.length > 0 && ports.every((port) => this.#coversPort(port));
  }

  /** A port that the API server rejects means none, and says nothing. */
  #coversPort({ numbers, names }: RulePorts): boolean {
    if (numbers.isEmpty && names.length === 0) return false;
    return (
      numbers.isSubsetOf(this.allPorts.numbers) && names.every((name) => this.#names.has(keyOfName(name)))
    );
  }

  /** No peers at all are everybody (NP6). */
  #coversPeers({ peers }: CoverRule): boolean {
    if (this.peers.length === 0) return true;
    return peers.length > 0 && peers.every((peer) => this.#coversPeer(peer));
  }

  /** The peers of a list together admit whom one peer admits: blocks add up. */
  #coversPeer(narrow: CoverPeer): boolean {
    if (narrow.selectors === undefined)
      return (
        narrow.block !== undefined &&
        !narrow.block.addresses.isEmpty &&
        narrow.block.addresses.isSubsetOf(this.#allAddresses())
      );
    for (const peer of this.#podsFor(narrow)) if (coversPeer(peer, narrow)) return true;
    return false;
  }

  #allAddresses(): AddressSet {
    return (this.#addresses ??= AddressSet.of(
      this.peers.flatMap(({ block }) => (block === undefined ? [] : block.addresses.ranges())),
    ));
  }

  #podsFor(narrow: CoverPeer): Iterable<CoverPeer> {
    this.#pods ??= peersFor(this.peers.filter(({ selectors }) => selectors !== undefined));
    return this.#pods(narrow);
  }
}

/** Those of a list that may admit whom another one admits, in their order. */
export function peersFor(peers: readonly CoverPeer[]): (narrow: CoverPeer) => Iterable<CoverPeer> {
  const words = new PeerWords(peers);
  const found = new Candidates<CoverPeer>(1);
  for (const peer of peers) found.add(peer, [words.wide(peer)]);
  return (narrow) => found.among([words.narrow(narrow)]);
}

/** Whether one item of a list of ports means all that another one means. */
export function coversPort(wide: RulePorts, { numbers, names }: RulePorts): boolean {
  if (numbers.isEmpty && names.length === 0) return false;
  const wideNames = wide.names.map(keyOfName);
  return numbers.isSubsetOf(wide.numbers) && names.every((name) => wideNames.includes(keyOfName(name)));
}

export function portsOf({ protocol, port, endPort }: PolicyPort): RulePorts {
  return portList([portItem(protocol, port, endPort)]);
}

function keyOfName({ name, protocol }: RulePorts['names'][number]): string {
  return `${String(protocol)} ${name}`;
}
