import type { TypeName } from '../resource/kinds.ts';

/**
 * How likely objects of a type live outside the manifests of the people who refer to them. ConfigMaps are sometimes
 * made from files by hand, Secrets mostly; ServiceAccounts come of infrastructure code, classes and issuers with the
 * cluster.
 */
export type Custody = 'manifests' | 'sometimes-elsewhere' | 'often-elsewhere' | 'cluster';

const OFTEN_ELSEWHERE: ReadonlySet<TypeName> = new Set([
  'Secret',
  'ServiceAccount',
  'PersistentVolumeClaim',
  'resource.k8s.io/ResourceClaim',
  'resource.k8s.io/ResourceClaimTemplate',
  'gateway.networking.k8s.io/Gateway',
  'gateway.networking.k8s.io/ListenerSet',
  'rbac.authorization.k8s.io/ClusterRole',
]);

const OF_THE_CLUSTER: ReadonlySet<TypeName> = new Set([
  'Namespace',
  'scheduling.k8s.io/PriorityClass',
  'node.k8s.io/RuntimeClass',
  'storage.k8s.io/StorageClass',
  'networking.k8s.io/IngressClass',
  'gateway.networking.k8s.io/GatewayClass',
  'cert-manager.io/ClusterIssuer',
  'cert-manager.io/Issuer',
]);

export function custodyOf(type: TypeName): Custody {
  if (OF_THE_CLUSTER.has(type)) return 'cluster';
  if (type === 'ConfigMap') return 'sometimes-elsewhere';
  return OFTEN_ELSEWHERE.has(type) ? 'often-elsewhere' : 'manifests';
}

/** Names that something fills in before the API server sees them: envsubst, Helm, Jinja, Kustomize and Flux variables. */
export function isPlaceholder(name: string): boolean {
  return /\$\(|\$\{|\$[A-Z_]|\{\{|\{%|<[a-zA-Z]|^__.*__$|%[A-Z_]+%/.test(name);
}
