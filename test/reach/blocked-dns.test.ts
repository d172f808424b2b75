import { describe, expect, it } from 'vitest';
import { blockedDns } from '../../src/reach/policy/blocked-dns.ts';
import { egressPolicy, worldOf } from './policies.ts';

const pod = (name: string, spec = ''): string => `
apiVersion: v1
kind: Pod
metadata: { name: ${name}, namespace: shop, labels: { app: ${name} } }
spec: { ${spec}containers: [{ name: c, image: i }] }
---
`;
const DENY_ALL = `
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: default-deny, namespace: shop }
spec: { podSelector: {}, policyTypes: [Egress] }
---
`;
const allow = (name: string, egress: string): string => egressPolicy(egress).replaceAll('web', name);
const API = '[{ to: [{ podSelector: { matchLabels: { app: api } } }], ports: [{ port: 80 }] }]';

/** Each policy that is to be changed, with its pods. */
function blocked(text: string): readonly string[] {
  const { graph, reach } = worldOf(text);
  return graph
    .all('networking.k8s.io/NetworkPolicy')
    .flatMap((policy) =>
      blockedDns(graph, reach, policy).map(
        ({ pods, others }) =>
          `${policy.name}: ${pods.map(({ owner }) => owner.name).join(' ')}${others.length === 0 ? '' : ` (with ${others.map(({ resource }) => resource.name).join(' ')})`}`,
      ),
    );
}

describe('pods that cannot look up names', () => {
  it('are one answer for all that the same policy limits', () => {
    const apps = ['web', 'cart', 'mail'];
    const text = DENY_ALL + apps.map((name) => pod(name) + allow(name, API)).join('');
    expect(blocked(text)).toEqual(['default-deny: web cart mail (with web cart mail)']);
  });

  it('are several answers where no policy limits all of them', () => {
    const text = ['web', 'cart'].map((name) => pod(name) + allow(name, API)).join('');
    expect(blocked(text)).toEqual(['web: web', 'cart: cart']);
  });

  it.each([
    [
      'another policy allows DNS',
      pod('web') + allow('web', API) + allow('web', '[{ ports: [{ port: 53, protocol: UDP }] }]'),
    ],
    ['they may go nowhere', pod('web') + DENY_ALL],
    [
      'they may go to single addresses only',
      pod('web') + allow('web', '[{ to: [{ ipBlock: { cidr: 10.0.0.7/32 } }], ports: [{ port: 5432 }] }]'),
    ],
    ['they use the network of the node', pod('web', 'hostNetwork: true, ') + allow('web', API)],
    ['they ask the resolver of the node', pod('web', 'dnsPolicy: Default, ') + allow('web', API)],
    [
      'they have nameservers of their own',
      pod('web', 'dnsPolicy: None, dnsConfig: { nameservers: [1.1.1.1] }, ') + allow('web', API),
    ],
    [
      'they ask over TCP',
      pod('web', 'dnsConfig: { options: [{ name: use-vc }] }, ') +
        allow('web', '[{ ports: [{ port: 53 }] }]'),
    ],
    ['no policy limits their egress', pod('web') + allow('cart', API)],
  ])('are none where %s', (_title, text) => {
    expect(blocked(text)).toEqual([]);
  });
});
