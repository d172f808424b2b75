import type { Pod } from '../../resource/pod.ts';
import type { Labels, Resource } from '../../resource/resource.ts';
import { readLabelSelector } from '../../resource/selector.ts';
import type { End } from '../connectivity/connectivity.ts';
import type { Unseen } from '../connectivity/unseen.ts';
import type { Direction } from '../policy/policy.ts';
import { specOf } from '../service/service.ts';
import type { BlockedEdge, Cause } from './blocked.ts';
import { endOf } from './blocked.ts';

/**
 * NetworkPolicies that would let a blocked request through and nothing else, as YAML: one for each side that blocks it.
 * They stand beside the policies that are there, because rules add up (NP3). None where a rule of the cluster denies it.
 */
export function openingPolicies(blocked: BlockedEdge): readonly string[] {
  const { caller, landing, ingress, egress } = blocked;
  if ([ingress, egress].some((one) => one?.why === 'denied')) return [];
  const sides: readonly (readonly [Cause | undefined, End, End])[] = [
    [ingress, endOf(landing), caller.end],
    [egress, caller.end, endOf(landing)],
  ];
  return sides.flatMap(([cause, subject, peer]) =>
    cause === undefined || !('pod' in subject)
      ? []
      : [policyFor(cause.direction, subject.pod, peer, blocked)],
  );
}

function policyFor(direction: Direction, subject: Pod, peer: End, { landing }: BlockedEdge): string {
  const type = direction === 'ingress' ? 'Ingress' : 'Egress';
  const peers = peerLines(peer, subject.namespace);
  const list = direction === 'ingress' ? 'from' : 'to';
  const first = peers.length === 0 ? `  - ports:` : `  - ${list}:`;
  return [
    'apiVersion: networking.k8s.io/v1',
    'kind: NetworkPolicy',
    'metadata:',
    `  name: ${nameFor(direction, subject.owner, peer)}`,
    `  namespace: ${scalar(subject.namespace)}`,
    'spec:',
    '  podSelector:',
    ...matchLabels(labelsOf(subject), '    '),
    `  policyTypes: [${type}]`,
    `  ${direction}:`,
    `  ${first}`,
    ...peers.map((line) => `        ${line}`),
    ...(peers.length === 0 ? [] : ['      ports:']),
    `        - port: ${landing.port}`,
    ...(landing.protocol === 'TCP' ? [] : [`          protocol: ${landing.protocol}`]),
    '',
  ].join('\n');
}

/** The item of `from` or `to`; none for everybody, where nothing tells the peer's address from others. */
function peerLines(peer: End, home: string): readonly string[] {
  if ('pod' in peer) {
    const { namespace } = peer.pod;
    return [
      ...(namespace === home ? [] : namespaceLines(namespace)),
      'podSelector:',
      ...matchLabels(labelsOf(peer.pod), '  '),
    ].map(asItem);
  }
  return 'unseen' in peer ? unseenLines(peer.unseen).map(asItem) : [];
}

function unseenLines({ isPod, namespace, labels, admittedBy }: Unseen): readonly string[] {
  if (admittedBy !== undefined) return ['namespaceSelector:', ...matchLabels(admittedBy, '  ')];
  if (isPod !== 'yes') return [];
  const around = namespace === undefined ? ['namespaceSelector: {}'] : namespaceLines(namespace);
  const known = Object.keys(labels.labels).length > 0;
  return known ? [...around, 'podSelector:', ...matchLabels(labels.labels, '  ')] : around;
}

function namespaceLines(name: string): readonly string[] {
  return ['namespaceSelector:', ...matchLabels({ 'kubernetes.io/metadata.name': name }, '  ')];
}

function asItem(line: string, index: number): string {
  return `${index === 0 ? '- ' : '  '}${line}`;
}

function matchLabels(labels: Labels, indent: string): readonly string[] {
  return [
    `${indent}matchLabels:`,
    ...Object.entries(labels).map(([key, value]) => `${indent}  ${scalar(key)}: ${scalar(value)}`),
  ];
}

/** Those by which the workload selects its pods, which never change; else all of the template. */
function labelsOf({ owner, labels }: Pod): Labels {
  const selector = owner.type === 'Pod' ? undefined : readLabelSelector(specOf(owner).selector);
  const chosen = Object.fromEntries(
    (selector?.requirements ?? []).flatMap(({ key, operator, values }) =>
      operator === 'In' && values.length === 1 && labels[key] === values[0] ? [[key, values[0]]] : [],
    ),
  ) as Labels;
  return Object.keys(chosen).length > 0 ? chosen : labels;
}

function nameFor(direction: Direction, { name }: Resource, peer: End): string {
  const other = 'pod' in peer ? peer.pod.owner.name : 'unseen' in peer ? slug(peer.unseen.name) : 'outside';
  const words = direction === 'ingress' ? `${name}-from-${other}` : `${name}-to-${other}`;
  return words.slice(0, 63).replace(/[^a-z0-9]+$/, '');
}

/** `the API server` is `api-server`. */
function slug(text: string): string {
  return text
    .toLowerCase()
    .replace(/^the /, '')
    .replaceAll(/[^a-z0-9]+/g, '-');
}

/** Plain where YAML 1.1 and 1.2 read it as the same text. */
function scalar(text: string): string {
  const plain = /^[A-Za-z_][\w./-]*$/.test(text) && !/^(?:y|n|yes|no|on|off|true|false|null)$/i.test(text);
  return plain ? text : JSON.stringify(text);
}
