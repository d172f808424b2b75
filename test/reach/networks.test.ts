import { describe, expect, it } from 'vitest';
import { ConnectionMap } from '../../src/reach/map/connection-map.ts';
import { Networks } from '../../src/reach/map/networks.ts';
import { reasonsOf } from '../../src/reach/map/reasons.ts';
import { PortSet } from '../../src/base/ports.ts';
import { format } from './connections.ts';
import { worldOf } from './policies.ts';

const PROMISE = 'k8s.ovn.org/primary-user-defined-network: ""';

function namespace(name: string, labels = ''): string {
  return `{ apiVersion: v1, kind: Namespace, metadata: { name: ${name}, labels: { ${labels} } } }\n---\n`;
}

function pod(name: string, spec = '', metadata = ''): string {
  return `{ apiVersion: v1, kind: Pod, metadata: { name: pod, namespace: ${name}, ${metadata} }, spec: { ${spec} containers: [{ name: c, image: one }] } }\n---\n`;
}

function network(name: string, role = 'Primary'): string {
  return `{ apiVersion: k8s.ovn.org/v1, kind: UserDefinedNetwork, metadata: { name: net, namespace: ${name} }, spec: { topology: Layer2, layer2: { role: ${role}, subnets: [10.9.0.0/16] } } }\n---\n`;
}

const SHARED = `
apiVersion: k8s.ovn.org/v1
kind: ClusterUserDefinedNetwork
metadata: { name: shared }
spec:
  namespaceSelector: { matchLabels: { net: shared } }
  network: { topology: Layer3, layer3: { role: Primary, subnets: [{ cidr: 10.8.0.0/16 }] } }
---
`;

/** What the pod of `a` reaches of the pod of `b`. */
function flow(text: string): string {
  const map = new ConnectionMap(worldOf(text).graph);
  const [from, to] = ['a', 'b'].map((name) => map.workloads.find((one) => one.namespace === name));
  if (from === undefined || to === undefined) throw new Error('a pod is not there');
  return format(map.between(from, to));
}

const own = (name: string): string => namespace(name, PROMISE) + pod(name);
const plain = (name: string): string => namespace(name) + pod(name);

describe('primary networks', () => {
  it.each([
    ['two are isolated from each other', own('a') + own('b') + network('a') + network('b'), 'none'],
    ['and from the default network', own('a') + plain('b') + network('a'), 'none'],
    ['in both directions', plain('a') + own('b') + network('b'), 'none'],
    [
      'one of the cluster joins its namespaces',
      namespace('a', `${PROMISE}, net: shared`) +
        pod('a') +
        namespace('b', `${PROMISE}, net: shared`) +
        pod('b') +
        SHARED,
      'all',
    ],
    ['and no others', namespace('a', `${PROMISE}, net: shared`) + pod('a') + plain('b') + SHARED, 'none'],
    [
      'secondary ones change nothing',
      own('a').replace(PROMISE, '') + plain('b') + network('a', 'Secondary'),
      'all',
    ],
    ['without the label of its namespace there is none', plain('a') + plain('b') + network('a'), 'all'],
    [
      'without the manifest of its namespace nobody knows',
      pod('a') + plain('b') + network('a'),
      'none ? all',
    ],
    ['the label promises one that is not here', own('a') + plain('b'), 'none ? all'],
    [
      'nodes are another matter',
      own('a') + namespace('b') + pod('b', 'hostNetwork: true,') + network('a'),
      'none ? all',
    ],
    [
      'ports may be open to the default network',
      plain('a') +
        namespace('b', PROMISE) +
        pod('b', '', 'annotations: { k8s.ovn.org/open-default-ports: "- protocol: tcp" }') +
        network('b'),
      'none ? all',
    ],
    [
      'networks may be connected again',
      own('a') +
        own('b') +
        network('a') +
        network('b') +
        '{ apiVersion: k8s.ovn.org/v1, kind: ClusterNetworkConnect, metadata: { name: c } }\n---\n',
      'none ? all',
    ],
    ['no network, no change', plain('a') + plain('b'), 'all'],
  ])('%s', (_, text, expected) => {
    expect(flow(text)).toBe(expected);
  });

  it('are the reason', () => {
    const { graph } = worldOf(own('a') + own('b') + network('a') + network('b'));
    const map = new ConnectionMap(graph);
    const [from, to] = map.workloads;
    if (from === undefined || to === undefined) throw new Error('a pod is not there');
    expect(reasonsOf(graph, { from: { workload: from }, to: { workload: to } }, PortSet.all)).toMatchObject([
      { message: 'UserDefinedNetwork a/net and UserDefinedNetwork b/net are isolated from each other' },
    ]);
  });

  it('that are not here are noted', () => {
    const notes = (text: string): readonly string[] => Networks.of(worldOf(text).graph).notes();
    expect(notes(own('a'))).toEqual([
      'The primary network of namespace a is not evaluated: connections that it leads depend.',
    ]);
    expect(notes(own('a') + network('a') + plain('b'))).toEqual([]);
  });
});

