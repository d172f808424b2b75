import type { JsonObject, JsonValue } from '../../../src/base/json.ts';

type Pair = readonly [before: JsonObject, after: JsonObject];

const spec = (before: JsonObject, after: JsonObject): Pair => [{ spec: before }, { spec: after }];
const fields = (before: JsonObject, after: JsonObject): Pair => [before, after];
const requests = (storage: string): JsonObject => ({ resources: { requests: { storage } } });
const images = (list: string, before: string, after: string): Pair =>
  spec({ [list]: [{ name: 'a', image: before }] }, { [list]: [{ name: 'a', image: after }] });
const role = (name: string, kind = 'Role'): JsonObject => ({ roleRef: { kind, name } });
const indexed = (completions: number, parallelism: number): JsonObject => ({
  completionMode: 'Indexed',
  completions,
  parallelism,
});
const balanced = (more: JsonObject): JsonObject => ({ type: 'LoadBalancer', ...more });
const template = (image: string): JsonObject => ({
  template: { spec: { containers: [{ name: 'a', image }] } },
});
const typed = (type: string, more: Record<string, JsonValue> = {}): JsonObject => ({ type, ...more });

/** Rows of which `a` and `b` at the field make no two objects. */
export const MEANT: Readonly<Record<string, Pair | undefined>> = {
  'ClusterRoleBinding roleRef': fields(role('a'), role('b')),
  'RoleBinding roleRef': fields(role('a'), role('b')),
  'ConfigMap binaryData': fields(
    { immutable: true, binaryData: { a: 'YQ==' } },
    { immutable: true, binaryData: { a: 'Yg==' } },
  ),
  'ConfigMap data': fields({ immutable: true, data: { a: 'a' } }, { immutable: true, data: { a: 'b' } }),
  'ConfigMap immutable': fields({ immutable: true }, { immutable: false }),
  'ConfigMap metadata.labels (immutable: true)': fields(
    { immutable: true, metadata: { labels: { a: 'a' } } },
    { immutable: true, metadata: { labels: { a: 'b' } } },
  ),
  'Secret data': fields({ immutable: true, data: { a: 'YQ==' } }, { immutable: true, data: { a: 'Yg==' } }),
  'Secret immutable': fields({ immutable: true }, {}),
  'Job spec.completions': spec({ completions: 1 }, { completions: 2 }),
  'Job spec.completions (alone (Indexed)': spec(indexed(2, 2), indexed(3, 2)),
  'Job spec.completions and parallelism alike (Indexed)': spec(indexed(2, 2), indexed(3, 3)),
  'PersistentVolume spec': spec({ hostPath: { path: '/a' } }, { nfs: { path: '/a', server: 'a' } }),
  'PersistentVolume spec.csi': spec(
    { csi: { driver: 'a', volumeHandle: 'a' } },
    { csi: { driver: 'a', volumeHandle: 'b' } },
  ),
  'PersistentVolume spec.hostPath': spec({ hostPath: { path: '/a' } }, { hostPath: { path: '/b' } }),
  'PersistentVolume spec.local': spec({ local: { path: '/a' } }, { local: { path: '/b' } }),
  'PersistentVolume spec.nfs': spec(
    { nfs: { path: '/a', server: 'a' } },
    { nfs: { path: '/a', server: 'b' } },
  ),
  'PersistentVolumeClaim spec.dataSource': spec(
    { dataSource: { kind: 'VolumeSnapshot', name: 'a' } },
    { dataSource: { kind: 'VolumeSnapshot', name: 'b' } },
  ),
  'PersistentVolumeClaim spec.resources': spec(requests('2Gi'), requests('1Gi')),
  'PersistentVolumeClaim spec.resources.requests.storage': spec(requests('2Gi'), requests('1Gi')),
  'PersistentVolumeClaim spec.volumeName (was unset)': spec({}, { volumeName: 'a' }),
  'Pod spec.activeDeadlineSeconds': spec({ activeDeadlineSeconds: 50 }, { activeDeadlineSeconds: 60 }),
  'Pod spec.activeDeadlineSeconds (unset to 50)': spec({}, { activeDeadlineSeconds: 50 }),
  'Pod spec.containers[*].name': spec({ containers: [{ name: 'a' }] }, { containers: [{ name: 'b' }] }),
  'Pod spec.initContainers[*].image': images('initContainers', 'web:1', 'web:latest'),
  'Pod spec.schedulingGates': spec({}, { schedulingGates: [{ name: 'a' }] }),
  'Pod spec.tolerations': spec({ tolerations: [{ key: 'a' }] }, { tolerations: [] }),
  'Pod spec.tolerations (added)': spec({ tolerations: [] }, { tolerations: [{ key: 'a' }] }),
  'Service spec.clusterIP': spec({ clusterIP: '10.0.0.1' }, { clusterIP: 'None' }),
  'Service spec.clusterIP from None to automatic': spec({ clusterIP: 'None' }, {}),
  'Service spec.ipFamilies': spec({ ipFamilies: ['IPv4'] }, { ipFamilies: ['IPv6'] }),
  'Service spec.loadBalancerClass': spec(balanced({ loadBalancerClass: 'a/b' }), balanced({})),
  'Service spec.loadBalancerClass added while turning into LoadBalancer': spec(
    {},
    balanced({ loadBalancerClass: 'a/b' }),
  ),
  'Service spec.type LoadBalancer to ClusterIP (class left)': spec(
    balanced({ loadBalancerClass: 'a/b' }),
    typed('ClusterIP'),
  ),
  'Service spec.type to NodePort': spec({}, typed('NodePort')),
  'Service spec.type to ExternalName': spec({}, typed('ExternalName', { externalName: 'a.example' })),
  'ReplicaSet spec.template': spec(template('a'), template('b')),
  'StatefulSet spec.template': spec(template('a'), template('b')),
  'DaemonSet spec.template': spec(template('a'), template('b')),
  'ServiceCIDR spec.cidrs': spec({ cidrs: ['10.0.0.0/16'] }, { cidrs: ['10.1.0.0/16'] }),
  'StatefulSet spec.volumeClaimTemplates': spec(
    { volumeClaimTemplates: [{ metadata: { name: 'a' } }] },
    { volumeClaimTemplates: [{ metadata: { name: 'a' } }, { metadata: { name: 'b' } }] },
  ),
  'Deployment spec.strategy.type to Recreate, rollingUpdate null': spec(
    { strategy: { type: 'RollingUpdate' } },
    { strategy: { type: 'Recreate', rollingUpdate: null } },
  ),
};

