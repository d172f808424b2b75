import { describe, expect, it } from 'vitest';
import { Connectivity } from '../../src/reach/connectivity/connectivity.ts';
import type { Unseen } from '../../src/reach/connectivity/unseen.ts';
import { clusterPolicy, endOf, format, graphWith, policy } from './connections.ts';

/** A controller that somebody installs in a namespace of their own. */
const CONTROLLER: Unseen = {
  name: 'controller',
  isPod: 'yes',
  namespace: undefined,
  labels: { labels: { app: 'nginx' }, open: true },
  ports: [{ name: 'metrics', port: 10254, protocol: 'TCP' }],
};

const API_SERVER: Unseen = {
  name: 'API server',
  isPod: 'no',
  namespace: undefined,
  labels: { labels: {} },
  ports: [],
};

const OWN_NODE: Unseen = { ...API_SERVER, name: 'own node', isOwnNode: true };

function toWeb(unseen: Unseen, text: string): string {
  const graph = graphWith(text);
  return format(new Connectivity(graph).between({ unseen }, endOf(graph, 'shop/web')));
}

function fromWeb(unseen: Unseen, text: string): string {
  const graph = graphWith(text);
  return format(new Connectivity(graph).between(endOf(graph, 'shop/web'), { unseen }));
}

const ALL = 'all';

function ingress(from: string): string {
  return policy(`podSelector: {}\ningress: [{ from: [${from}], ports: [{ port: 80 }] }]`);
}

describe('a pod that no manifest shows', () => {
  it.each([
    ['every namespace', '{ namespaceSelector: {} }', 'TCP 80'],
    ['no namespace but its own', '{ podSelector: {} }', 'none'],
    [
      'labels that it may have',
      '{ namespaceSelector: {}, podSelector: { matchLabels: { team: a } } }',
      'none ? TCP 80',
    ],
    [
      'a namespace that it may be in',
      '{ namespaceSelector: { matchLabels: { role: edge } } }',
      'none ? TCP 80',
    ],
    [
      'a namespace by the name of one that the manifests show',
      '{ namespaceSelector: { matchLabels: { kubernetes.io/metadata.name: ops } } }',
      'none',
    ],
    [
      'a namespace by another name',
      '{ namespaceSelector: { matchLabels: { kubernetes.io/metadata.name: edge } } }',
      'none ? TCP 80',
    ],
    [
      'labels that it has not',
      '{ namespaceSelector: {}, podSelector: { matchLabels: { app: api } } }',
      'none',
    ],
    ['addresses inside', '{ ipBlock: { cidr: 10.0.0.0/8 } }', 'none ? TCP 80'],
    ['addresses outside', '{ ipBlock: { cidr: 8.8.8.0/24 } }', 'none'],
  ])('is admitted where a policy says %s', (_, from, expected) => {
    expect(toWeb(CONTROLLER, ingress(from))).toBe(expected);
  });

  it('is asked for the ports that it is known to have', () => {
    const text = policy('podSelector: {}\npolicyTypes: [Egress]\negress: [{ ports: [{ port: metrics }] }]');
    expect(fromWeb(CONTROLLER, text)).toContain('TCP 10254');
  });

  it('is a peer of policies of the cluster like any other', () => {
    const deny = clusterPolicy(
      'AdminNetworkPolicy',
      'priority: 1\nsubject: { namespaces: {} }\ningress: [{ action: Deny, from: [{ namespaces: {} }] }]',
    );
    expect(toWeb(CONTROLLER, deny)).toBe('none');
    expect(toWeb(API_SERVER, deny)).toBe(ALL);
  });
});

describe('what has the address of a node', () => {
  it.each([
    ['{ namespaceSelector: {} }', 'none'],
    ['{ ipBlock: { cidr: 10.0.0.0/8 } }', 'none ? TCP 80'],
    ['{ ipBlock: { cidr: 8.8.8.0/24 } }', 'none ? TCP 80'],
  ])('is admitted by %s: %s', (from, expected) => {
    expect(toWeb(API_SERVER, ingress(from))).toBe(expected);
  });

  it('always reaches the pods of the node (NP17)', () => {
    expect(toWeb(OWN_NODE, ingress('{ podSelector: {} }'))).toBe(ALL);
    expect(fromWeb(OWN_NODE, policy('podSelector: {}\npolicyTypes: [Egress]'))).toBe(ALL);
  });
});

describe('a namespace that the manifests show', () => {
  const toOps = ingress('{ namespaceSelector: { matchLabels: { kubernetes.io/metadata.name: ops } } }');

  it('may still be where people install it', () => {
    expect(toWeb({ ...CONTROLLER, likelyIn: /^ops$/ }, toOps)).toBe('none ? TCP 80');
    expect(toWeb({ ...CONTROLLER, likelyIn: /ingress/ }, toOps)).toBe('none');
  });

  it('may hold other pods where an operator makes some', () => {
    const operator = '\napiVersion: example.com/v1\nkind: Thing\nmetadata: { name: thing, namespace: ops }\n';
    expect(toWeb(CONTROLLER, toOps + operator)).toBe('none ? TCP 80');
  });

  it('is not meant by a selector that none of its pods has', () => {
    const peer =
      '{ namespaceSelector: { matchLabels: { kubernetes.io/metadata.name: ops } }, podSelector: { matchLabels: { app: nginx } } }';
    expect(toWeb(CONTROLLER, ingress(peer))).toBe('none ? TCP 80');
  });
});
