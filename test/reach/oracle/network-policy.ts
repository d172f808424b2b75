import type {
  Direction,
  NetworkPolicy,
  NetworkPolicyPeer,
  NetworkPolicyPort,
  NetworkPolicyRule,
  NetworkPolicySpec,
} from './cluster.ts';
import { blockMatches, isNamedPort, podOf } from './question.ts';
import type { Question } from './question.ts';
import { labelsOfNamespace, selects } from './selectors.ts';

/** NP1, NP3: no policy isolates the pod (undefined), or the union of the rules of those that do decides. */
export function networkPolicyDecision(question: Question): boolean | undefined {
  const isolating = question.cluster.policies
    .filter((policy) => policy.kind === 'NetworkPolicy')
    .filter((policy) => policyTypesOf(policy.spec ?? {}).includes(question.direction))
    .filter((policy) => selectsSubject(policy, question));
  if (isolating.length === 0) return undefined;
  return isolating.some((policy) => hasMatchingRule(policy, question)) || isNodeTraffic(question);
}

/** NP2. */
function policyTypesOf(spec: NetworkPolicySpec): readonly Direction[] {
  const given = spec.policyTypes ?? [];
  if (given.length > 0) return given.map((type) => (type === 'Ingress' ? 'ingress' : 'egress'));
  return (spec.egress ?? []).length > 0 ? ['ingress', 'egress'] : ['ingress'];
}

/** NP1, NP5; NP19: whether a pod on the network of its node is a subject is undefined, but the same for all policies. */
function selectsSubject(policy: NetworkPolicy, { cluster, subject, ask }: Question): boolean {
  const pod = podOf(cluster, subject);
  if (pod.namespace !== namespaceOf(policy)) return false;
  const known = { labels: pod.labels ?? {}, open: false, of: pod.name };
  if (!selects(policy.spec?.podSelector ?? {}, known, `${idOf(policy)} podSelector`, ask)) return false;
  return pod.hostNetwork !== true || ask(`policies select ${pod.name} on its node's network`, 2) === 1;
}

/**
 * NP17, NP19: traffic between a pod and its own node is always allowed, the traffic of a hostNetwork pod is traffic of
 * its node, and which pods share a node is not known.
 */
function isNodeTraffic({ cluster, subject, other, ask }: Question): boolean {
  if ('address' in other) return false;
  const ends = [podOf(cluster, subject), podOf(cluster, other)];
  if (!ends.some(({ hostNetwork }) => hostNetwork === true)) return false;
  const names = ends.map(({ name }) => name).sort();
  return ask(`${names.join(' and ')} are on one node`, 2) === 1;
}

/** NP6: an absent list of rules is an empty one, and allows nothing. A null rule is one without fields. */
function hasMatchingRule(policy: NetworkPolicy, question: Question): boolean {
  return (policy.spec?.[question.direction] ?? []).some((rule, index) =>
    ruleMatches(policy, rule ?? {}, question, `${idOf(policy)} ${question.direction}[${index}]`),
  );
}

/** NP6: the peers and the ports of a rule must both match; without a list, or with an empty one, everything does. */
function ruleMatches(
  policy: NetworkPolicy,
  rule: NetworkPolicyRule,
  question: Question,
  at: string,
): boolean {
  const ports = rule.ports ?? [];
  const peers = (question.direction === 'ingress' ? rule.from : rule.to) ?? [];
  return (
    (ports.length === 0 || ports.some((port) => portMatches(port ?? {}, question))) &&
    (peers.length === 0 ||
      peers.some((peer, index) => peerMatches(policy, peer, question, `${at} peer ${index}`)))
  );
}

/** NP9, NP11, NP12. */
function portMatches({ protocol, port, endPort }: NetworkPolicyPort, question: Question): boolean {
  if ((protocol ?? 'TCP') !== question.protocol) return false;
  if (port === undefined || port === null) return true;
  if (typeof port === 'string') return isNamedPort(question, port);
  return port <= question.port && question.port <= (endPort ?? port);
}

/** NP7; NP19: whether a selector matches a pod on the network of its node is undefined, but the same everywhere. */
function peerMatches(
  policy: NetworkPolicy,
  peer: NetworkPolicyPeer,
  question: Question,
  at: string,
): boolean {
  const podSelector = peer.podSelector ?? undefined;
  const namespaceSelector = peer.namespaceSelector ?? undefined;
  const ipBlock = peer.ipBlock ?? undefined;
  if (ipBlock !== undefined) return blockMatches(question, ipBlock, at);
  const { cluster, other, ask } = question;
  if ('address' in other) return false;
  if (podSelector === undefined && namespaceSelector === undefined) return false;
  const pod = podOf(cluster, other);
  const ofPod = { labels: pod.labels ?? {}, open: false, of: pod.name };
  const ofNamespace = labelsOfNamespace(cluster, pod.namespace);
  return (
    (podSelector === undefined || selects(podSelector, ofPod, `${at} podSelector`, ask)) &&
    (namespaceSelector === undefined
      ? pod.namespace === namespaceOf(policy)
      : selects(namespaceSelector, ofNamespace, `${at} namespaceSelector`, ask)) &&
    (pod.hostNetwork !== true || ask(`selectors match ${pod.name} on its node's network`, 2) === 1)
  );
}

function namespaceOf(policy: NetworkPolicy): string {
  return policy.metadata.namespace ?? 'default';
}

function idOf(policy: NetworkPolicy): string {
  return `${namespaceOf(policy)}/${policy.metadata.name}`;
}
