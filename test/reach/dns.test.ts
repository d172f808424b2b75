import { describe, expect, it } from 'vitest';
import { dnsOfRule, isForDns } from '../../src/reach/policy/dns.ts';
import type { DnsOfRule } from '../../src/reach/policy/dns.ts';
import type { PolicyRule } from '../../src/reach/policy/policy.ts';
import { egressPolicy, worldOf } from './policies.ts';

const KUBE_SYSTEM = `
apiVersion: v1
kind: Namespace
metadata: { name: kube-system, labels: { tier: system } }
---
`;

const byName = (namespace: string): string =>
  `{ namespaceSelector: { matchLabels: { kubernetes.io/metadata.name: ${namespace} } } }`;
const UDP = '[{ port: 53, protocol: UDP }]';

function firstRule(rule: string, beside: string): { readonly dns: DnsOfRule; readonly rule: PolicyRule } {
  const { graph, reach } = worldOf(egressPolicy(`[${rule}]`) + beside);
  const [resource] = graph.all('networking.k8s.io/NetworkPolicy');
  if (resource === undefined) throw new Error('no policy');
  const policy = reach.policy(resource);
  const [first] = policy.egress;
  if (first === undefined) throw new Error('no rule');
  return { dns: dnsOfRule(graph, policy, first), rule: first };
}

describe('the access to DNS that a rule gives, by its peers', () => {
  it.each([
    ['absent', '{}', 'yes'],
    ['an empty list', '{ to: [] }', 'yes'],
    ['all namespaces', '{ to: [{ namespaceSelector: {} }] }', 'yes'],
    ['kube-system by name', `{ to: [${byName('kube-system')}] }`, 'yes'],
    ['one of several peers', `{ to: [{ podSelector: {} }, ${byName('kube-system')}] }`, 'yes'],
    [
      'a label that kube-system may have',
      '{ to: [{ namespaceSelector: { matchLabels: { team: a } } }] }',
      'maybe',
    ],
    [
      'a label that nobody sets',
      '{ to: [{ namespaceSelector: { matchLabels: { name: kube-system } } }] }',
      'unlikely',
    ],
    [
      'another namespace by a name label',
      '{ to: [{ namespaceSelector: { matchLabels: { name: db } } }] }',
      'no',
    ],
    ['another namespace', `{ to: [${byName('db')}] }`, 'no'],
    ['another namespace, for DNS alone', `{ to: [${byName('infra')}], ports: ${UDP} }`, 'maybe'],
    ['a namespace called dns', `{ to: [${byName('my-dns')}] }`, 'maybe'],
    ['a slip of kube-system', `{ to: [${byName('kube-sytem')}], ports: ${UDP} }`, 'no'],
    ['the own namespace', '{ to: [{ podSelector: {} }] }', 'no'],
    [
      'DNS pods of the own namespace',
      '{ to: [{ podSelector: { matchLabels: { k8s-app: kube-dns } } }] }',
      'no',
    ],
    [
      'everywhere, DNS pods',
      '{ to: [{ namespaceSelector: {}, podSelector: { matchLabels: { k8s-app: kube-dns } } }] }',
      'yes',
    ],
    [
      'everywhere, DNS pods by another label',
      '{ to: [{ namespaceSelector: {}, podSelector: { matchLabels: { app: coredns } } }] }',
      'maybe',
    ],
    [
      'everywhere, another application',
      '{ to: [{ namespaceSelector: {}, podSelector: { matchLabels: { app: db } } }] }',
      'no',
    ],
    [
      'everywhere but DNS pods',
      '{ to: [{ namespaceSelector: {}, podSelector: { matchExpressions: [{ key: k8s-app, operator: NotIn, values: [kube-dns] }] } }] }',
      'no',
    ],
    ['all addresses', '{ to: [{ ipBlock: { cidr: 0.0.0.0/0 } }] }', 'maybe'],
    ['a private range', '{ to: [{ ipBlock: { cidr: 10.96.0.10/32 } }] }', 'maybe'],
    ['node-local DNS', '{ to: [{ ipBlock: { cidr: 169.254.20.10/32 } }] }', 'maybe'],
    ['Services of GKE', '{ to: [{ ipBlock: { cidr: 34.118.224.10/32 } }] }', 'maybe'],
    ['IPv6', "{ to: [{ ipBlock: { cidr: '2001:db8::/32' } }] }", 'maybe'],
    ['public resolvers', '{ to: [{ ipBlock: { cidr: 8.8.8.8/32 } }] }', 'no'],
    ['no block at all', '{ to: [{ ipBlock: { cidr: any } }] }', 'maybe'],
  ])('%s', (_title, rule, access) => {
    expect(firstRule(rule, '').dns.access).toBe(access);
  });

  it.each([
    [
      'a label that kube-system lacks',
      '{ to: [{ namespaceSelector: { matchLabels: { name: kube-system } } }] }',
      'no',
    ],
    [
      'a label that kube-system has',
      '{ to: [{ namespaceSelector: { matchLabels: { tier: system } } }] }',
      'yes',
    ],
    ['kube-system by name', `{ to: [${byName('kube-system')}] }`, 'yes'],
  ])('with the manifest of kube-system: %s', (_title, rule, access) => {
    expect(firstRule(rule, KUBE_SYSTEM).dns.access).toBe(access);
  });

  it('counts pods of the input that answer on UDP 53, wherever they are', () => {
    const pod = `
apiVersion: v1
kind: Pod
metadata: { name: resolver, namespace: shop, labels: { app: resolver } }
spec: { containers: [{ name: c, image: i, ports: [{ containerPort: 53, protocol: UDP }] }] }
---
`;
    expect(firstRule('{ to: [{ podSelector: { matchLabels: { app: resolver } } }] }', pod).dns.access).toBe(
      'maybe',
    );
    expect(firstRule('{ to: [{ podSelector: { matchLabels: { app: other } } }] }', pod).dns.access).toBe(
      'no',
    );
  });
});