/** Rows that two manifests do not show, with the reason. */
export const LEFT_OUT: Readonly<Record<string, string | undefined>> = {
  'Deployment spec.strategy.type':
    'kubectl apply takes the old rollingUpdate out (patchStrategy retainKeys of apps/v1 DeploymentSpec); a plain merge does not',
  'PersistentVolumeClaim spec.resources.requests.storage (bound)':
    'whether a larger claim is let through is a matter of its class, and of whether it is bound',
};

export const API_VERSIONS: Readonly<Record<string, string | undefined>> = {
  ...each('apps/v1', 'Deployment DaemonSet ReplicaSet StatefulSet'),
  ...each('batch/v1', 'Job CronJob'),
  ...each('rbac.authorization.k8s.io/v1', 'RoleBinding ClusterRoleBinding'),
  ...each('storage.k8s.io/v1', 'StorageClass CSIDriver VolumeAttributesClass'),
  ...each('networking.k8s.io/v1', 'Ingress IngressClass NetworkPolicy IPAddress ServiceCIDR'),
  ...each('gateway.networking.k8s.io/v1', 'Gateway GatewayClass HTTPRoute BackendTLSPolicy ListenerSet'),
  ...each('policy.networking.k8s.io/v1alpha1', 'AdminNetworkPolicy'),
  ...each('policy.networking.k8s.io/v1alpha2', 'ClusterNetworkPolicy'),
  ...each('scheduling.k8s.io/v1', 'PriorityClass'),
  ...each('discovery.k8s.io/v1', 'EndpointSlice'),
  ...each('node.k8s.io/v1', 'RuntimeClass'),
  ...each('apiextensions.k8s.io/v1', 'CustomResourceDefinition'),
  ...each('resource.k8s.io/v1', 'ResourceClaimTemplate'),
  ...each('argoproj.io/v1alpha1', 'Rollout'),
  ...each('autoscaling/v2', 'HorizontalPodAutoscaler'),
  ...each('policy/v1', 'PodDisruptionBudget'),
  ...each('apiregistration.k8s.io/v1', 'APIService'),
  ...each('coordination.k8s.io/v1', 'Lease'),
  ...each('certificates.k8s.io/v1', 'CertificateSigningRequest'),
  ...each('flowcontrol.apiserver.k8s.io/v1', 'FlowSchema'),
  ...each('admissionregistration.k8s.io/v1', 'ValidatingWebhookConfiguration ValidatingAdmissionPolicy'),
  ...each('cert-manager.io/v1', 'Certificate'),
};

function each(apiVersion: string, kinds: string): Readonly<Record<string, string>> {
  return Object.fromEntries(kinds.split(' ').map((kind) => [kind, apiVersion]));
}
