import { describe, expect, it } from 'vitest';
import { readDocuments } from '../../src/document/read.ts';
import { Graph } from '../../src/reference/graph.ts';
import { objectsOf, resourceOf } from '../../src/resource/resource.ts';

function graphOf(text: string): Graph {
  const resources = readDocuments(text).flatMap(({ offset, document }, index) =>
    objectsOf({ file: 'a.yaml', index, offset, document }).map((object) =>
      resourceOf(object, 'default', new Set()),
    ),
  );
  return new Graph({ resources, closedWorld: false, unreadable: [] });
}

const controller = (namespace: string): string => `
apiVersion: apps/v1
kind: Deployment
metadata: { name: controller${namespace} }
spec:
  selector: { matchLabels: { app: controller } }
  template:
    metadata: { labels: { app: controller } }
    spec: { serviceAccountName: controller, containers: [{ name: c, image: i }] }
---`;
const role = (kind: string, rule: string): string => `
apiVersion: rbac.authorization.k8s.io/v1
kind: ${kind}
metadata: { name: controller, namespace: shop }
rules: [${rule}]
---`;
const binding = (kind: string, of: string, home = 'shop', scope = 'shop'): string => `
apiVersion: rbac.authorization.k8s.io/v1
kind: ${kind}
metadata: { name: controller, namespace: ${scope} }
roleRef: { apiGroup: rbac.authorization.k8s.io, kind: ${of}, name: controller }
subjects: [{ kind: ServiceAccount, name: controller, namespace: ${home} }]
---`;
const SHOP = ', namespace: shop';
const PODS = `{ apiGroups: [''], resources: [pods], verbs: [get, create] }`;

describe('whether a controller of a namespace makes pods that no manifest shows', () => {
  it.each<[string, string, boolean]>([
    [
      'a role lets its account create pods',
      controller(SHOP) + role('Role', PODS) + binding('RoleBinding', 'Role'),
      true,
    ],
    [
      'a cluster role does, by all verbs on workloads',
      controller(SHOP) +
        role('ClusterRole', `{ apiGroups: [apps], resources: [daemonsets], verbs: ['*'] }`) +
        binding('ClusterRoleBinding', 'ClusterRole'),
      true,
    ],
    [
      'the role only lets it read pods',
      controller(SHOP) +
        role('Role', `{ apiGroups: [''], resources: [pods], verbs: [get, list] }`) +
        binding('RoleBinding', 'Role'),
      false,
    ],
    [
      'the role is for everything, which says nothing of pods',
      controller(SHOP) +
        role('ClusterRole', `{ apiGroups: ['*'], resources: ['*'], verbs: ['*'] }`) +
        binding('ClusterRoleBinding', 'ClusterRole'),
      false,
    ],
    [
      'the rights hold in another namespace',
      controller(SHOP) +
        role('ClusterRole', PODS) +
        binding('RoleBinding', 'ClusterRole', 'shop', 'elsewhere'),
      false,
    ],
    [
      'the account of that name is of another namespace',
      controller(SHOP) + role('ClusterRole', PODS) + binding('ClusterRoleBinding', 'ClusterRole', 'other'),
      false,
    ],
    ['nothing runs as the account', role('Role', PODS) + binding('RoleBinding', 'Role'), false],
    ['the role is not in the input', controller(SHOP) + binding('RoleBinding', 'Role'), false],
  ])('%s', (_, text, expected) => {
    expect(graphOf(text).mayHoldOtherPods('shop')).toBe(expected);
  });

  it('takes a workload that leaves its namespace out to be in the one that the binding names', () => {
    const graph = graphOf(
      controller('') + role('ClusterRole', PODS) + binding('ClusterRoleBinding', 'ClusterRole', 'release'),
    );
    expect(graph.mayHoldOtherPods('default')).toBe(true);
  });

  it('survives roles and bindings of any shape', () => {
    for (const odd of ['null', '[]', '[null, 1, { kind: ServiceAccount }]', '{ a: b }'])
      expect(
        graphOf(`${controller(SHOP)}
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata: { name: a, namespace: shop }
roleRef: ${odd}
subjects: ${odd}
---
apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata: { name: controller, namespace: shop }
rules: ${odd}
---${binding('RoleBinding', 'Role')}`).mayHoldOtherPods('shop'),
      ).toBe(false);
  });
});

describe('an object that a controller of its namespace may create', () => {
  const graph = graphOf(
    controller(SHOP) +
      role('Role', `{ apiGroups: [''], resources: [services], verbs: [create] }`) +
      binding('RoleBinding', 'Role') +
      `
apiVersion: v1
kind: Service
metadata: { name: controller, namespace: shop }
spec: { selector: { app: controller }, ports: [{ port: 80 }] }`,
  );
  const [from] = graph.all('Service');

  it.each([
    ['is unknown', 'Service', 'made-later', 'unknown'],
    ['is missing if its name is a slip of the pen', 'Service', 'controler', 'missing'],
    ['is missing if it is of another type', 'ConfigMap', 'made-later', 'missing'],
  ])('%s', (_, type, name, status) => {
    if (from === undefined) throw new Error('no Service');
    expect(graph.lookUp(from, type, 'shop', name).status).toBe(status);
  });
});
