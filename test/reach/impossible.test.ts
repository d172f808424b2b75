import { describe, expect, it } from 'vitest';
import { ConnectionMap } from '../../src/reach/map/connection-map.ts';
import { Workspace } from '../../src/workspace/workspace.ts';

const PODS = `
apiVersion: v1
kind: Pod
metadata: { name: web, namespace: shop, labels: { app: web } }
spec: { containers: [{ name: c, image: one, ports: [{ name: http, containerPort: 8080 }] }] }
---
apiVersion: v1
kind: Pod
metadata: { name: api, namespace: shop, labels: { app: api } }
spec: { containers: [{ name: c, image: one, ports: [{ name: http, containerPort: 8080 }] }] }
---`;

function policy(spec: string, name = 'policy'): string {
  return `
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: ${name}, namespace: shop }
spec: ${spec}
---`;
}

function admin(name: string, priority: number | string, action: string): string {
  return `
apiVersion: policy.networking.k8s.io/v1alpha1
kind: AdminNetworkPolicy
metadata: { name: ${name} }
spec:
  priority: ${priority}
  subject: { namespaces: {} }
  ingress: [{ action: ${action}, from: [{ namespaces: {} }] }]
---`;
}

const from = (peer: string, ports = '[]'): string =>
  policy(`{ podSelector: {}, ingress: [{ from: [${peer}], ports: ${ports} }] }`);

/** The rules that report something, and the connections that are left. */
function judge(text: string): { readonly rules: readonly string[]; readonly connections: number } {
  const workspace = new Workspace({ closedWorld: false, kubernetesVersion: '1.34' });
  const world = workspace.read([{ file: 'a.yaml', text: PODS + text }]);
  const map = new ConnectionMap(world.graph);
  const connections = map.workloads.flatMap((one) => [...map.rowsFrom(one), ...map.rowsFromOutside(one)]);
  const { diagnostics } = workspace.checkWorld(world);
  return { rules: [...new Set(diagnostics.map(({ rule }) => rule))], connections: connections.length };
}

describe('what cannot be is a finding, and no crash', () => {
  it.each([
    [
      'a block with bits behind its prefix',
      from('{ ipBlock: { cidr: 10.0.0.1/8 } }'),
      'policy-cidr-ambiguous',
    ],
    ['a block that is none', from('{ ipBlock: { cidr: 10.0.0.0/33 } }'), 'policy-cidr-invalid'],
    [
      'an exception outside of its block',
      from('{ ipBlock: { cidr: 10.0.0.0/8, except: [192.168.0.0/16] } }'),
      'policy-except-outside-cidr',
    ],
    [
      'a range that ends before it begins',
      from('{ podSelector: {} }', '[{ port: 90, endPort: 80 }]'),
      'policy-port-invalid',
    ],
    [
      'a range from a name',
      from('{ podSelector: {} }', '[{ port: http, endPort: 80 }]'),
      'policy-port-invalid',
    ],
    ['a peer without a field', from('{}'), 'policy-peer-invalid'],
    [
      'a block together with a selector',
      from('{ podSelector: {}, ipBlock: { cidr: 10.0.0.0/8 } }'),
      'policy-peer-invalid',
    ],
    [
      'a type that there is not',
      policy('{ podSelector: {}, policyTypes: [Inward] }'),
      'policy-types-invalid',
    ],
    ['equal priorities', admin('a', 10, 'Allow') + admin('b', 10, 'Deny'), 'cluster-policy-priority-tie'],
    ['a priority beyond all', admin('a', 5000, 'Deny'), 'cluster-policy-priority-invalid'],
  ])('%s', (_, text, rule) => {
    expect(judge(text).rules).toContain(rule);
  });

  it.each([
    [
      'the name of a port of an address',
      policy(
        '{ podSelector: {}, policyTypes: [Egress], egress: [{ to: [{ ipBlock: { cidr: 8.8.8.0/24 } }], ports: [{ port: http }] }] }',
      ),
    ],
    ['a list where an object should be', policy('[]')],
    ['an object where a list should be', policy('{ podSelector: {}, ingress: { from: {} } }')],
    ['nothing at all', policy('null')],
    ['a priority that is a word', admin('a', 'first', 'Deny')],
    ['an action that there is not', admin('a', 1, 'Shrug')],
  ])('%s is no crash', (_, text) => {
    expect(judge(text).rules).not.toContain('internal-error');
  });

  it('a hundred policies that select everything are one cause', () => {
    const hundred = Array.from({ length: 100 }, (_, index) => policy('{ podSelector: {} }', `deny-${index}`));
    const { rules, connections } = judge(hundred.join(''));
    expect(rules).not.toContain('internal-error');
    // Both pods reach what is outside, and nobody reaches them.
    expect(connections).toBe(2);
  });
});