describe('the access to DNS that a rule gives, by its ports', () => {
  it.each([
    ['absent', '', 'yes', false],
    ['an empty list', 'ports: []', 'yes', false],
    ['UDP 53', 'ports: [{ port: 53, protocol: UDP }]', 'yes', true],
    ['all of UDP', 'ports: [{ protocol: UDP }]', 'yes', false],
    ['a range over 53', 'ports: [{ port: 1, endPort: 1024, protocol: UDP }]', 'yes', false],
    ['a range beside 53', 'ports: [{ port: 54, endPort: 1024, protocol: UDP }]', 'no', false],
    ['5353', 'ports: [{ port: 5353, protocol: UDP }]', 'yes', true],
    ['the name dns', 'ports: [{ port: dns, protocol: UDP }]', 'yes', true],
    ['another name', 'ports: [{ port: query, protocol: UDP }]', 'yes', false],
    ['the name dns over TCP', 'ports: [{ port: dns }]', 'no', true],
    ['TCP 53', 'ports: [{ port: 53 }]', 'no', true],
    ['all of TCP', 'ports: [{ protocol: TCP }]', 'no', false],
    ['443', 'ports: [{ port: 443 }]', 'no', false],
    ['53 of both', 'ports: [{ port: 53 }, { port: 53, protocol: UDP }]', 'yes', true],
  ])('%s', (_title, ports, access, forDns) => {
    const { dns, rule } = firstRule(`{ ${ports} }`, '');
    expect(dns.access).toBe(access);
    expect(isForDns(rule)).toBe(forDns);
  });

  it('knows that the DNS pods of OpenShift listen on 5353', () => {
    expect(firstRule(`{ to: [${byName('openshift-dns')}], ports: ${UDP} }`, '').dns).toMatchObject({
      access: 'unlikely',
      miss: { why: 'openshift-port' },
    });
    const right = `{ to: [${byName('openshift-dns')}], ports: [{ port: 5353, protocol: UDP }] }`;
    expect(firstRule(right, '').dns.access).toBe('yes');
  });
});
