import { describe, expect, it } from 'vitest';
import { describePath } from '../../../src/schema/words.ts';
import { findingsOf, objectOfKind } from './refused.ts';

const pod = (more: string, container = 'image: web:1'): string =>
  `spec: { ${more}${more === '' ? '' : ', '}containers: [{ name: web, ${container} }] }`;
const inPod = (container: string): string => pod('', `image: web:1, ${container}`);
const job = (template: string, more = ''): string => `spec: { ${more}template: { ${template} } }`;
const JOB = 'spec: { restartPolicy: Never, containers: [{ name: a, image: a }] }';
const claims = (claim: string): string =>
  `spec: { selector: { matchLabels: { a: b } }, template: { metadata: { labels: { a: b } } }, volumeClaimTemplates: [${claim}] }`;
const claim = (storage: string): string => `spec: { resources: { requests: { storage: ${storage} } } }`;

type Change = readonly [kind: string, before: string, after: string];

const POD = 'v1 Pod';

describe('kept', () => {
  it.each<readonly [...Change, path: string]>([
    [POD, pod(''), pod('hostNetwork: true'), 'spec.hostNetwork'],
    [POD, pod('dnsPolicy: Default'), pod(''), 'spec.dnsPolicy'],
    [POD, pod(''), pod('automountServiceAccountToken: false'), 'spec.automountServiceAccountToken'],
    [POD, pod('serviceAccountName: a'), pod('serviceAccountName: b'), 'spec.serviceAccountName'],
    [POD, pod('volumes: [{ name: a, emptyDir: {} }]'), pod('volumes: []'), 'spec.volumes'],
    [
      POD,
      pod('volumes: [{ name: a, emptyDir: {} }]'),
      pod('volumes: [{ name: a, secret: { secretName: b } }]'),
      'spec.volumes[0].secret',
    ],
    [
      POD,
      inPod('env: [{ name: A, value: b }]'),
      inPod('env: [{ name: A, value: c }]'),
      'spec.containers[0].env[0].value',
    ],
    [POD, inPod('command: [a]'), inPod('command: [a, b]'), 'spec.containers[0].command'],
    [
      POD,
      inPod('ports: [{ containerPort: 80 }]'),
      inPod('ports: [{ containerPort: 81 }]'),
      'spec.containers[0].ports[0].containerPort',
    ],
    [
      POD,
      inPod('resources: { limits: { cpu: 1 } }'),
      inPod('resources: { limits: { cpu: 2 } }'),
      'spec.containers[0].resources.limits.cpu',
    ],
    [
      POD,
      inPod('imagePullPolicy: IfNotPresent'),
      inPod('imagePullPolicy: Always'),
      'spec.containers[0].imagePullPolicy',
    ],
    [POD, pod('activeDeadlineSeconds: 50'), pod('activeDeadlineSeconds: 60'), 'spec.activeDeadlineSeconds'],
    [POD, pod('activeDeadlineSeconds: 50'), pod(''), 'spec.activeDeadlineSeconds'],
    [POD, pod('tolerations: [{ key: a }]'), pod('tolerations: [{ key: b }]'), 'spec.tolerations'],
    [POD, pod(''), pod('schedulingGates: [{ name: a }]'), 'spec.schedulingGates'],
    ['batch/v1 Job', job(JOB), job(`metadata: { labels: { a: b } }, ${JOB}`), 'spec.template.metadata'],
    ['batch/v1 Job', job(JOB), job(JOB.replace('Never', 'OnFailure')), 'spec.template.spec.restartPolicy'],
    [
      'batch/v1 Job',
      job(JOB, 'completionMode: Indexed, completions: 2, '),
      job(JOB, 'completionMode: Indexed, completions: 3, '),
      'spec.completions',
    ],
    ['batch/v1 Job', job(JOB), job(JOB, 'completionMode: Indexed, completions: 1, '), 'spec.completionMode'],
    [
      'apps/v1 StatefulSet',
      claims('{ metadata: { name: a } }'),
      claims('{ metadata: { name: a, labels: { b: c } } }'),
      'spec.volumeClaimTemplates[0].metadata.labels',
    ],
    [
      'apps/v1 StatefulSet',
      claims(`{ metadata: { name: a }, ${claim('1Gi')} }`),
      claims(`{ metadata: { name: a }, ${claim('2Gi')} }`),
      'spec.volumeClaimTemplates[0].spec.resources.requests.storage',
    ],
    ['v1 PersistentVolumeClaim', claim('2Gi'), claim('1Gi'), 'spec.resources.requests.storage'],
    [
      'v1 PersistentVolumeClaim',
      'spec: { dataSource: { kind: PersistentVolumeClaim, name: a } }',
      'spec: {}',
      'spec.dataSource',
    ],
    [
      'v1 PersistentVolume',
      'spec: { csi: { driver: a, volumeHandle: b, fsType: ext4 } }',
      'spec: { csi: { driver: a, volumeHandle: b } }',
      'spec.csi.fsType',
    ],
    [
      'v1 Service',
      'spec: { type: LoadBalancer, loadBalancerClass: a/b }',
      'spec: { type: LoadBalancer }',
      'spec.loadBalancerClass',
    ],
    [
      'networking.k8s.io/v1 ServiceCIDR',
      'spec: { cidrs: [10.0.0.0/16] }',
      'spec: { cidrs: [10.1.0.0/16] }',
      'spec.cidrs[0]',
    ],
    [
      'resource.k8s.io/v1 ResourceClaimTemplate',
      'spec: { spec: { devices: { requests: [{ name: a }] } } }',
      'spec: { spec: { devices: { requests: [{ name: b }] } } }',
      'spec.spec.devices.requests',
    ],
  ])('%s: %s to %s', (kind, before, after, path) => {
    const found = findingsOf(objectOfKind(kind, before), objectOfKind(kind, after));
    expect(found.map(({ place }) => describePath(place.path ?? []))).toEqual([path]);
  });
});

