import { derived } from '../../base/derived.ts';
import { getAt, isList, stringOf } from '../../base/json.ts';
import type { Path } from '../../base/json.ts';
import { addTo } from '../../base/multimap.ts';
import { coveredRules, redundancies } from '../../reach/connectivity/redundant.ts';
import type { Redundancy } from '../../reach/connectivity/redundant.ts';
import { isOpen } from '../../reach/connectivity/open-rule.ts';
import { nameOf } from '../../resource/resource.ts';
import type { PolicyRule } from '../../reach/policy/policy.ts';
import type { Resource } from '../../resource/resource.ts';
import type { Check, Context, Finding } from '../rule.ts';

/** What could be removed and nothing would change: `with.what` is a whole `policy`, or a `rule` of one. */
export const check: Check = (resource, context) =>
  stringOf(context.params.what) === 'policy'
    ? redundantPolicy(resource, context)
    : redundantRules(resource, context);

function* redundantPolicy(resource: Resource, { graph, reach }: Context): Iterable<Finding> {
  const all = redundancies(graph, reach, resource.namespace);
  const table = derived(all, 'by the first policy', () => {
    const byFirst = new Map<Resource, Redundancy[]>();
    for (const one of all)
      for (const { resource: first } of one.policies.slice(0, 1)) addTo(byFirst, first, one);
    return byFirst;
  });
  for (const { by, policies } of table.get(resource) ?? []) {
    const [, ...more] = policies;
    const rest =
      more.length === 0
        ? ''
        : more.length === 1
          ? ` The same is true of ${nameOf(more[0]?.resource ?? resource)}.`
          : ` The same is true of ${more.length} more policies.`;
    yield {
      at: ['metadata', 'name'],
      message: `${nameOf(resource)} adds nothing: ${nameOf(by.resource)} selects all of its pods and allows all that it allows.${rest}`,
      related: [
        {
          resource: by.resource,
          at: ['spec', 'podSelector'],
          part: 'key',
          message: `${nameOf(by.resource)} selects these pods too`,
        },
        ...more.slice(0, 10).map((other) => ({
          resource: other.resource,
          message: `${nameOf(other.resource)} adds nothing to it either`,
        })),
      ],
    };
  }
}

const PEERS = { ingress: 'from', egress: 'to' } as const;

function* redundantRules(resource: Resource, { graph, reach }: Context): Iterable<Finding> {
  const policy = reach.policy(resource);
  for (const direction of ['ingress', 'egress'] as const) {
    const covered = new Map<PolicyRule, PolicyRule[]>();
    for (const [rule, by] of coveredRules(graph, policy, direction)) {
      if (!isSaidOfOther(resource, PEERS[direction], by, rule)) addTo(covered, by, rule);
    }
    for (const [by, [rule, ...more]] of covered) {
      if (rule === undefined) continue;
      const rest =
        more.length === 0 ? '' : `; nor ${more.length === 1 ? 'does one more' : `do ${more.length} more`}`;
      yield {
        at: rule.path,
        message: `This rule adds nothing to ${textOf(by.path)} of ${nameOf(resource)}, which allows all that it allows${rest}.`,
        related: [
          { resource, at: by.path, message: `${textOf(by.path)} allows as much` },
          ...more.slice(0, 10).map((other) => ({
            resource,
            at: other.path,
            message: `${textOf(other.path)} adds nothing to it either`,
          })),
        ],
      };
    }
  }
}

/** `ingress[1]` */
function textOf([, direction, index]: Path): string {
  return `${String(direction)}[${String(index)}]`;
}

/** Rules that admit everybody beside others are reported as such. */
function isSaidOfOther(resource: Resource, key: 'from' | 'to', by: PolicyRule, rule: PolicyRule): boolean {
  if (isOpen(by)) return !isOpen(rule);
  const peers = getAt(resource.value, [...by.path, key]);
  return isList(peers) && peers.length === 0 && rule.peers.length > 0;
}
