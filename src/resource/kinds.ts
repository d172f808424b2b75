/**
 * What is known of kinds without a cluster: which group an old group became, and which kinds have no namespace.
 * A *type* is `group/Kind`, for the core group just `Kind`; versions do not tell types apart.
 */
export type TypeName = string;

/**
 * Groups that kinds moved out of. An object of the old group is the same object to everything that refers to it.
 * Source: Kubernetes "Deprecated API Migration Guide".
 */
const MOVED: ReadonlyMap<TypeName, TypeName> = new Map([
  ['extensions/Ingress', 'networking.k8s.io/Ingress'],
  ['extensions/NetworkPolicy', 'networking.k8s.io/NetworkPolicy'],
  ['extensions/Deployment', 'apps/Deployment'],
  ['extensions/DaemonSet', 'apps/DaemonSet'],
  ['extensions/ReplicaSet', 'apps/ReplicaSet'],
]);

export function typeName(group: string, kind: string): TypeName {
  const name = group === '' ? kind : `${group}/${kind}`;
  return MOVED.get(name) ?? name;
}

/**
 * `networking.k8s.io/v1` is group and version; `v1` is the core group. Kustomize writes `builtin` for the configuration of
 * its own plugins, which never gets to an API server.
 */
export function groupOf(apiVersion: string): string {
  const slash = apiVersion.indexOf('/');
  if (slash >= 0) return apiVersion.slice(0, slash);
  return apiVersion === 'builtin' ? apiVersion : '';
}

/** The kind of a type: `Ingress` of `networking.k8s.io/Ingress`. */
export function kindOf(type: TypeName): string {
  return type.slice(type.indexOf('/') + 1);
}

/** Groups that every API server serves; a kind of another group needs a CustomResourceDefinition. */
const BUILT_IN_GROUPS: ReadonlySet<string> = new Set([
  '',
  'admissionregistration.k8s.io',
  'apiextensions.k8s.io',
  'apiregistration.k8s.io',
  'apps',
  'authentication.k8s.io',
  'authorization.k8s.io',
  'autoscaling',
  'batch',
  'certificates.k8s.io',
  'coordination.k8s.io',
  'discovery.k8s.io',
  'events.k8s.io',
  'extensions',
  'flowcontrol.apiserver.k8s.io',
  'networking.k8s.io',
  'node.k8s.io',
  'policy',
  'rbac.authorization.k8s.io',
  'resource.k8s.io',
  'scheduling.k8s.io',
  'storage.k8s.io',
  'storagemigration.k8s.io',
]);

export function isBuiltIn(group: string): boolean {
  return BUILT_IN_GROUPS.has(group);
}

/** Kinds without a namespace: those of the API server, and those of projects that manifests often name. */
const CLUSTER_SCOPED: ReadonlySet<TypeName> = new Set([
  'Namespace',
  'Node',
  'PersistentVolume',
  'ComponentStatus',
  'admissionregistration.k8s.io/MutatingWebhookConfiguration',
  'admissionregistration.k8s.io/ValidatingWebhookConfiguration',
  'admissionregistration.k8s.io/ValidatingAdmissionPolicy',
  'admissionregistration.k8s.io/ValidatingAdmissionPolicyBinding',
  'admissionregistration.k8s.io/MutatingAdmissionPolicy',
  'admissionregistration.k8s.io/MutatingAdmissionPolicyBinding',
  'apiextensions.k8s.io/CustomResourceDefinition',
  'apiregistration.k8s.io/APIService',
  'certificates.k8s.io/CertificateSigningRequest',
  'certificates.k8s.io/ClusterTrustBundle',
  'flowcontrol.apiserver.k8s.io/FlowSchema',
  'flowcontrol.apiserver.k8s.io/PriorityLevelConfiguration',
  'networking.k8s.io/IngressClass',
  'networking.k8s.io/IPAddress',
  'networking.k8s.io/ServiceCIDR',
  'node.k8s.io/RuntimeClass',
  'policy/PodSecurityPolicy',
  'rbac.authorization.k8s.io/ClusterRole',
  'rbac.authorization.k8s.io/ClusterRoleBinding',
  'resource.k8s.io/DeviceClass',
  'resource.k8s.io/ResourceSlice',
  'scheduling.k8s.io/PriorityClass',
  'storage.k8s.io/CSIDriver',
  'storage.k8s.io/CSINode',
  'storage.k8s.io/StorageClass',
  'storage.k8s.io/VolumeAttachment',
  'storage.k8s.io/VolumeAttributesClass',
  'storagemigration.k8s.io/StorageVersionMigration',
  'gateway.networking.k8s.io/GatewayClass',
  'policy.networking.k8s.io/AdminNetworkPolicy',
  'policy.networking.k8s.io/BaselineAdminNetworkPolicy',
  'policy.networking.k8s.io/ClusterNetworkPolicy',
  'cert-manager.io/ClusterIssuer',
  'trust.cert-manager.io/Bundle',
  'cilium.io/CiliumClusterwideNetworkPolicy',
  'cilium.io/CiliumNode',
  'crd.projectcalico.org/GlobalNetworkPolicy',
  'projectcalico.org/GlobalNetworkPolicy',
  'external-secrets.io/ClusterSecretStore',
  'external-secrets.io/ClusterExternalSecret',
  'kyverno.io/ClusterPolicy',
  'karpenter.sh/NodePool',
  'karpenter.k8s.aws/EC2NodeClass',
  'snapshot.storage.k8s.io/VolumeSnapshotClass',
  'snapshot.storage.k8s.io/VolumeSnapshotContent',
  'config.openshift.io/ClusterOperator',
  'security.openshift.io/SecurityContextConstraints',
]);

export function isClusterScoped(type: TypeName): boolean {
  return CLUSTER_SCOPED.has(type);
}
