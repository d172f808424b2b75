import { parseCidr } from '../../base/cidr.ts';
import { stringOf } from '../../base/json.ts';
import { podRange, serviceRange } from '../../reach/policy/cluster-ranges.ts';
import type { ClusterRange } from '../../reach/policy/cluster-ranges.ts';
import { isForDns } from '../../reach/policy/dns.ts';
import { isExact } from '../../reach/policy/exact.ts';
import { admitsPod } from '../../reach/policy/policy.ts';
import type { Peer, Policy, PolicyRule } from '../../reach/policy/policy.ts';
import { servicePorts } from '../../reach/service/service.ts';
import type { Graph } from '../../reference/graph.ts';
import { nameOf } from '../../resource/resource.ts';
import type { Resource } from '../../resource/resource.ts';
import type { Check, Context, Finding } from '../rule.ts';

/** Blocks that mean what is inside the cluster: `with.range` is the addresses of `services`, or of `pods` (NP10, NP13). */
export const check: Check = function* (resource, context) {
  const { graph, reach, params } = context;
  const policy = reach.policy(resource);
  if (!isExact(graph, policy)) return;
  const services = stringOf(params.range) === 'services';
  for (const direction of services ? (['egress'] as const) : (['ingress', 'egress'] as const)) {
    if (!policy.isolates[direction]) continue;
    for (const rule of policy[direction]) {
      // The node-local DNS listens on the address of the Service itself, and has no pod behind it.
      if (services && isForDns(rule)) continue;
      for (const peer of rule.peers) {
        const finding = services
          ? serviceFinding(policy, rule, peer, context)
          : podFinding(policy, rule, peer);
        if (finding === undefined) continue;
        yield finding;
        return;
      }
    }
  }
};

function serviceFinding(
  policy: Policy,
  rule: PolicyRule,
  peer: Peer,
  { graph }: Context,
): Finding | undefined {
  const { block } = peer;
  const cidr = block === undefined ? undefined : parseCidr(block.cidr)?.cidr;
  const range = cidr === undefined ? undefined : serviceRange(graph, cidr);
  if (block === undefined || range === undefined || isSecond(graph, policy, rule, range)) return undefined;
  const translated = `Most network plugins apply policies after the address of a Service is replaced by that of a pod, so this allows nothing`;
  const at = [...peer.path, 'ipBlock', 'cidr'];
  switch (range.kind) {
    case 'service':
      return {
        at,
        message: `${block.cidr} is the cluster address of ${nameOf(range.service)}. ${translated}; select its pods instead.`,
        related: [
          {
            resource: range.service,
            at: range.path,
            message: `${nameOf(range.service)} asks for this address`,
          },
        ],
      };
    case 'service-range':
      return {
        at,
        message: `${block.cidr} is within ${range.cidr}, the addresses of Services. ${translated}; select pods instead.`,
        related: [
          {
            resource: range.range,
            at: range.path,
            message: `${nameOf(range.range)} gives this range to Services`,
          },
        ],
      };
    case 'default':
      return {
        at,
        severity: 'info',
        message: range.apiServer
          ? `${block.cidr} is the address of the Service kubernetes on ${range.of}, unless its range of Services was changed. Most network plugins apply policies after it is replaced by the address of the API server, so this allows nothing; write that one, with its port.`
          : `${block.cidr} is the range of Services on ${range.of}, unless it was changed. ${translated}; select pods instead.`,
      };
  }
}

/** Whether the block stands beside something that means the same after the translation: then it is for other plugins. */
function isSecond(graph: Graph, policy: Policy, rule: PolicyRule, range: ClusterRange): boolean {
  if (range.kind !== 'service') return rule.peers.length > 1;
  const { service } = range;
  if (isDns(service)) return true;
  const { sure, possible } = graph.podsBehind(service);
  const pods = [...sure, ...possible];
  return policy.egress.some(
    ({ peers }) =>
      peers.length === 0 ||
      peers.some((peer) =>
        pods.some((pod) => admitsPod(graph, peer, policy.resource.namespace, pod) !== 'no'),
      ),
  );
}

function isDns(service: Resource): boolean {
  return servicePorts(service).some(({ port }) => port === 53);
}

function podFinding({ resource }: Policy, { peers }: PolicyRule, { path, block }: Peer): Finding | undefined {
  const cidr = block === undefined ? undefined : parseCidr(block.cidr)?.cidr;
  const range = cidr === undefined ? undefined : podRange(cidr);
  if (block === undefined || range?.kind !== 'default') return undefined;
  if (peers.some(({ namespaces, pods }) => namespaces !== undefined || pods !== undefined)) return undefined;
  return {
    at: [...path, 'ipBlock', 'cidr'],
    message: `${block.cidr} is the range of pods on ${range.of}, unless it was changed. Some network plugins, as Cilium, never match pods with an ipBlock; to them this peer of ${nameOf(resource)} is nobody, and a namespaceSelector {} is all pods.`,
  };
}
