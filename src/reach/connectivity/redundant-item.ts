import type { Resource } from '../../resource/resource.ts';
import type { Peer, PolicyPort, PolicyRule } from '../policy/policy.ts';
import { coversPeer, coversPorts } from './covers.ts';

/** A peer or a port that changes nothing beside another one of its list. */
export type RedundantItem =
  | { readonly kind: 'peer'; readonly item: Peer; readonly by: Peer; readonly equal: boolean }
  | { readonly kind: 'port'; readonly item: PolicyPort; readonly by: PolicyPort; readonly equal: boolean };

/** Of equal items the first one stays. The policy must be exact. */
export function redundantItems(home: Resource, { peers, ports }: PolicyRule): readonly RedundantItem[] {
  return [
    ...coveredBy(peers, (wide, narrow) => coversPeer(home, [wide], narrow)).map((found) => ({
      kind: 'peer' as const,
      ...found,
    })),
    ...coveredBy(ports, (wide, narrow) => coversPorts([wide], [narrow])).map((found) => ({
      kind: 'port' as const,
      ...found,
    })),
  ];
}

interface Covered<T> {
  readonly item: T;
  readonly by: T;
  readonly equal: boolean;
}

function coveredBy<T>(items: readonly T[], covers: (wide: T, narrow: T) => boolean): readonly Covered<T>[] {
  return items.flatMap((item, index) => {
    const by = items.find(
      (other, at) => at !== index && covers(other, item) && (at < index || !covers(item, other)),
    );
    return by === undefined ? [] : [{ item, by, equal: covers(item, by) }];
  });
}
