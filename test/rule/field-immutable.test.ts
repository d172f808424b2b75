import { describe, expect, it } from 'vitest';
import { immutableFindings } from '../../src/rule/change/field-immutable.ts';
import { Workspace } from '../../src/workspace/workspace.ts';

function refused(before: string, after: string): readonly string[] {
  const [old, current] = [before, after].map(
    (text) => new Workspace({ closedWorld: false }).read([{ file: 'a.yaml', text }]).graph,
  );
  if (old === undefined || current === undefined) throw new Error('no graph');
  return immutableFindings(old, current).map(
    ({ severity, message }) => `${severity} ${message.split(': it is')[0] ?? ''}`,
  );
}

const workload = (kind: string, spec: string, more = ''): string =>
  `apiVersion: ${kind === 'Job' ? 'batch' : 'apps'}/v1\nkind: ${kind}\nmetadata: { name: web, namespace: shop${more} }\nspec: ${spec}\n`;
const service = (spec: string): string =>
  `apiVersion: v1\nkind: Service\nmetadata: { name: web, namespace: shop }\nspec: ${spec}\n`;
const TEMPLATE =
  'template: { metadata: { labels: { app: web, new: web } }, spec: { containers: [{ name: web, image: web }] } }';
const selecting = (labels: string): string => `{ selector: { matchLabels: ${labels} }, ${TEMPLATE} }`;
const claims = (list: string): string =>
  `{ serviceName: web, selector: { matchLabels: { app: web } }, volumeClaimTemplates: ${list}, ${TEMPLATE} }`;
const job = (image: string, more = ''): string =>
  `{ ${more}template: { spec: { restartPolicy: Never, containers: [{ name: web, image: '${image}' }] } } }`;

/** Objects without a spec of a workload. */
const object = (apiVersion: string, kind: string, fields: string): string =>
  `apiVersion: ${apiVersion}\nkind: ${kind}\nmetadata: { name: web, namespace: shop }\n${fields}\n`;

