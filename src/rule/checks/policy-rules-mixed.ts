import { getAt, isList, stringOf } from '../../base/json.ts';
import type { Direction, Policy, PolicyRule } from '../../reach/policy/policy.ts';
import { isForDns } from '../../reach/policy/dns.ts';
import { admitsPort } from '../../reach/policy/rule-port.ts';
import { declaredPorts } from '../../reach/service/service.ts';
import { destinationsOf, wholePods } from '../../reach/policy/whole-pods.ts';
import type { Graph } from '../../reference/graph.ts';
import type { Pod } from '../../resource/pod.ts';
import { nameOf } from '../../resource/resource.ts';
import type { Check, Finding } from '../rule.ts';

/**
 * Rules of one policy that take each other's effect away. `with.mistake`: `open` is a rule that admits everybody
 * beside rules that name somebody; `split` is one rule written as two, the peers in one and the ports in the other.
 */
export const check: Check = function* (resource, { graph, reach, params }) {
  const policy = reach.policy(resource);
  const find = stringOf(params.mistake) === 'open' ? findOpen : findSplit;
  for (const direction of ['ingress', 'egress'] as const)
    if (policy.isolates[direction]) yield* find(graph, policy, direction);
};

const PEERS = { ingress: 'from', egress: 'to' } as const;

function* findOpen(_graph: Graph, policy: Policy, direction: Direction): Iterable<Finding> {
  const rules = policy[direction];
  const strict = rules.filter(({ peers, ports }) => peers.length > 0 || ports.length > 0);
  const named = rules.filter(({ peers }) => peers.length > 0);
  const whom = direction === 'ingress' ? 'everybody may connect' : 'every destination is allowed';
  for (const rule of rules) {
    if (rule.peers.length > 0) continue;
    if (rule.ports.length === 0 && strict.length > 0) {
      yield {
        at: rule.path,
        message: `This rule of ${nameOf(policy.resource)} has no limits: ${whom} on all ports, and the ${strict.length === 1 ? 'other rule takes' : `${strict.length} other rules take`} no effect.`,
      };
    } else if (rule.ports.length > 0 && named.length > 0 && isEmptyList(policy, rule, direction)) {
      yield {
        at: [...rule.path, PEERS[direction]],
        part: 'key',
        message: `An empty ${PEERS[direction]} is everybody, not nobody: ${whom} on these ports, whatever the other rules of ${nameOf(policy.resource)} say.`,
      };
    }
  }
}

function isEmptyList({ resource }: Policy, { path }: PolicyRule, direction: Direction): boolean {
  const peers = getAt(resource.value, [...path, PEERS[direction]]);
  return isList(peers) && peers.length === 0;
}

function* findSplit(graph: Graph, policy: Policy, direction: Direction): Iterable<Finding> {
  const rules = policy[direction];
  for (const [index, rule] of rules.entries()) {
    const before = rules[index - 1];
    if (before === undefined || rule.peers.length > 0 || rule.ports.length === 0) continue;
    if (before.peers.length === 0 || before.ports.length > 0 || isForDns(rule)) continue;
    if (isEmptyList(policy, rule, direction) || !isConvincing(graph, policy, direction, before, rule))
      continue;
    const peers = PEERS[direction];
    yield {
      at: rule.path,
      message:
        direction === 'ingress'
          ? `This rule opens its ports to everybody, and the one before it all ports to the peers in its ${peers}. As one rule, without the dash before ports, both would hold together.`
          : `This rule allows its ports to every destination, and the one before it all ports to the peers in its ${peers}. As one rule, without the dash before ports, both would hold together.`,
    };
  }
}

/**
 * Two rules may be meant: all ports for a few, some for everybody. Not so where the few get no port more than
 * everybody (ingress), or where the ports are those of the few (egress).
 */
function isConvincing(
  graph: Graph,
  policy: Policy,
  direction: Direction,
  few: PolicyRule,
  everybody: PolicyRule,
): boolean {
  if (
    few.peers.some(({ pods, namespaces, block }) => block === undefined && isAll(pods) && isAll(namespaces))
  )
    return false;
  const opened = (pods: readonly Pod[]): readonly boolean[] =>
    pods.flatMap(declaredPorts).map((port) => everybody.ports.some((open) => admitsPort(open, port)));
  if (direction === 'egress') {
    const pods = destinationsOf(graph, policy, direction, few);
    return pods !== undefined && opened(pods).includes(true);
  }
  const { resource, subject } = policy;
  const ports = opened(wholePods(graph, resource, resource.namespace, subject) ?? []);
  return ports.length > 0 && ports.every(Boolean);
}

function isAll(selector: Policy['subject'] | undefined): boolean {
  return selector === undefined || selector.requirements.length === 0;
}
