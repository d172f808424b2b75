import { describe, expect, it } from 'vitest';
import { Connectivity } from '../../src/reach/connectivity/connectivity.ts';
import { clusterPolicy, endOf, flow, format, graphWith, policy } from './connections.ts';

const SHOP = 'namespaces: { matchLabels: { kubernetes.io/metadata.name: shop } }';
const denied = (to: string, rest = ''): string =>
  clusterPolicy(
    'AdminNetworkPolicy',
    `priority: 5\nsubject: { ${SHOP} }\negress: [{ action: Deny, to: [${to}] }${rest}]`,
  );
const networks = (...cidrs: readonly string[]): string =>
  `{ networks: [${cidrs.map((one) => `"${one}"`).join(', ')}] }`;

/** A Pod that was running, as a dump has it. */
function running(name: string, status: string, metadata = '', spec = ''): string {
  return `
apiVersion: v1
kind: Pod
metadata: { name: ${name}, namespace: ops, labels: { app: ${name} }, ${metadata} }
spec: { ${spec} containers: [{ name: c, image: one }] }
status: { ${status} }
---`;
}

const node = (name: string, role: string, address: string): string => `
apiVersion: v1
kind: Node
metadata: { name: ${name}, labels: { role: ${role} } }
status: { addresses: [{ type: InternalIP, address: ${address} }, { type: Hostname, address: ${name} }] }
---`;

describe('networks of cluster-scoped policies (CP6)', () => {
  it.each([
    ['both families hold every pod', denied(networks('0.0.0.0/0', '::/0')), 'ops/prom', 'none'],
    [
      'in two peers of a rule, too',
      denied(`${networks('0.0.0.0/0')}, ${networks('::/0')}`),
      'ops/prom',
      'none',
    ],
    ['and in halves', denied(networks('0.0.0.0/1', '128.0.0.0/1', '::/1', '8000::/1')), 'ops/prom', 'none'],
    ['and pods of the host network', denied(networks('0.0.0.0/0', '::/0')), 'ops/agent', 'none'],
    ['one family is not all pods', denied(networks('0.0.0.0/0')), 'ops/prom', 'none ? all'],
    ['public ones hold no pod', denied(networks('8.8.8.0/24')), 'ops/prom', 'all'],
    [
      'the address of a dump tells the family',
      denied(networks('0.0.0.0/0')) +
        running('old', 'phase: Running, podIP: 10.1.2.3, podIPs: [{ ip: 10.1.2.3 }]'),
      'ops/old',
      'none',
    ],
    [
      'of two families one may be taken',
      denied(networks('0.0.0.0/0')) + running('both', 'podIPs: [{ ip: 10.1.2.3 }, { ip: "fd00::3" }]'),
      'ops/both',
      'none ? all',
    ],
    [
      'a block that holds the address',
      denied(networks('10.1.0.0/16')) + running('in', 'podIP: 10.1.2.3'),
      'ops/in',
      'none',
    ],
    [
      'one that does not',
      denied(networks('10.2.0.0/16')) + running('in', 'podIP: 10.1.2.3'),
      'ops/in',
      'all',
    ],
    [
      'a pod that has ended lost its address',
      denied(networks('10.1.0.0/16')) + running('done', 'phase: Succeeded, podIP: 10.1.2.3'),
      'ops/done',
      'none ? all',
    ],
    [
      'one that is about to end, too',
      denied(networks('10.2.0.0/16')) +
        running('going', 'podIP: 10.1.2.3', 'deletionTimestamp: "2026-01-01T00:00:00Z"'),
      'ops/going',
      'none ? all',
    ],
  ])('%s', (_, text, to, expected) => {
    expect(flow(text, 'shop/web', to)).toBe(expected);
  });
});

describe('blocks of NetworkPolicies (NP13)', () => {
  const open = (cidr: string): string =>
    policy(`policyTypes: [Egress]\negress: [{ to: [{ ipBlock: { cidr: ${cidr} } }] }]`);
  it.each([
    ['never hold a pod for certain', '10.1.0.0/16', 'none ? all'],
    ['not even all of them', '0.0.0.0/0', 'none ? all'],
    ['certainly do not hold one with another address', '10.2.0.0/16', 'none'],
  ])('%s', (_, cidr, expected) => {
    expect(flow(open(cidr) + running('in', 'podIP: 10.1.2.3'), 'shop/web', 'ops/in')).toBe(expected);
  });
});

describe('the pods of a workload in a dump', () => {
  const owner = (kind: string, name: string, uid: string): string =>
    `ownerReferences: [{ apiVersion: apps/v1, kind: ${kind}, name: ${name}, uid: ${uid}, controller: true }]`;
  const set = (replicas: number): string => `
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db, namespace: ops, uid: u, resourceVersion: "1" }
spec: { replicas: ${replicas}, template: { metadata: { labels: { app: db } }, spec: { containers: [{ name: c, image: one }] } } }
---`;
  const member = (index: number, status: string): string =>
    running(
      `db-${index}`,
      status,
      `uid: p${index}, resourceVersion: "1", ${owner('StatefulSet', 'db', 'u')}`,
    );
  it.each([
    ['all have an address of the block', 2, ['podIP: 10.1.0.1', 'podIP: 10.1.0.2'], 'none'],
    ['some have', 2, ['podIP: 10.1.0.1', 'podIP: 10.2.0.2'], 'none ? all'],
    ['one has none yet', 2, ['podIP: 10.2.0.1', 'phase: Pending'], 'none ? all'],
    ['one is not there', 3, ['podIP: 10.2.0.1', 'podIP: 10.2.0.2'], 'none ? all'],
    ['none has', 2, ['podIP: 10.2.0.1', 'podIP: 10.2.0.2'], 'all'],
  ])('%s', (_, replicas, statuses, expected) => {
    const text =
      denied(networks('10.1.0.0/16')) +
      set(replicas) +
      statuses.map((status, i) => member(i, status)).join('');
    expect(flow(text, 'shop/web', 'ops/db')).toBe(expected);
  });
});

describe('nodes by their labels', () => {
  const nodes = node('n1', 'edge', '10.9.0.1') + node('n2', 'worker', '10.9.0.2');
  const edge = denied('{ nodes: { matchLabels: { role: edge } } }') + nodes;
  const onNode = (address: string): string => running('host', `podIP: ${address}`, '', 'hostNetwork: true,');
  it.each([
    ['the address of one', edge, '10.9.0.1', 'none'],
    ['the address of another one', edge, '10.9.0.2', 'all'],
    ['an address of nobody: there may be more nodes', edge, '10.9.0.3', 'none ? all'],
    ['a pod of the network of one', edge + onNode('10.9.0.1'), 'ops/host', 'none'],
    ['a pod of the network of another one', edge + onNode('10.9.0.2'), 'ops/host', 'all'],
    ['a pod of the host network, on any node', edge, 'ops/agent', 'none ? all'],
    ['no pod of the pod network', edge, 'ops/prom', 'all'],
  ])('%s', (_, text, to, expected) => {
    const graph = graphWith(text);
    const from = endOf(graph, 'shop/web');
    expect(format(new Connectivity(graph).between(from, endOf(graph, to)))).toBe(expected);
  });
});
