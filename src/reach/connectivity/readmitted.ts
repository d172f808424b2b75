import type { Path } from '../../base/json.ts';
import type { Direction, Peer, Policy, PolicyRule } from '../policy/policy.ts';
import { coversPorts } from './covers.ts';
import { addressesOf } from './outside.ts';

/** An exception of a block that another block of the policy allows again, on all of its ports (NP14). */
export interface Readmitted {
  readonly exception: string;
  /** From the policy's value. */
  readonly path: Path;
  /** The peer whose block holds all of the exception. */
  readonly by: Peer;
  readonly sameList: boolean;
}

/** The policy must be exact. */
export function readmitted(policy: Policy, direction: Direction, rule: PolicyRule): readonly Readmitted[] {
  if (!policy.isolates[direction]) return [];
  return rule.peers.flatMap((peer) =>
    (peer.block?.except ?? []).flatMap((exception, index): readonly Readmitted[] => {
      const found = readmittedBy(policy[direction], rule, peer, exception);
      const path = [...peer.path, 'ipBlock', 'except', index];
      return found === undefined ? [] : [{ exception, path, ...found }];
    }),
  );
}

function readmittedBy(
  rules: readonly PolicyRule[],
  rule: PolicyRule,
  peer: Peer,
  exception: string,
): Pick<Readmitted, 'by' | 'sameList'> | undefined {
  const left = addressesOf(exception, []);
  if (left.isEmpty) return undefined;
  // The own list first: there it is plainest.
  for (const other of [rule, ...rules.filter((one) => one !== rule)]) {
    if (!coversPorts(other.ports, rule.ports)) continue;
    const by = other.peers.find(
      ({ block, ...one }) =>
        one.path !== peer.path &&
        block !== undefined &&
        left.isSubsetOf(addressesOf(block.cidr, block.except)),
    );
    if (by !== undefined) return { by, sameList: other === rule };
  }
  return undefined;
}
