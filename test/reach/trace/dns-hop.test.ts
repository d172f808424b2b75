import { describe, expect, it } from 'vitest';
import { app, format, traced } from './told.ts';

const APPS = app('shop', 'web') + app('stock', 'api');

function egress(rules: string, selector = '{}'): string {
  return `
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: web, namespace: shop }
spec: { podSelector: ${selector}, policyTypes: [Egress], egress: ${rules} }
---
`;
}

const TO_STOCK =
  '{ to: [{ namespaceSelector: { matchLabels: { kubernetes.io/metadata.name: stock } } }], ports: [{ port: 8080 }] }';
const TO_LIVE = '{ to: [{ namespaceSelector: { matchLabels: { stage: live } } }] }';
const STOCK = 'apiVersion: v1\nkind: Namespace\nmetadata: { name: stock, labels: { stage: live } }\n---\n';
const DNS = '{ ports: [{ port: 53, protocol: UDP }] }';

describe('a Service is called by a name, which the cluster DNS has to tell', () => {
  it.each([
    ['no policy', '', 'allowed'],
    ['a rule for DNS', egress(`[${TO_STOCK}, ${DNS}]`), 'allowed'],
    ['all is open', egress('[{}]'), 'allowed'],
    ['no rule for DNS', egress(`[${TO_STOCK}]`), 'blocked, dns blocked'],
    ['nothing is let out at all', egress('[]'), 'blocked, egress blocked'],
    ['a label that others have', egress(`[${TO_LIVE}]`) + STOCK, 'depends, dns depends'],
    ['a label that others have, and DNS', egress(`[${TO_LIVE}, ${DNS}]`) + STOCK, 'allowed'],
    [
      'a label that nobody has',
      egress(`[${TO_STOCK}, { to: [{ namespaceSelector: { matchLabels: { role: infra } } }] }]`),
      'depends, dns depends',
    ],
    [
      'a block of private addresses',
      egress(`[${TO_STOCK}, { to: [{ ipBlock: { cidr: 10.0.0.0/8 } }] }]`),
      'depends, dns depends',
    ],
    [
      'the API server alone, by its port, and no name is told',
      egress(`[${TO_STOCK.replace('8080', '8443')}, { ports: [{ port: 6443 }] }]`),
      'blocked, dns depends, egress blocked',
    ],
    [
      'a policy of another kind denies it',
      `
apiVersion: policy.networking.k8s.io/v1alpha1
kind: AdminNetworkPolicy
metadata: { name: shop }
spec:
  priority: 1
  subject: { namespaces: {} }
  egress: [{ name: dns, action: Deny, to: [{ namespaces: { matchLabels: { kubernetes.io/metadata.name: kube-system } } }] }]
---
`,
      'depends, dns depends',
    ],
  ])('%s', (_what, policies, expected) => {
    expect(format(traced(APPS + policies, 'shop/web', 'stock/api'))).toBe(expected);
  });

  it('says which label decides', () => {
    const { hops } = traced(APPS + egress(`[${TO_LIVE}]`) + STOCK, 'shop/web', 'stock/api');
    expect(hops[0]?.message).toBe(
      'NetworkPolicy shop/web perhaps lets no question to the cluster DNS out of Deployment shop/web: whether namespace kube-system has stage=live is not told',
    );
  });

  it('is not asked from the network of a node by these policies', () => {
    const apps = app('shop', 'web', '', 'hostNetwork: true, ') + app('stock', 'api');
    const { hops } = traced(apps + egress(`[${TO_STOCK}]`), 'shop/web', 'stock/api');
    expect(hops.map(({ kind }) => kind)).not.toContain('dns');
  });
});
