import type {
  AdminNetworkPolicy,
  AdminPort,
  BaselineAdminNetworkPolicy,
  ClusterNetworkPolicy,
  ClusterPeer,
  ClusterProtocol,
  ClusterRule,
  DestinationPort,
  NamespacedPods,
  Protocol,
  Tier,
} from './cluster.ts';
import { isNamedPort, networksMatch, podOf } from './question.ts';
import type { PodEnd, Question } from './question.ts';
import { labelsOfNamespace, selects } from './selectors.ts';

export type Decision = 'allow' | 'deny' | 'pass';

type ClusterPolicy = AdminNetworkPolicy | BaselineAdminNetworkPolicy | ClusterNetworkPolicy;

/**
 * CP1, CP2: the policies of a tier by ascending priority; the first whose rules match decides, and of several with one
 * priority any may be applied. Undefined: no rule of the tier matches.
 */
export function tierDecision(tier: Tier, question: Question): Decision | undefined {
  const policies = question.cluster.policies
    .filter((policy) => policy.kind !== 'NetworkPolicy')
    .filter((policy) => tierOf(policy) === tier);
  if (policies.length === 0) return undefined;
  const named = policies.filter((policy) => policy.kind !== 'BaselineAdminNetworkPolicy');
  const priorities = [...new Set(named.map(({ spec }) => spec.priority))].sort((a, b) => a - b);
  let decision: Decision | undefined;
  for (const priority of priorities) {
    const tied = named.filter(({ spec }) => spec.priority === priority);
    decision = anyOf(tied, question, `${tier} ${priority}`);
    if (decision !== undefined) break;
  }
  // CP3: the baseline of v1alpha1 has no priority, and nothing says where it stands among those of v1alpha2.
  const singleton = policies.filter((policy) => policy.kind === 'BaselineAdminNetworkPolicy');
  const other = anyOf(singleton, question, `${tier} v1alpha1`);
  return oneOf([decision, other], question, `${tier} of two versions`);
}

function tierOf(policy: ClusterPolicy): Tier {
  switch (policy.kind) {
    case 'AdminNetworkPolicy':
      return 'Admin';
    case 'BaselineAdminNetworkPolicy':
      return 'Baseline';
    case 'ClusterNetworkPolicy':
      return policy.spec.tier;
  }
}

function anyOf(policies: readonly ClusterPolicy[], question: Question, tie: string): Decision | undefined {
  return oneOf(
    policies.map((policy) => policyDecision(policy, question)),
    question,
    tie,
  );
}

function oneOf(
  decisions: readonly (Decision | undefined)[],
  { direction, ask }: Question,
  tie: string,
): Decision | undefined {
  const different = [...new Set(decisions.filter((decision) => decision !== undefined))];
  if (different.length < 2) return different[0];
  return different[ask(`who wins the tie ${direction} ${tie}`, different.length)];
}

/** CP1: the first rule that matches. CP4: without rules for a direction a policy says nothing of it. */
function policyDecision(policy: ClusterPolicy, question: Question): Decision | undefined {
  const id = `${policy.kind} ${policy.metadata.name}`;
  const rules = policy.spec[question.direction] ?? [];
  if (rules.length === 0 || !selectsSubject(policy, question, `${id} subject`)) return undefined;
  for (const [index, rule] of rules.entries()) {
    const decision = ruleDecision(rule, question, `${id} ${question.direction}[${index}]`);
    if (decision !== undefined) return decision;
  }
  return undefined;
}

/** CP5, CP7. */
function selectsSubject({ spec }: ClusterPolicy, question: Question, at: string): boolean {
  const { namespaces, pods } = spec.subject;
  const scope = namespaces === undefined ? pods : { namespaceSelector: namespaces };
  return scope !== undefined && selectsPod(scope, question.subject, question, at);
}

