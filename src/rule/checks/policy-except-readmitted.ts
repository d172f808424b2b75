import { someOf } from '../../base/some.ts';
import { readmitted } from '../../reach/connectivity/readmitted.ts';
import { isExact } from '../../reach/policy/exact.ts';
import type { Peer } from '../../reach/policy/policy.ts';
import { nameOf } from '../../resource/resource.ts';
import type { Check } from '../rule.ts';

/** Exceptions that another block of the policy allows again: blocks are ORed with what they leave out (NP14). */
export const check: Check = function* (resource, { graph, reach }) {
  const policy = reach.policy(resource);
  if (!isExact(graph, policy)) return;
  for (const direction of ['ingress', 'egress'] as const) {
    for (const [first, ...more] of readmitted(policy, direction).values()) {
      if (first === undefined) continue;
      const { exception, path, by, sameList } = first;
      const rest =
        more.length === 0
          ? ''
          : ` So ${more.length === 1 ? 'is one more exception' : `are ${more.length} more exceptions`} of this rule.`;
      yield {
        at: path,
        ...(sameList ? {} : { severity: 'info' }),
        message: `Exception ${exception} takes nothing away: ${blockText(by)}, ${sameList ? 'in the same list' : `in another rule of ${nameOf(resource)}`}, allows it again.${rest}`,
        related: [
          { resource, at: [...by.path, 'ipBlock'], part: 'key', message: `this block allows ${exception}` },
          ...more
            .slice(0, 10)
            .map((one) => ({ resource, at: one.path, message: `${one.exception} is allowed again too` })),
        ],
      };
    }
  }
};

function blockText({ block }: Peer): string {
  if (block === undefined) return '';
  return block.except.length === 0 ? block.cidr : `${block.cidr} except ${someOf(block.except)}`;
}
