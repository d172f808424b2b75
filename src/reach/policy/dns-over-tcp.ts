import type { Graph } from '../../reference/graph.ts';
import { implies } from '../../resource/implies.ts';
import type { Reach } from '../reach.ts';
import { dnsOfRule } from './dns.ts';
import { isExact } from './exact.ts';
import { inNameOrder } from './name-order.ts';
import type { Policy, PolicyPort, PolicyRule } from './policy.ts';

/** A policy that lets its pods ask the cluster DNS over UDP and nowhere over TCP. */
export interface UdpOnly {
  readonly policy: Policy;
  /** The item that lets UDP through. */
  readonly port: PolicyPort;
  /** The policies for the same pods, or some of them, that have the same gap: what opens TCP here opens it to theirs. */
  readonly others: readonly Policy[];
}

/**
 * The policies of a namespace whose pods can ask the DNS over UDP only, by all policies that may select the same pods:
 * where one of those perhaps lets TCP through, none is named.
 */
export function udpOnly(graph: Graph, reach: Reach, namespace: string): readonly UdpOnly[] {
  return graph.memo(`dns over udp only:${namespace}`, () => {
    const all = reach.policies(namespace).filter(({ isolates }) => isolates.egress);
    if (!all.every((policy) => isExact(graph, policy))) return [];
    const overTcp = all.filter((policy) => policy.egress.some((rule) => asksOverTcp(graph, policy, rule)));
    const found: { readonly policy: Policy; readonly port: PolicyPort; readonly others: Policy[] }[] = [];
    const candidates = inNameOrder(all).flatMap((policy) => {
      const port = udpPortOf(graph, policy);
      const open = overTcp.some((other) => mayShare(other, policy));
      return port === undefined || open ? [] : [{ policy, port }];
    });
    // Those that select most come first: the others are included in them.
    candidates.sort((a, b) => a.policy.subject.requirements.length - b.policy.subject.requirements.length);
    for (const { policy, port } of candidates) {
      const wider = found.find((one) => implies(policy.subject, one.policy.subject));
      if (wider === undefined) found.push({ policy, port, others: [] });
      else wider.others.push(policy);
    }
    return found;
  });
}

/** Whether two policies may select the same pod: not where they want different values of a label. */
function mayShare(a: Policy, b: Policy): boolean {
  return !a.subject.requirements.some(
    ({ key, operator, values }) =>
      operator === 'In' &&
      b.subject.requirements.some(
        (other) =>
          other.key === key &&
          other.operator === 'In' &&
          !other.values.some((value) => values.includes(value)),
      ),
  );
}

function udpPortOf(graph: Graph, policy: Policy): PolicyPort | undefined {
  for (const rule of policy.egress) {
    const port = rule.ports.find(
      (one) => one.protocol === 'UDP' && one.endPort === undefined && isDns(one.port),
    );
    if (port === undefined) continue;
    const { access } = dnsOfRule(graph, policy, rule);
    if (access === 'yes' || access === 'maybe') return port;
  }
  return undefined;
}

function isDns(port: number | string | undefined): boolean {
  return typeof port === 'string' ? /dns|domain/i.test(port) : port === 53 || port === 5353;
}

/** Whether a rule perhaps lets TCP to the DNS through: asked as if its TCP ports were UDP. */
function asksOverTcp(graph: Graph, policy: Policy, rule: PolicyRule): boolean {
  const tcp = rule.ports.filter(({ protocol }) => protocol === 'TCP');
  if (rule.ports.length > 0 && tcp.length === 0) return false;
  const ports = tcp.map((port) => ({ ...port, protocol: 'UDP' }));
  return dnsOfRule(graph, policy, { ...rule, ports }).access !== 'no';
}