describe('fields that stay as they were', () => {
  it.each<[kind: string, before: string, after: string, path: string]>([
    ['storage.k8s.io/v1 StorageClass', 'provisioner: a', 'provisioner: b', 'provisioner'],
    ['storage.k8s.io/v1 StorageClass', 'reclaimPolicy: Retain', 'reclaimPolicy: Delete', 'reclaimPolicy'],
    ['storage.k8s.io/v1 StorageClass', 'parameters: {}', 'parameters: { a: b }', 'parameters'],
    [
      'rbac.authorization.k8s.io/v1 RoleBinding',
      'roleRef: { kind: Role, name: a }',
      'roleRef: { kind: Role, name: b }',
      'roleRef.name',
    ],
    [
      'networking.k8s.io/v1 IngressClass',
      'spec: { controller: a/b }',
      'spec: { controller: a/c }',
      'spec.controller',
    ],
    ['discovery.k8s.io/v1 EndpointSlice', 'addressType: IPv4', 'addressType: IPv6', 'addressType'],
    ['scheduling.k8s.io/v1 PriorityClass', 'value: 1', 'value: 2', 'value'],
    ['v1 Secret', 'type: Opaque', 'type: kubernetes.io/tls', 'type'],
    ['v1 Secret', 'immutable: true\ndata: { a: Yg== }', 'immutable: true\ndata: { a: Yw== }', 'data'],
    ['v1 ConfigMap', 'immutable: true\ndata: { a: b }', 'immutable: true\ndata: { a: c }', 'data'],
    ['v1 ConfigMap', 'immutable: true', 'data: {}', 'immutable'],
    [
      'v1 PersistentVolume',
      'spec: { hostPath: { path: /a } }',
      'spec: { hostPath: { path: /b } }',
      'spec.hostPath.path',
    ],
    [
      'v1 PersistentVolume',
      'spec: { hostPath: { path: /a } }',
      'spec: { local: { path: /a } }',
      'spec.local',
    ],
    [
      'v1 PersistentVolumeClaim',
      'spec: { accessModes: [ReadWriteOnce] }',
      'spec: { accessModes: [ReadWriteMany] }',
      'spec.accessModes',
    ],
    [
      'v1 PersistentVolumeClaim',
      'spec: { storageClassName: a }',
      'spec: { storageClassName: b }',
      'spec.storageClassName',
    ],
    ['v1 ResourceQuota', 'spec: { scopes: [BestEffort] }', 'spec: {}', 'spec.scopes'],
    [
      'gateway.networking.k8s.io/v1 GatewayClass',
      'spec: { controllerName: a/b }',
      'spec: { controllerName: a/c }',
      'spec.controllerName',
    ],
    [
      'batch/v1 Job',
      'spec: { template: { spec: { restartPolicy: Never, containers: [{ name: a, image: a }] } }, completions: 1 }',
      'spec: { template: { spec: { restartPolicy: Never, containers: [{ name: a, image: a }] } }, completions: 2 }',
      'spec.completions',
    ],
  ])('%s: %s', (kind, before, after, path) => {
    const [apiVersion = '', name = ''] = kind.split(' ');
    const found = refused(object(apiVersion, name, before), object(apiVersion, name, after));
    expect(found).toHaveLength(1);
    expect(found[0]).toContain(` ${path} of ${name} `);
    expect(found[0]).not.toMatch(/Y[gw]==/);
  });

  it.each<[kind: string, before: string, after: string]>([
    [
      'storage.k8s.io/v1 StorageClass',
      'provisioner: a',
      'provisioner: a\nreclaimPolicy: Delete\nallowVolumeExpansion: true',
    ],
    [
      'rbac.authorization.k8s.io/v1 RoleBinding',
      'roleRef: { kind: Role, name: a }',
      'roleRef: { kind: Role, name: a, apiGroup: rbac.authorization.k8s.io }\nsubjects: []',
    ],
    ['v1 Secret', 'immutable: true\ndata: { a: Yg== }', 'immutable: true\nstringData: { a: b }'],
    ['v1 Secret', 'data: { a: Yg== }', 'type: Opaque\ndata: { a: Yw== }'],
    ['v1 ConfigMap', 'data: { a: b }', 'immutable: true\ndata: { a: c }'],
    ['v1 PersistentVolumeClaim', 'spec: {}', 'spec: { volumeName: a, volumeMode: Filesystem }'],
    [
      'v1 PersistentVolume',
      'spec: { hostPath: { path: /a }, capacity: { storage: 1Gi } }',
      'spec: { hostPath: { path: /a, type: "" }, capacity: { storage: 2Gi } }',
    ],
    [
      'v1 ResourceQuota',
      'spec: { scopes: [BestEffort, NotTerminating] }',
      'spec: { scopes: [NotTerminating, BestEffort] }',
    ],
    [
      'batch/v1 Job',
      'spec: { template: { spec: { restartPolicy: Never, containers: [{ name: a, image: a }] } }, completionMode: Indexed, completions: 1, parallelism: 1 }',
      'spec: { template: { spec: { restartPolicy: Never, containers: [{ name: a, image: a }] } }, completionMode: Indexed, completions: 2, parallelism: 2 }',
    ],
    ['scheduling.k8s.io/v1 PriorityClass', 'value: 1', 'value: 1\npreemptionPolicy: PreemptLowerPriority'],
  ])('%s may change from %s', (kind, before, after) => {
    const [apiVersion = '', name = ''] = kind.split(' ');
    expect(refused(object(apiVersion, name, before), object(apiVersion, name, after))).toEqual([]);
  });
});

type Row = readonly [what: string, before: string, after: string, message: string];

