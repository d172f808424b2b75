import { AddressSet } from '../../base/addresses.ts';
import { parseCidr } from '../../base/cidr.ts';
import type { Graph } from '../../reference/graph.ts';
import type { Pod } from '../../resource/pod.ts';
import type { Resource } from '../../resource/resource.ts';
import { meets } from '../../resource/together.ts';
import { podsInSight } from '../service/behind.ts';
import { findPort, servicePorts, serviceType, specOf } from '../service/service.ts';
import type { Reach } from '../reach.ts';
import { isExact } from './exact.ts';
import { inNameOrder } from './name-order.ts';
import { hasOtherPolicies } from './other-policies.ts';
import type { Peer, Policy, PolicyRule } from './policy.ts';
import { admitsPort } from './rule-port.ts';

/** Blocks of clients whose addresses a Service hides, so that its requests match none of them (NP16). */
export interface HiddenClients {
  readonly service: Resource;
  readonly pod: Pod;
  readonly policy: Policy;
  /** The first block for clients that the requests do not match. */
  readonly peer: Peer;
  readonly others: readonly Policy[];
}

/** One for each Service, at the first policy by name that would have to change. */
export function hiddenClients(graph: Graph, reach: Reach, namespace: string): readonly HiddenClients[] {
  return graph.memo(`hidden clients:${namespace}`, () => {
    if (hasOtherPolicies(graph, namespace) || !reach.policies(namespace).some(hasBlock)) return [];
    return graph.inNamespace(namespace).flatMap((service) => hiddenBy(graph, reach, service) ?? []);
  });
}

function hasBlock({ isolates, ingress }: Policy): boolean {
  return isolates.ingress && ingress.some(({ peers }) => peers.some(({ block }) => block !== undefined));
}

function hiddenBy(graph: Graph, reach: Reach, service: Resource): HiddenClients | undefined {
  if (service.type !== 'Service' || !hidesClients(service)) return undefined;
  for (const pod of podsInSight(graph, service)?.sure ?? []) {
    if (pod.hostNetwork || !meets(pod.owner, service)) continue;
    const { sure, possible } = reach.isolating(pod, 'ingress');
    if (possible.length > 0 || !sure.every((policy) => isExact(graph, policy))) continue;
    for (const port of servicePorts(service)) {
      const target = findPort(port, pod);
      if (!target.found) continue;
      const arriving = { name: target.declared?.name ?? '', port: target.port, protocol: port.protocol };
      const admits = ({ ports }: PolicyRule): boolean =>
        ports.length === 0 || ports.some((open) => admitsPort(open, arriving));
      const opening = sure.map((policy) => ({ policy, rules: policy.ingress.filter(admits) }));
      if (opening.some(({ rules }) => rules.some(mayAdmitNodes))) continue;
      const policies = inNameOrder(
        opening.filter(({ rules }) => rules.some(namesClients)).map((one) => one.policy),
      );
      const [policy, ...others] = policies;
      const peer = policy?.ingress
        .filter(admits)
        .flatMap(({ peers }) => peers)
        .find(({ block }) => block !== undefined);
      if (policy !== undefined && peer !== undefined) return { service, pod, policy, peer, others };
    }
  }
  return undefined;
}

/**
 * Whether requests from outside get the address of a node on their way: not with `Local`, and not where a load balancer
 * that is not of the cloud's usual kind may send them to the pods itself.
 */
function hidesClients(service: Resource): boolean {
  const type = serviceType(service);
  if (type !== 'NodePort' && type !== 'LoadBalancer') return false;
  const { externalTrafficPolicy, loadBalancerClass } = specOf(service);
  if (externalTrafficPolicy === 'Local' || loadBalancerClass !== undefined) return false;
  return !Object.keys(service.annotations).some((key) => DIRECT.test(key));
}

/** Annotations with which clouds are told to send requests to pods and not to nodes. */
const DIRECT = /target-type$|aws-load-balancer-type$|\/neg$|backend-type$/;

/** Whether the addresses of nodes may be among the peers: everybody, or networks that are not public. */
function mayAdmitNodes({ peers }: PolicyRule): boolean {
  return (
    peers.length === 0 ||
    peers.some(({ block }) => block !== undefined && !addressesOf(block).intersect(PRIVATE).isEmpty)
  );
}

function namesClients({ peers }: PolicyRule): boolean {
  return peers.some(({ block }) => block !== undefined);
}

function addressesOf({ cidr, except }: NonNullable<Peer['block']>): AddressSet {
  const whole = parseCidr(cidr)?.cidr;
  return whole === undefined
    ? AddressSet.none
    : AddressSet.ofBlock(
        whole,
        except.flatMap((text) => parseCidr(text)?.cidr ?? []),
      );
}

/** Where nodes usually have their addresses: RFC 1918, RFC 4193. */
const PRIVATE = AddressSet.of(
  ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', 'fc00::/7'].flatMap(
    (text) => parseCidr(text)?.cidr ?? [],
  ),
);