function machine(kind: string, networks: string, labels = 'app: db'): string {
  const template = `{ metadata: { labels: { ${labels} } }, spec: { ${networks} domain: { devices: { interfaces: [{ name: default, masquerade: {}, ports: [{ name: pg, port: 5432 }] }] } } } }`;
  return kind === 'VirtualMachinePool'
    ? `{ apiVersion: pool.kubevirt.io/v1beta1, kind: ${kind}, metadata: { name: vm, namespace: b }, spec: { replicas: 2, virtualMachineTemplate: { spec: { template: ${template} } } } }\n---\n`
    : `{ apiVersion: kubevirt.io/v1, kind: ${kind}, metadata: { name: vm, namespace: b }, spec: { template: ${template} } }\n---\n`;
}

const POD_NETWORK = 'networks: [{ name: default, pod: {} }],';
const OTHER = 'networks: [{ name: default, multus: { networkName: vlan } }],';
const limit = (labels: string): string => `
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: p, namespace: b }
spec: { podSelector: { matchLabels: { ${labels} } }, ingress: [{ ports: [{ port: pg }] }] }
---
`;

describe('virtual machines', () => {
  it.each([
    ['are ends', machine('VirtualMachine', POD_NETWORK), 'all'],
    ['of every kind', machine('VirtualMachinePool', ''), 'all'],
    ['of sets', machine('VirtualMachineInstanceReplicaSet', ''), 'all'],
    [
      'are selected by labels, and names mean ports of their interfaces',
      machine('VirtualMachine', '') + limit('app: db'),
      'TCP 5432',
    ],
    [
      'by the label of their launchers',
      machine('VirtualMachine', '') + limit('kubevirt.io: virt-launcher'),
      'TCP 5432',
    ],
    ['by their name', machine('VirtualMachine', '') + limit('vm.kubevirt.io/name: vm'), 'TCP 5432'],
    ['and not by others', machine('VirtualMachine', '') + limit('app: web'), 'all'],
    ['depend on networks beside that of pods', machine('VirtualMachine', OTHER), 'none ? all'],
    [
      'but not where one takes its place',
      machine('VirtualMachine', OTHER.replace('vlan', 'vlan, default: true')),
      'all',
    ],
  ])('%s', (_, text, expected) => {
    expect(flow(plain('a') + namespace('b') + text)).toBe(expected);
  });

  it('are noted where only other networks lead to them', () => {
    expect(Networks.of(worldOf(machine('VirtualMachine', OTHER)).graph).notes()).toEqual([
      'The network of VirtualMachine b/vm beside that of pods is not evaluated: connections that it leads depend.',
    ]);
  });

  it('are behind Services', () => {
    const service =
      '{ apiVersion: v1, kind: Service, metadata: { name: db, namespace: b }, spec: { selector: { app: db }, ports: [{ port: 5432 }] } }';
    const { graph } = worldOf(machine('VirtualMachine', '') + service);
    const [found] = graph.all('Service');
    expect(found && graph.podsBehind(found).sure.map(({ owner }) => owner.kind)).toEqual(['VirtualMachine']);
  });
});
