import { isList, listOf, objectOf, stringOf } from '../../base/json.ts';
import type { Graph } from '../../reference/graph.ts';
import type { Pod } from '../../resource/pod.ts';
import type { Reach } from '../reach.ts';
import { dnsOfRule, widest } from './dns.ts';
import type { DnsAccess, DnsMiss } from './dns.ts';
import { inNameOrder } from './name-order.ts';
import type { Policy } from './policy.ts';

/** What NetworkPolicies make of the questions of a pod to the cluster DNS. */
export interface PodDns {
  readonly access: DnsAccess;
  /** Those that isolate the pod for certain, by name. */
  readonly sure: readonly Policy[];
  /** Those that isolate it perhaps. */
  readonly possible: readonly Policy[];
}

/** Undefined where no policy limits the pod's egress. */
export function dnsOfPod(graph: Graph, reach: Reach, pod: Pod): PodDns | undefined {
  const { sure, possible } = reach.isolating(pod, 'egress');
  if (sure.length === 0 && possible.length === 0) return undefined;
  const access = widest([...sure, ...possible].map((policy) => dnsOfPolicy(graph, policy).access));
  return { access, sure: inNameOrder(sure), possible };
}

export interface DnsOfPolicy {
  readonly access: DnsAccess;
  readonly miss: DnsMiss | undefined;
}

export function dnsOfPolicy(graph: Graph, policy: Policy): DnsOfPolicy {
  const table = graph.memo('dns of policies', () => new Map<Policy, DnsOfPolicy>());
  const known = table.get(policy);
  if (known !== undefined) return known;
  const rules = policy.egress.map((rule) => dnsOfRule(graph, policy, rule));
  const misses = rules.flatMap(({ miss }) => miss ?? []);
  const found = {
    access: widest(rules.map(({ access }) => access)),
    // A rule that is meant for DNS tells more than one that only might hold it.
    miss: misses.find(({ why }) => why !== 'label') ?? misses[0],
  };
  table.set(policy, found);
  return found;
}

/** Pods that certainly look names up in the cluster DNS, over UDP, from an address of their own (DN3). */
export function asksClusterDns(pod: Pod): boolean {
  if (!pod.written || pod.open === true || pod.hostNetwork || pod.owner.unrendered !== undefined)
    return false;
  const policy = stringOf(pod.spec.dnsPolicy) ?? 'ClusterFirst';
  if (policy !== 'ClusterFirst' && policy !== 'ClusterFirstWithHostNet') return false;
  const config = objectOf(pod.spec.dnsConfig);
  // More nameservers may answer what the cluster's does not; use-vc asks over TCP.
  if (isList(config.nameservers) && config.nameservers.length > 0) return false;
  return !listOf(config.options).some((option) => objectOf(option).name === 'use-vc');
}
