import { someOf } from '../../base/some.ts';
import { addressesOf } from '../../reach/connectivity/outside.ts';
import { isExact } from '../../reach/policy/exact.ts';
import type { Peer } from '../../reach/policy/policy.ts';
import { contradiction } from '../../resource/implies.ts';
import { nameOf } from '../../resource/resource.ts';
import type { Resource } from '../../resource/resource.ts';
import { formatRequirement } from '../../resource/selector.ts';
import type { Selector } from '../../resource/selector.ts';
import type { Path } from '../../base/json.ts';
import type { Check, Finding } from '../rule.ts';

/** Selectors and blocks of a policy that nothing can match, whatever the cluster holds. */
export const check: Check = function* (resource, { graph, reach }) {
  const policy = reach.policy(resource);
  if (!isExact(graph, policy)) return;
  yield* selectorFinding(
    resource,
    policy.subject,
    ['spec', 'podSelector'],
    'pod',
    `${nameOf(resource)} applies to none`,
  );
  for (const { peers } of [...policy.ingress, ...policy.egress])
    for (const peer of peers) yield* peerFinding(resource, peer);
};

function* peerFinding(resource: Resource, { path, pods, namespaces, block }: Peer): Iterable<Finding> {
  const effect = 'this peer is nobody';
  yield* selectorFinding(resource, namespaces, [...path, 'namespaceSelector'], 'namespace', effect);
  yield* selectorFinding(resource, pods, [...path, 'podSelector'], 'pod', effect);
  if (block === undefined || !addressesOf(block.cidr, block.except).isEmpty) return;
  yield {
    at: [...path, 'ipBlock', 'except'],
    part: 'key',
    message: `The exceptions ${someOf(block.except)} are all of ${block.cidr}, so ${effect}.`,
  };
}

function* selectorFinding(
  resource: Resource,
  selector: Selector | undefined,
  base: Path,
  what: 'pod' | 'namespace',
  effect: string,
): Iterable<Finding> {
  const found = selector === undefined ? undefined : contradiction(selector);
  if (found === undefined) return;
  const [first, second] = found;
  yield {
    at: [...base, ...second.path],
    message: `No ${what} can have ${formatRequirement(first)} together with ${formatRequirement(second)}, so ${effect}.`,
    related: [
      { resource, at: [...base, ...first.path], message: `${formatRequirement(first)} is asked for here` },
    ],
  };
}
