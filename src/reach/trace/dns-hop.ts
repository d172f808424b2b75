import type { Graph } from '../../reference/graph.ts';
import type { Pod } from '../../resource/pod.ts';
import { nameOf } from '../../resource/resource.ts';
import { formatRequirement } from '../../resource/selector.ts';
import { Connectivity } from '../connectivity/connectivity.ts';
import type { Workload } from '../map/workload.ts';
import { CLUSTER_DNS } from '../peer/control-plane.ts';
import { blockedDns } from '../policy/blocked-dns.ts';
import { hasForeignPolicies, hasOtherPolicies } from '../policy/other-policies.ts';
import { asksClusterDns, dnsOfPod, dnsOfPolicy } from '../policy/pod-dns.ts';
import type { PodDns } from '../policy/pod-dns.ts';
import type { Policy } from '../policy/policy.ts';
import { Reach } from '../reach.ts';
import type { Hop } from './hop.ts';

/** A Service is called by its name: the hop is there where policies keep the pods from asking, or perhaps do. */
export function dnsHop(graph: Graph, { pods }: Workload): Hop | undefined {
  const [pod] = pods;
  // Policies that nobody reads are told of where the pods leave.
  if (pod === undefined || pod.hostNetwork || hasForeignPolicies(graph, pod.namespace)) return undefined;
  if (hasOtherPolicies(graph, pod.namespace)) return byTiers(graph, pod);
  const reach = new Reach(graph);
  return blockedHop(graph, reach, pod) ?? untoldHop(graph, reach, pod);
}

function blockedHop(graph: Graph, reach: Reach, pod: Pod): Hop | undefined {
  for (const { resource } of reach.policies(pod.namespace)) {
    const blocked = blockedDns(graph, reach, resource).find((one) => one.pods.includes(pod));
    if (blocked === undefined) continue;
    const certain = blocked.access === 'no' && graph.isComplete(resource, pod.namespace);
    if (!certain) return undefined;
    return {
      kind: 'dns',
      verdict: 'blocked',
      message: `${nameOf(resource)} lets no question to the cluster DNS out of ${nameOf(pod.owner)}`,
      place: { resource, path: blocked.miss?.at ?? ['spec', 'egress'], part: 'key' },
    };
  }
  return undefined;
}

function untoldHop(graph: Graph, reach: Reach, pod: Pod): Hop | undefined {
  const dns = dnsOfPod(graph, reach, pod);
  if (dns === undefined || isOpen(graph, dns)) return undefined;
  const policies = [...dns.sure, ...dns.possible];
  // Where nothing is let out, the hop that leaves the pods says so.
  if (dns.sure.length > 0 && dns.sure.every(({ egress }) => egress.length === 0) && dns.access === 'no')
    return undefined;
  const [first] = policies;
  const policy = policies.find((one) => dnsOfPolicy(graph, one).miss !== undefined) ?? first;
  if (policy === undefined) return undefined;
  const { miss } = dnsOfPolicy(graph, policy);
  return {
    kind: 'dns',
    verdict: 'depends',
    message: `${nameOf(policy.resource)} perhaps lets no question to the cluster DNS out of ${nameOf(pod.owner)}: ${why(graph, pod, dns, policy)}`,
    place: { resource: policy.resource, path: miss?.at ?? ['spec', 'egress'], part: 'key' },
  };
}

/** Whoever isolates the pod lets its questions out. */
function isOpen(graph: Graph, { sure, possible }: PodDns): boolean {
  const opens = (policy: Policy): boolean => dnsOfPolicy(graph, policy).access === 'yes';
  return sure.length > 0 ? sure.some(opens) : possible.every(opens);
}

function why(graph: Graph, pod: Pod, { access, sure }: PodDns, policy: Policy): string {
  if (sure.length === 0) return 'the labels that it selects are not all told';
  const { miss } = dnsOfPolicy(graph, policy);
  if (miss?.why === 'label' || miss?.why === 'namespace')
    return `whether namespace kube-system has ${formatRequirement(miss.label)} is not told`;
  if (access === 'no')
    return asksClusterDns(pod)
      ? 'no rule allows UDP 53 to it, but other policies may'
      : 'no rule allows UDP 53 to it, and which DNS the pods ask is not told';
  return 'whether its rules hold the pods or the address of the cluster DNS is not told';
}

/** Policies of other kinds come before and after, so all of them are asked as for any other request. */
function byTiers(graph: Graph, pod: Pod): Hop | undefined {
  const { egress } = new Connectivity(graph).explain({ pod }, { unseen: CLUSTER_DNS }, 'UDP', 53);
  if (egress === undefined || egress.verdict === 'allowed') return undefined;
  const rule = egress.rules.find(({ certain }) => certain) ?? egress.rules[0];
  const policy = rule?.policy ?? egress.isolating[0]?.policy;
  if (policy === undefined) return undefined;
  return {
    kind: 'dns',
    verdict: 'depends',
    message: `${nameOf(policy)} perhaps lets no question to the cluster DNS out of ${nameOf(pod.owner)}`,
    place: { resource: policy, path: rule?.path ?? ['spec', 'egress'], part: 'key' },
  };
}
