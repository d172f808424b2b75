import type { Path } from '../../base/json.ts';
import type { Resource } from '../../resource/resource.ts';
import type { Traffic } from './decide.ts';
import type { Port } from './explain.ts';
import type { NetworkPolicy } from './network-policy.ts';
import { portsOn } from './rule-ports.ts';
import type { Applied } from './tiers.ts';

/** A rule of a NetworkPolicy that would allow a connection but for one half of it. */
export interface NearRule {
  readonly policy: Resource;
  /** From the policy's value. */
  readonly path: Path;
  /** `ports`: it is for this peer and for other ports; `peers`: for this port and for other peers. */
  readonly misses: 'ports' | 'peers';
}

/** The rules of the policies that certainly isolate a pod that miss a connection by one half. */
export function nearRulesOf(
  policies: readonly Applied<NetworkPolicy>[],
  { subject, direction, peer }: Traffic,
  { protocol, port }: Port,
): readonly NearRule[] {
  const destination = direction === 'ingress' ? subject : peer;
  return policies.flatMap(({ policy, applies }) =>
    applies !== 'yes'
      ? []
      : policy[direction].flatMap((rule): readonly NearRule[] => {
          const admitted = rule.admits(peer);
          const open = portsOn(rule.ports, destination).most.contains(protocol, port);
          if (admitted !== (open ? 'no' : 'yes')) return [];
          return [{ policy: policy.resource, path: rule.path, misses: open ? 'peers' : 'ports' }];
        }),
  );
}
