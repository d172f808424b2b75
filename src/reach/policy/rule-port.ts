import { nearest } from '../../base/nearest.ts';
import type { Graph } from '../../reference/graph.ts';
import type { ContainerPort, Pod } from '../../resource/pod.ts';
import type { Resource } from '../../resource/resource.ts';
import { isForDns } from './dns.ts';
import type { Direction, Policy, PolicyPort, PolicyRule } from './policy.ts';
import { declaredPorts, findPort, isHeadless, servicePorts } from '../service/service.ts';
import { destinationsOf } from './whole-pods.ts';

/** Why a port of a rule is none that traffic of the rule goes to: the port of the pod counts (NP10, NP11). */
export type PortSlip =
  /** The port of the Service, which is another one on the pods. */
  | { readonly kind: 'service-port'; readonly service: Resource; readonly target: number }
  /** A name that the pods do not declare; `other` declares it for another protocol. */
  | { readonly kind: 'name'; readonly near: string | undefined; readonly other: ContainerPort | undefined }
  /** A number that the pods declare for another protocol. */
  | { readonly kind: 'protocol'; readonly declared: string };

export interface JudgedPort {
  readonly slip: PortSlip;
  readonly pods: readonly Pod[];
  /**
   * `certain`: no other rule of the policy lets the traffic through that was meant. `spare`: beside the name of a port
   * that is there stands one that nothing resembles, as in a list of http and https for pods that may have either.
   */
  readonly certainty: 'certain' | 'likely' | 'spare';
}

export function slipOfPort(
  graph: Graph,
  policy: Policy,
  direction: Direction,
  rule: PolicyRule,
  port: PolicyPort,
): JudgedPort | undefined {
  if (port.port === undefined || port.endPort !== undefined) return undefined;
  if (direction === 'egress' && isForDns(rule)) return undefined;
  const pods = destinationsOf(graph, policy, direction, rule);
  if (pods === undefined || pods.length === 0) return undefined;
  const slip =
    typeof port.port === 'string'
      ? slipOfName(pods, rule, port.port, port.protocol)
      : (slipOfProtocol(graph, pods, rule, port.port, port.protocol) ??
        slipOfServicePort(graph, pods, rule, port.port, port.protocol));
  if (slip === undefined) return undefined;
  const meant = meantBy(slip, port);
  const others = policy[direction].filter((other) => other !== rule);
  const opened = others.some(
    ({ ports }) => ports.length === 0 || ports.some((one) => admitsPort(one, meant)),
  );
  const declares =
    slip.kind !== 'service-port' ||
    pods.every((pod) => declaredPorts(pod).some((declared) => declared.port === slip.target));
  // A policy for all pods of a namespace may be there for pods to come.
  const forAll = direction === 'ingress' && policy.subject.requirements.length === 0;
  const certainty = !opened && declares && !forAll ? 'certain' : 'likely';
  return { slip, pods, certainty: isSpare(slip, pods, rule) ? 'spare' : certainty };
}

function isSpare(slip: PortSlip, pods: readonly Pod[], { ports }: PolicyRule): boolean {
  if (slip.kind !== 'name' || slip.near !== undefined || slip.other !== undefined) return false;
  return pods.flatMap(allPorts).some((declared) => ports.some((open) => admitsPort(open, declared)));
}

type PortOfPod = Pick<ContainerPort, 'name' | 'port' | 'protocol'>;

/** Whether a port of a rule admits traffic to a port of a pod. */
export function admitsPort(open: PolicyPort, { name, port, protocol }: PortOfPod): boolean {
  if (open.protocol !== protocol) return false;
  if (open.port === undefined) return true;
  if (typeof open.port === 'string') return open.port === name;
  return port !== undefined && open.port <= port && port <= (open.endPort ?? open.port);
}

function meantBy(slip: PortSlip, { port, protocol }: PolicyPort): PortOfPod {
  switch (slip.kind) {
    case 'service-port':
      return { name: '', port: slip.target, protocol };
    case 'protocol':
      return { name: '', port: typeof port === 'number' ? port : undefined, protocol: slip.declared };
    case 'name':
      return { name: slip.near ?? '', port: slip.other?.port, protocol: slip.other?.protocol ?? protocol };
  }
}

/** Ports of all containers: whether those of init containers count is written nowhere. */
function allPorts(pod: Pod): readonly ContainerPort[] {
  return pod.containers.flatMap(({ ports }) => ports);
}

function slipOfName(
  pods: readonly Pod[],
  rule: PolicyRule,
  name: string,
  protocol: string,
): PortSlip | undefined {
  const ports = pods.flatMap(allPorts);
  if (ports.some((port) => port.name === name && port.protocol === protocol)) return undefined;
  const names = ports
    .filter((port) => port.protocol === protocol && port.name !== '')
    .filter((port) => !rule.ports.some((open) => admitsPort(open, port)))
    .map((port) => port.name);
  return { kind: 'name', near: nearest(name, names), other: ports.find((port) => port.name === name) };
}

function slipOfProtocol(
  graph: Graph,
  pods: readonly Pod[],
  rule: PolicyRule,
  number: number,
  protocol: string,
): PortSlip | undefined {
  const declared = pods.flatMap((pod) => allPorts(pod).filter(({ port }) => port === number));
  const [first] = declared;
  if (first === undefined || declared.some((port) => port.protocol === protocol)) return undefined;
  if (!pods.every((pod) => allPorts(pod).some(({ port }) => port === number))) return undefined;
  if (rule.ports.some((open) => admitsPort(open, first))) return undefined;
  return pods.some((pod) => isServed(graph, pod, number, protocol))
    ? undefined
    : { kind: 'protocol', declared: first.protocol };
}

/** Whether a Service sends requests to this very port of the pod. */
function isServed(graph: Graph, pod: Pod, number: number, protocol: string): boolean {
  return graph.servicesOf(pod).some((service) =>
    servicePorts(service).some((port) => {
      if (port.protocol !== protocol) return false;
      if (isHeadless(service) && port.port === number) return true;
      const found = findPort(port, pod);
      return found.found && found.port === number;
    }),
  );
}

function slipOfServicePort(
  graph: Graph,
  pods: readonly Pod[],
  rule: PolicyRule,
  number: number,
  protocol: string,
): PortSlip | undefined {
  let slip: PortSlip | undefined;
  for (const pod of pods) {
    if (allPorts(pod).some(({ port }) => port === number) || isServed(graph, pod, number, protocol))
      return undefined;
    const mapped = mappedPort(graph, pod, number, protocol);
    if (mapped === undefined) return undefined;
    const target = allPorts(pod).find(({ port }) => port === mapped.target);
    const meant = { name: target?.name ?? '', port: mapped.target, protocol };
    if (rule.ports.some((open) => admitsPort(open, meant))) return undefined;
    slip ??= { kind: 'service-port', ...mapped };
  }
  return slip;
}

function mappedPort(
  graph: Graph,
  pod: Pod,
  number: number,
  protocol: string,
): { readonly service: Resource; readonly target: number } | undefined {
  for (const service of graph.servicesOf(pod)) {
    if (isHeadless(service) || service.unrendered !== undefined) continue;
    for (const port of servicePorts(service)) {
      if (port.port !== number || port.protocol !== protocol) continue;
      const found = findPort(port, pod);
      if (found.found && found.port !== number) return { service, target: found.port };
    }
  }
  return undefined;
}
