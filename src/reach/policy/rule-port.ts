import { Candidates } from '../../base/candidates.ts';
import { derived } from '../../base/derived.ts';
import { NearWords } from '../../base/near-words.ts';
import { isProtocol, PortSet } from '../../base/ports.ts';
import type { Graph } from '../../reference/graph.ts';
import type { ContainerPort, Pod } from '../../resource/pod.ts';
import type { Resource } from '../../resource/resource.ts';
import { narrowWords, wideWords } from '../connectivity/cover/port-words.ts';
import { portItem, portList } from '../connectivity/rule-ports.ts';
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
      ? slipOfName(namesFor(graph, pods, rule), port.port, port.protocol)
      : (slipOfProtocol(graph, pods, rule, port.port, port.protocol) ??
        slipOfServicePort(graph, pods, rule, port.port, port.protocol));
  if (slip === undefined) return undefined;
  const meant = meantBy(slip, port);
  const opened = isOpened(policy[direction], rule, meant);
  const declares =
    slip.kind !== 'service-port' ||
    pods.every((pod) => declaredPorts(pod).some((declared) => declared.port === slip.target));
  // A policy for all pods of a namespace may be there for pods to come.
  const forAll = direction === 'ingress' && policy.subject.requirements.length === 0;
  const certainty = !opened && declares && !forAll ? 'certain' : 'likely';
  return {
    slip,
    pods,
    certainty: slip.kind === 'name' && isSpare(slip, namesFor(graph, pods, rule)) ? 'spare' : certainty,
  };
}

function isSpare(slip: PortSlip, { admitsSome }: NamesForRule): boolean {
  return slip.kind === 'name' && slip.near === undefined && slip.other === undefined && admitsSome;
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
  { has, left, named }: NamesForRule,
  name: string,
  protocol: string,
): PortSlip | undefined {
  if (has.has(`${protocol} ${name}`)) return undefined;
  return { kind: 'name', near: left.get(protocol)?.nearest(name), other: named.get(name) };
}

interface NamesForRule {
  /** Names with their protocols. */
  readonly has: ReadonlySet<string>;
  /** By protocol the names that no port of the rule means. */
  readonly left: ReadonlyMap<string, NearWords>;
  /** The first port of each name. */
  readonly named: ReadonlyMap<string, ContainerPort>;
  /** Whether the rule admits some port that the pods declare. */
  readonly admitsSome: boolean;
}

/** Of the pods that the traffic of a rule goes to. */
function namesFor(graph: Graph, pods: readonly Pod[], rule: PolicyRule): NamesForRule {
  const known = graph.memo('names of ports for rules', () => new Map<PolicyRule, NamesForRule>());
  const names = known.get(rule) ?? readNames(pods, rule);
  known.set(rule, names);
  return names;
}

function readNames(pods: readonly Pod[], rule: PolicyRule): NamesForRule {
  let admitsSome = false;
  const has = new Set<string>();
  const left = new Map<string, Set<string>>();
  const named = new Map<string, ContainerPort>();
  for (const port of pods.flatMap(allPorts)) {
    const { name, protocol } = port;
    has.add(`${protocol} ${name}`);
    if (!named.has(name)) named.set(name, port);
    if (admits(rule.ports, port)) {
      admitsSome = true;
      continue;
    }
    if (name === '') continue;
    left.set(protocol, (left.get(protocol) ?? new Set<string>()).add(name));
  }
  const words = new Map([...left].map(([protocol, names]) => [protocol, new NearWords(names)]));
  return { has, left: words, named, admitsSome };
}

/** Whether another rule of the list is for a port. */
function isOpened(rules: readonly PolicyRule[], rule: PolicyRule, meant: PortOfPod): boolean {
  const found = derived(rules, 'rules by ports', () => {
    const all = new Candidates<PolicyRule>(1);
    for (const one of rules)
      all.add(one, [one.ports.length === 0 ? [EVERY] : one.ports.flatMap(wordsOfPort)]);
    return all;
  });
  for (const { ports, path } of found.among([[EVERY, ...wordsMeaning(meant)]]))
    if (path !== rule.path && (ports.length === 0 || admits(ports, meant))) return true;
  return false;
}

function admits(ports: readonly PolicyPort[], meant: PortOfPod): boolean {
  const found = derived(ports, 'by what they mean', () => {
    const all = new Candidates<PolicyPort>(1);
    for (const port of ports) all.add(port, [wordsOfPort(port)]);
    return all;
  });
  for (const port of found.among([wordsMeaning(meant)])) if (admitsPort(port, meant)) return true;
  return false;
}

const EVERY = '*';

function wordsOfPort({ protocol, port, endPort }: PolicyPort): readonly string[] {
  return isProtocol(protocol) ? wideWords(portList([portItem(protocol, port, endPort)])) : [protocol];
}

function wordsMeaning({ name, port, protocol }: PortOfPod): readonly string[] {
  if (!isProtocol(protocol)) return [protocol];
  return [
    ...narrowWords({ numbers: PortSet.none, names: [{ name, protocol }] }),
    // A rule for all ports of a protocol is for a port whose number nobody knows, too.
    ...narrowWords({ numbers: PortSet.of(protocol, Math.min(Math.max(port ?? 1, 1), 65_535)), names: [] }),
  ];
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
  if (admits(rule.ports, first)) return undefined;
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
    if (admits(rule.ports, meant)) return undefined;
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
