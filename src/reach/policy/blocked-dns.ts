import { addTo } from '../../base/multimap.ts';
import { parseCidr } from '../../base/cidr.ts';
import { idOf } from '../../resource/resource.ts';
import type { Graph } from '../../reference/graph.ts';
import type { Pod } from '../../resource/pod.ts';
import type { Resource } from '../../resource/resource.ts';
import { selectorKey } from '../../resource/selector.ts';
import { isForDns, widest } from './dns.ts';
import type { DnsMiss } from './dns.ts';
import { inNameOrder } from './name-order.ts';
import { hasOtherPolicies } from './other-policies.ts';
import { asksClusterDns, dnsOfPod, dnsOfPolicy } from './pod-dns.ts';
import type { DnsOfPolicy } from './pod-dns.ts';
import type { Policy } from './policy.ts';
import { API_SERVER_PORTS } from '../peer/control-plane.ts';
import type { Reach } from '../reach.ts';
import { isToldName } from '../told-names.ts';

/** Pods that cannot look up names, with the policy that a person would change. */
export interface BlockedDns {
  readonly policy: Policy;
  /** The rule of it that is meant for DNS and misses it, if there is one. */
  readonly miss: DnsMiss | undefined;
  /** None: the policy selects nothing that is written down here, and its own rule cannot work. */
  readonly pods: readonly Pod[];
  /** The other policies that limit the egress of these pods. */
  readonly others: readonly Policy[];
  readonly access: 'unlikely' | 'no';
  /** Whether the manifests show that some of the pods ask for a name: they are told one, or a rule is meant for DNS. */
  readonly asked: boolean;
}

/** What blocks DNS in the namespace of a policy and is to be changed in this policy. */
export function blockedDns(graph: Graph, reach: Reach, policy: Resource): readonly BlockedDns[] {
  const { namespace } = policy;
  const table = graph.memo(`blocked dns:${namespace}`, () => {
    const found = new Map<Resource, BlockedDns[]>();
    if (hasOtherPolicies(graph, namespace)) return found;
    for (const one of blockedIn(graph, reach, namespace)) {
      addTo(found, one.policy.resource, one);
    }
    return found;
  });
  return table.get(policy) ?? [];
}

/** Whether a rule is there for DNS, and nothing else. */
function isMeant(miss: DnsMiss | undefined): boolean {
  return miss !== undefined && miss.why !== 'label';
}

interface Group {
  readonly policies: readonly Policy[];
  readonly pods: Pod[];
  readonly access: 'unlikely' | 'no';
}

function blockedIn(graph: Graph, reach: Reach, namespace: string): readonly BlockedDns[] {
  const all = reach.policies(namespace).filter(({ isolates }) => isolates.egress);
  if (all.length === 0 || all.some(({ resource }) => resource.unrendered !== undefined)) return [];
  const dns = new Map(all.map((policy) => [policy, dnsOfPolicy(graph, policy)]));
  const groups = groupsOf(graph, reach, namespace);

  const weight = new Map<Policy, number>();
  for (const { policies, pods } of groups)
    for (const policy of policies) weight.set(policy, (weight.get(policy) ?? 0) + pods.length);
  const found = new Map<string, { -readonly [K in keyof BlockedDns]: BlockedDns[K] }>();
  for (const { policies, pods, access } of groups) {
    const failed = policies.find((policy) => isMeant(dns.get(policy)?.miss));
    if (failed === undefined && !policies.some(needsNames)) continue;
    const near = policies.find((policy) => dns.get(policy)?.miss !== undefined);
    const policy = failed ?? near ?? heaviest(policies, weight);
    if (policy === undefined) continue;
    const told = pods.filter((pod) => isToldName(graph, pod));
    if (failed === undefined && near !== undefined && told.length === 0) continue;
    if (failed === undefined && told.length === 0 && policies.every(opensOnlyApiServer)) continue;
    const asked = failed !== undefined || told.length > 0;
    const others = policies.filter((other) => other !== policy);
    const known = found.get(idOf(policy.resource));
    if (known === undefined) {
      found.set(idOf(policy.resource), { policy, miss: dns.get(policy)?.miss, pods, others, access, asked });
    } else {
      known.pods = [...known.pods, ...pods];
      known.others = [...new Set([...known.others, ...others])];
      if (access === 'unlikely') known.access = access;
      known.asked ||= asked;
    }
  }
  return [...found.values(), ...withoutPods(graph, all, dns)];
}

/** Pods with equal sets of policies share one answer. */
function groupsOf(graph: Graph, reach: Reach, namespace: string): readonly Group[] {
  const groups = new Map<string, Group>();
  for (const pod of graph.pods(namespace)) {
    if (!asksClusterDns(pod)) continue;
    const found = dnsOfPod(graph, reach, pod);
    if (found === undefined || found.sure.length === 0) continue;
    const { access, sure: policies } = found;
    if (access === 'yes' || access === 'maybe') continue;
    const key = policies.map(({ resource }) => idOf(resource)).join('\n');
    const group = groups.get(key);
    if (group === undefined) groups.set(key, { policies, pods: [pod], access });
    else group.pods.push(pod);
  }
  return [...groups.values()];
}

/**
 * Whether a policy lets its pods go to places that people call by name. Who may go nowhere, or to single addresses,
 * has no need of names.
 */
function needsNames({ egress }: Policy): boolean {
  return egress.some(
    (rule) =>
      !isForDns(rule) &&
      (rule.peers.length === 0 || rule.peers.some(({ block }) => block === undefined || isWide(block.cidr))),
  );
}

/** Whoever is let out to these ports alone may be a controller, which finds the API server by the address in its environment. */
function opensOnlyApiServer({ egress }: Policy): boolean {
  return egress.every(
    (rule) =>
      isForDns(rule) ||
      (rule.ports.length > 0 &&
        rule.ports.every(
          ({ port, endPort, protocol }) =>
            protocol === 'TCP' &&
            typeof port === 'number' &&
            API_SERVER_PORTS.includes(port) &&
            (endPort === undefined || endPort === port),
        )),
  );
}

function isWide(text: string): boolean {
  const block = parseCidr(text)?.cidr;
  return block !== undefined && block.bits < (block.family === 4 ? 16 : 48);
}

function heaviest(policies: readonly Policy[], weight: ReadonlyMap<Policy, number>): Policy | undefined {
  let best: Policy | undefined;
  for (const policy of policies) {
    const gain = weight.get(policy) ?? 0;
    const most = best === undefined ? -1 : (weight.get(best) ?? 0);
    if (gain > most || (gain === most && best?.egress.length === 0 && policy.egress.length > 0))
      best = policy;
  }
  return best;
}

/**
 * Policies whose pods are not written down, with a rule for DNS that cannot work: a slip all the same, unless some
 * other policy of the namespace lets DNS through.
 */
function withoutPods(
  graph: Graph,
  all: readonly Policy[],
  dns: ReadonlyMap<Policy, DnsOfPolicy>,
): readonly BlockedDns[] {
  const access = widest([...dns.values()].map((one) => one.access));
  if (access === 'yes' || access === 'maybe') return [];
  const seen = new Set<string>();
  return inNameOrder(all).flatMap((policy): BlockedDns[] => {
    const miss = dns.get(policy)?.miss;
    if (!isMeant(miss)) return [];
    const { sure, possible } = graph.select(policy.resource.namespace, policy.subject);
    const subject = selectorKey(policy.subject);
    if (sure.length > 0 || possible.length > 0 || seen.has(subject)) return [];
    seen.add(subject);
    return [{ policy, miss, pods: [], others: [], access: 'unlikely', asked: true }];
  });
}
