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

/** Texts that something fills in before the API server sees them: envsubst, Helm, Jinja, Kustomize and Flux variables, `{name}`, `$$name$$`, dots. */
export function isPlaceholder(text: string): boolean {
  if (/\$\(|\$\{|\$[A-Z_]|\{\{|\{%|<[a-zA-Z]|^__.*__$|%[A-Z_]+%|\$\$\w+\$\$|^\.\.\.$/.test(text)) return true;
  // In a path, braces may stand for any part of it.
  return text.includes('{') && !text.includes('/') && /\{[A-Za-z_][\w.-]*\}/.test(text);
}

/**
 * A placeholder where Kubernetes takes no upper case (names of objects and ports, hosts, numbers, addresses): there a whole word in
 * capitals, such as `PORT` or `web-PV_NAME`, cannot be meant as it stands.
 */
export function isPlaceholderName(text: string): boolean {
  return isPlaceholder(text) || CAPITALS.test(text);
}

// With an underscore it may be a part; `API.example.com` is a host in capitals, and a mistake.
const CAPITALS = /^[A-Z][A-Z0-9]+(?:-[A-Z0-9]+)*$|(?:^|[-./:])[A-Z][A-Z0-9]*_[A-Z0-9_]+(?:$|[-./:])/;
