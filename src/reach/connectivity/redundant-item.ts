import type { Resource } from '../../resource/resource.ts';
import type { Peer, PolicyPort, PolicyRule } from '../policy/policy.ts';
import { Candidates } from '../../base/candidates.ts';
import { coverings } from './cover/coverings.ts';
import type { Comparison } from './cover/coverings.ts';
import { coverPeer, coversPeer } from './cover/peer.ts';
import { narrowWords, wideWords } from './cover/port-words.ts';
import { coversPort, peersFor, portsOf } from './cover/rule.ts';
import type { RulePorts } from './rule-ports.ts';

/** A peer or a port that changes nothing beside another one of its list. */
export type RedundantItem =
  | { readonly kind: 'peer'; readonly item: Peer; readonly by: Peer; readonly equal: boolean }
  | { readonly kind: 'port'; readonly item: PolicyPort; readonly by: PolicyPort; readonly equal: boolean };

/** Of equal items the first one stays. The policy must be exact. */
export function redundantItems(home: Resource, { peers, ports }: PolicyRule): readonly RedundantItem[] {
  return [
    ...coveredBy(
      peers.map((peer) => coverPeer(home, peer)),
      { keyOf: ({ key }) => key, amongFirst: peersFor, covers: coversPeer },
    ).map(({ item, by, equal }) => ({ kind: 'peer' as const, item: item.peer, by: by.peer, equal })),
    ...coveredBy(ports.map(coverPort), {
      keyOf: ({ key }) => key,
      amongFirst: portsFor,
      covers: (wide, narrow) => coversPort(wide.meant, narrow.meant),
    }).map(({ item, by, equal }) => ({ kind: 'port' as const, item: item.port, by: by.port, equal })),
  ];
}

interface Covered<T> {
  readonly item: T;
  readonly by: T;
  readonly equal: boolean;
}

function coveredBy<T>(items: readonly T[], comparison: Comparison<T>): readonly Covered<T>[] {
  return [...coverings(items, comparison)].map(([item, by]) => ({
    item,
    by,
    equal: comparison.covers(item, by),
  }));
}

interface CoverPort {
  readonly port: PolicyPort;
  readonly meant: RulePorts;
  readonly key: string;
}

function coverPort(port: PolicyPort): CoverPort {
  const meant = portsOf(port);
  return { port, meant, key: JSON.stringify([port.protocol, port.port, port.endPort]) };
}

function portsFor(ports: readonly CoverPort[]): (narrow: CoverPort) => Iterable<CoverPort> {
  const found = new Candidates<CoverPort>(1);
  for (const port of ports) found.add(port, [wideWords(port.meant)]);
  return ({ meant }) => found.among([narrowWords(meant)]);
}