describe('free to change', () => {
  it.each<Change>([
    [POD, pod(''), pod('', 'image: web:2')],
    [POD, pod(''), pod('activeDeadlineSeconds: 50')],
    [POD, pod('activeDeadlineSeconds: 50'), pod('activeDeadlineSeconds: 40')],
    [
      POD,
      pod('tolerations: [{ key: a }]'),
      pod('tolerations: [{ key: b }, { key: a, tolerationSeconds: 5 }]'),
    ],
    [POD, pod('schedulingGates: [{ name: a }], nodeSelector: {}'), pod('nodeSelector: { a: b }')],
    [
      POD,
      pod(''),
      pod(
        'dnsPolicy: ClusterFirst, restartPolicy: Always, serviceAccountName: default, hostNetwork: false, securityContext: {}',
      ),
    ],
    [POD, pod(''), pod('nodeName: a, priority: 0')],
    [
      POD,
      inPod('resources: { limits: { cpu: 1 } }'),
      inPod('resources: { limits: { cpu: 1000m }, requests: { cpu: 1 } }'),
    ],
    [
      POD,
      inPod('readinessProbe: { httpGet: { port: 80 } }'),
      inPod('readinessProbe: { periodSeconds: 10, httpGet: { port: 80, path: / } }'),
    ],
    [
      POD,
      pod('volumes: [{ name: a, configMap: { name: b } }]'),
      pod('volumes: [{ name: a, configMap: { name: b, defaultMode: 420 } }]'),
    ],
    [
      'batch/v1 Job',
      job(JOB),
      job(
        JOB,
        'parallelism: 1, completions: 1, completionMode: NonIndexed, backoffLimit: 3, suspend: true, ',
      ),
    ],
    ['batch/v1 Job', job(JOB, 'suspend: true, '), job(JOB.replace('Never', 'Never, nodeSelector: { a: b }'))],
    ['batch/v1 Job', job(JOB), job(JOB.replace('image: a', 'image: a, imagePullPolicy: Always'))],
    [
      'apps/v1 StatefulSet',
      claims('{ metadata: { name: a } }'),
      claims(
        '{ kind: PersistentVolumeClaim, apiVersion: v1, metadata: { name: a, creationTimestamp: null }, spec: { volumeMode: Filesystem }, status: {} }',
      ),
    ],
    [
      'apps/v1 StatefulSet',
      claims(`{ metadata: { name: a }, ${claim('1Gi')} }`),
      claims(`{ metadata: { name: a }, ${claim('1024Mi')} }`),
    ],
    ['v1 PersistentVolumeClaim', claim('1Gi'), claim('2Gi')],
    ['v1 PersistentVolumeClaim', claim('2Gi'), claim('2048Mi')],
    [
      'v1 PersistentVolumeClaim',
      'spec: { dataSource: { kind: PersistentVolumeClaim, name: a } }',
      'spec: { dataSourceRef: { kind: PersistentVolumeClaim, name: a } }',
    ],
    ['v1 Service', 'spec: { type: LoadBalancer, loadBalancerClass: a/b }', 'spec: { type: ClusterIP }'],
    [
      'apps/v1 Deployment',
      'spec: { strategy: { type: RollingUpdate } }',
      'spec: { strategy: { type: Recreate } }',
    ],
    [
      'networking.k8s.io/v1 ServiceCIDR',
      'spec: { cidrs: [10.0.0.0/16] }',
      'spec: { cidrs: [10.0.0.0/16, "fd00::/64"] }',
    ],
  ])('%s: %s to %s', (kind, before, after) => {
    expect(findingsOf(objectOfKind(kind, before), objectOfKind(kind, after))).toEqual([]);
  });
});

describe('the message', () => {
  it('warns of an image whose pull policy nobody wrote', () => {
    const found = findingsOf(objectOfKind(POD, pod('')), objectOfKind(POD, pod('', 'image: web:latest')));
    expect(found.map(({ severity }) => severity)).toEqual(['warning']);
    expect(found[0]?.message).toContain('imagePullPolicy');
  });

  it.each<readonly [...Change, way: string]>([
    ['batch/v1 Job', job(JOB), job(JOB.replace('image: a', 'image: b')), 'generateName'],
    ['apps/v1 StatefulSet', claims('{ metadata: { name: a } }'), claims(''), '--cascade=orphan'],
    ['v1 ConfigMap', 'immutable: true\ndata: { a: b }', 'immutable: true\ndata: { a: c }', 'new name'],
  ])('of a %s says the way around', (kind, before, after, way) => {
    expect(findingsOf(objectOfKind(kind, before), objectOfKind(kind, after))[0]?.message).toContain(way);
  });

  it('holds no secret of either side', () => {
    const [before, after] = ['hunter2-before', 'hunter2-after'].map((value) =>
      objectOfKind(POD, inPod(`env: [{ name: DB_PASSWORD, value: ${value} }]`)),
    );
    const [found] = findingsOf(before ?? '', after ?? '');
    expect(found?.message).toContain('cannot change');
    expect(found?.message).not.toContain('hunter2');
    const removed = findingsOf(before ?? '', objectOfKind(POD, pod('')));
    expect(removed).toHaveLength(1);
    expect(removed[0]?.message).not.toContain('hunter2');
  });
});
