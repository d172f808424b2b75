import type { TypeName } from '../resource/kinds.ts';

/**
 * What exists in every cluster without a manifest. Sources: kubernetes/website "Service Accounts" (default account),
 * "Root CA certificate" (kube-root-ca.crt), "Namespaces" (initial namespaces), "RBAC default roles", "Pod Priority"
 * (system classes), "DNS" (kube-dns), api core/v1 (the kubernetes Service); OpenShift "service CA" (service CA bundle);
 * istio security/pkg/k8s/controller/casecret.go and pilot namespacecontroller.go (root certificate in every namespace).
 */
export function existsEverywhere(type: TypeName, namespace: string, name: string): boolean {
  switch (type) {
    case 'ServiceAccount':
      return name === 'default' || namespace === 'kube-system';
    case 'ConfigMap':
      return (
        name === 'kube-root-ca.crt' ||
        name === 'openshift-service-ca.crt' ||
        name === 'istio-ca-root-cert' ||
        namespace === 'kube-system' ||
        namespace === 'kube-public'
      );
    case 'Secret':
      return namespace === 'kube-system';
    case 'Service':
      return (namespace === 'default' && name === 'kubernetes') || namespace === 'kube-system';
    case 'Namespace':
      return INITIAL_NAMESPACES.has(name);
    case 'rbac.authorization.k8s.io/ClusterRole':
      return USER_ROLES.has(name) || name.startsWith('system:');
    case 'rbac.authorization.k8s.io/Role':
      return name.startsWith('system:') || name === 'extension-apiserver-authentication-reader';
    case 'scheduling.k8s.io/PriorityClass':
      return name.startsWith('system-');
    default:
      return false;
  }
}

/** Whether pods run in this namespace of every cluster: cluster DNS, kube-proxy, the control plane. */
export function hasPodsEverywhere(namespace: string): boolean {
  return namespace === 'kube-system';
}

const INITIAL_NAMESPACES: ReadonlySet<string> = new Set([
  'default',
  'kube-system',
  'kube-public',
  'kube-node-lease',
]);
const USER_ROLES: ReadonlySet<string> = new Set(['cluster-admin', 'admin', 'edit', 'view']);