describe('the API server rejects a change', () => {
  it.each<Row>([
    ...['Deployment', 'DaemonSet', 'ReplicaSet', 'StatefulSet'].map((kind): Row => [
      `of the selector of a ${kind}`,
      workload(kind, selecting('{ app: web }')),
      workload(kind, selecting('{ new: web }')),
      `error spec.selector of ${kind} shop/web cannot change from {"matchLabels":{"app":"web"}} to {"matchLabels":{"new":"web"}}`,
    ]),
    [
      'that adds a label to a selector',
      workload('Deployment', selecting('{ app: web }')),
      workload('Deployment', selecting('{ app: web, new: web }')),
      'error spec.selector of Deployment shop/web cannot change',
    ],
    [
      'of the claims of a StatefulSet',
      workload('StatefulSet', claims('[]')),
      workload('StatefulSet', claims('[{ metadata: { name: data } }]')),
      'error spec.volumeClaimTemplates of StatefulSet shop/web cannot change',
    ],
    [
      'of the size of a claim',
      workload(
        'StatefulSet',
        claims('[{ metadata: { name: a }, spec: { resources: { requests: { storage: 1Gi } } } }]'),
      ),
      workload(
        'StatefulSet',
        claims('[{ metadata: { name: a }, spec: { resources: { requests: { storage: 2Gi } } } }]'),
      ),
      'error spec.volumeClaimTemplates[0].spec.resources.requests.storage of StatefulSet shop/web cannot change from 1Gi to 2Gi',
    ],
    [
      'of the address of a Service',
      service('{ clusterIP: 10.0.0.1 }'),
      service('{ clusterIP: None }'),
      'error spec.clusterIP of Service shop/web cannot change from 10.0.0.1 to None',
    ],
    [
      'of the image of a Job',
      workload('Job', job('web:1')),
      workload('Job', job('web:2')),
      'warning spec.template.spec.containers[0].image of Job shop/web cannot change from web:1 to web:2',
    ],
  ])('%s', (_what, before, after, message) => {
    const found = refused(before, after);
    expect(found).toHaveLength(1);
    expect(found[0]).toContain(message);
  });
});

describe('it takes a change', () => {
  it.each([
    [
      'of nothing',
      workload('Deployment', selecting('{ app: web }')),
      workload('Deployment', selecting('{ app: web }')),
    ],
    [
      'of the order of keys',
      workload('Deployment', selecting('{ app: web, new: web }')),
      workload('Deployment', selecting('{ new: web, app: web }')),
    ],
    [
      'of what is written out, and was a default',
      workload('StatefulSet', claims('[{ metadata: { name: a }, spec: { accessModes: [ReadWriteOnce] } }]')),
      workload(
        'StatefulSet',
        claims('[{ metadata: { name: a }, spec: { accessModes: [ReadWriteOnce], volumeMode: Filesystem } }]'),
      ),
    ],
    ['from None to any address', service('{ clusterIP: None }'), service('{}')],
    [
      'of a Service into a name',
      service('{ clusterIP: 10.0.0.1 }'),
      service('{ type: ExternalName, externalName: a.example, clusterIP: "" }'),
    ],
    [
      'of a Job that removes itself',
      workload('Job', job('web:1', 'ttlSecondsAfterFinished: 60, ')),
      workload('Job', job('web:2', 'ttlSecondsAfterFinished: 60, ')),
    ],
    [
      'of a hook',
      workload('Job', job('web:1'), ', annotations: { helm.sh/hook: pre-upgrade }'),
      workload('Job', job('web:2'), ', annotations: { helm.sh/hook: pre-upgrade }'),
    ],
    [
      'of one of several objects of a name',
      `${workload('Deployment', selecting('{ app: web }'))}---\n${workload('Deployment', selecting('{ new: web }'))}`,
      workload('Deployment', selecting('{ new: web }')),
    ],
    ['that adds an object', '', workload('Deployment', selecting('{ app: web }'))],
  ])('%s', (_what, before, after) => {
    expect(refused(before, after)).toEqual([]);
  });
});