function ruleDecision(rule: ClusterRule, question: Question, at: string): Decision | undefined {
  const allows = rule.action === 'Allow' || rule.action === 'Accept';
  const peers = (question.direction === 'ingress' ? rule.from : rule.to) ?? [];
  // CP5: fail closed. An allowing rule matches nothing, any other one denies everything, on all ports.
  if (!peers.every(isRecognised)) return allows ? undefined : 'deny';
  if (!portsMatch(rule, question)) return undefined;
  const networks = peers.flatMap((peer) => peer.networks ?? []);
  const matches =
    (networks.length > 0 && networksMatch(question, networks, `${at} networks`)) ||
    peers.some((peer, index) => peerMatches(peer, question, `${at} peer ${index}`));
  if (!matches) return undefined;
  return allows ? 'allow' : rule.action === 'Deny' ? 'deny' : 'pass';
}

/** CP5: none is what an object of a newer version looks like. */
function isRecognised({ namespaces, pods, nodes, networks, domainNames }: ClusterPeer): boolean {
  return [namespaces, pods, nodes, networks, domainNames].some((field) => field !== undefined);
}

/** CP5, CP7. */
function peerMatches(peer: ClusterPeer, question: Question, at: string): boolean {
  const { other, ask, cluster } = question;
  const { namespaces, pods, nodes, domainNames } = peer;
  if ('address' in other) {
    // Nobody knows which addresses the nodes have, nor what a domain name resolves to.
    if (nodes !== undefined) return ask(`${at} is a node with address ${other.address}`, 2) === 1;
    return domainNames !== undefined && ask(`${at} resolves to ${other.address}`, 2) === 1;
  }
  const { name, hostNetwork } = podOf(cluster, other);
  if (nodes !== undefined) return hostNetwork === true && ask(`${at} is the node of ${name}`, 2) === 1;
  if (domainNames !== undefined) return ask(`${at} resolves to ${name}`, 2) === 1;
  const scope = namespaces === undefined ? pods : { namespaceSelector: namespaces };
  return scope !== undefined && selectsPod(scope, other, question, at);
}

/** Both selectors are no pointers in the API: an absent one is an empty one, and selects everything. */
function selectsPod(scope: NamespacedPods, end: PodEnd, { cluster, ask }: Question, at: string): boolean {
  const pod = podOf(cluster, end);
  const ofPod = { labels: pod.labels ?? {}, open: false, of: pod.name };
  return (
    pod.hostNetwork !== true &&
    selects(scope.podSelector ?? {}, ofPod, `${at} podSelector`, ask) &&
    selects(
      scope.namespaceSelector ?? {},
      labelsOfNamespace(cluster, pod.namespace),
      `${at} namespaceSelector`,
      ask,
    )
  );
}

/** CP8: without a list, every port of every protocol. */
function portsMatch({ ports, protocols }: ClusterRule, question: Question): boolean {
  if (ports !== undefined && ports !== null) return ports.some((port) => adminPortMatches(port, question));
  if (protocols !== undefined && protocols !== null)
    return protocols.some((protocol) => clusterProtocolMatches(protocol, question));
  return true;
}

function adminPortMatches({ portNumber, portRange, namedPort }: AdminPort, question: Question): boolean {
  if (portNumber !== undefined)
    return (portNumber.protocol ?? 'TCP') === question.protocol && portNumber.port === question.port;
  if (portRange !== undefined)
    return (
      (portRange.protocol ?? 'TCP') === question.protocol &&
      portRange.start <= question.port &&
      question.port <= portRange.end
    );
  return namedPort !== undefined && isNamedPort(question, namedPort);
}

function clusterProtocolMatches(item: ClusterProtocol, question: Question): boolean {
  if (item.destinationNamedPort !== undefined) return isNamedPort(question, item.destinationNamedPort);
  const given: readonly (readonly [Protocol, { readonly destinationPort: DestinationPort } | undefined])[] = [
    ['TCP', item.tcp],
    ['UDP', item.udp],
    ['SCTP', item.sctp],
  ];
  return given.some(([protocol, match]) => {
    if (match === undefined || protocol !== question.protocol) return false;
    const { number, range } = match.destinationPort;
    return range === undefined
      ? number === question.port
      : range.start <= question.port && question.port <= range.end;
  });
}
