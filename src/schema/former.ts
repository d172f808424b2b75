/** When an API version went away, and what to write instead. */
export interface Lifetime {
  /** Minor version of Kubernetes that no longer serves it: 22 for 1.22. Undefined: its project dropped it. */
  readonly removedIn: number | undefined;
  /** As messages say it: `Kubernetes 1.22`, `Gateway API 0.8`. */
  readonly release: string;
  readonly replacedBy: string | undefined;
}

/**
 * What went away by 1.22, the oldest version that has schemas. Source: kubernetes/website "Deprecated API Migration Guide".
 * Kinds are separated by spaces.
 */
const KUBERNETES: readonly (readonly [removedIn: number, old: string, kinds: string, replacedBy?: string])[] =
  [
    [16, 'extensions/v1beta1', 'NetworkPolicy', 'networking.k8s.io/v1'],
    [16, 'extensions/v1beta1', 'DaemonSet Deployment ReplicaSet', 'apps/v1'],
    [16, 'apps/v1beta1', 'Deployment StatefulSet', 'apps/v1'],
    [16, 'apps/v1beta2', 'DaemonSet Deployment ReplicaSet StatefulSet', 'apps/v1'],
    [16, 'extensions/v1beta1', 'PodSecurityPolicy', 'policy/v1beta1'],
    [
      22,
      'admissionregistration.k8s.io/v1beta1',
      'MutatingWebhookConfiguration ValidatingWebhookConfiguration',
      'admissionregistration.k8s.io/v1',
    ],
    [22, 'apiextensions.k8s.io/v1beta1', 'CustomResourceDefinition', 'apiextensions.k8s.io/v1'],
    [22, 'apiregistration.k8s.io/v1beta1', 'APIService', 'apiregistration.k8s.io/v1'],
    [22, 'authentication.k8s.io/v1beta1', 'TokenReview', 'authentication.k8s.io/v1'],
    [
      22,
      'authorization.k8s.io/v1beta1',
      'LocalSubjectAccessReview SelfSubjectAccessReview SubjectAccessReview',
      'authorization.k8s.io/v1',
    ],
    [22, 'certificates.k8s.io/v1beta1', 'CertificateSigningRequest', 'certificates.k8s.io/v1'],
    [22, 'coordination.k8s.io/v1beta1', 'Lease', 'coordination.k8s.io/v1'],
    [22, 'extensions/v1beta1', 'Ingress', 'networking.k8s.io/v1'],
    [22, 'networking.k8s.io/v1beta1', 'Ingress IngressClass', 'networking.k8s.io/v1'],
    [
      22,
      'rbac.authorization.k8s.io/v1beta1',
      'ClusterRole ClusterRoleBinding Role RoleBinding',
      'rbac.authorization.k8s.io/v1',
    ],
    [22, 'scheduling.k8s.io/v1beta1', 'PriorityClass', 'scheduling.k8s.io/v1'],
    [22, 'storage.k8s.io/v1beta1', 'CSIDriver CSINode StorageClass VolumeAttachment', 'storage.k8s.io/v1'],
  ];

const GATEWAY = 'gateway.networking.k8s.io';

/**
 * Source: kubernetes-sigs/gateway-api pull requests 2069 (0.8: Gateway, GatewayClass, HTTPRoute) and 3361 (1.2: GRPCRoute,
 * ReferenceGrant), and CHANGELOG 0.6 (ReferencePolicy).
 */
const OF_GATEWAY_API: readonly (readonly [
  release: string,
  old: string,
  kinds: string,
  replacedBy: string,
])[] = [
  ['0.8', `${GATEWAY}/v1alpha2`, 'Gateway GatewayClass HTTPRoute', `${GATEWAY}/v1`],
  ['1.2', `${GATEWAY}/v1alpha2`, 'GRPCRoute', `${GATEWAY}/v1`],
  ['1.2', `${GATEWAY}/v1alpha2`, 'ReferenceGrant', `${GATEWAY}/v1beta1`],
];

const LIFETIMES: ReadonlyMap<string, Lifetime> = new Map<string, Lifetime>([
  ...KUBERNETES.flatMap(([removedIn, old, kinds, replacedBy]) =>
    each(old, kinds, { removedIn, release: `Kubernetes 1.${removedIn}`, replacedBy }),
  ),
  ...OF_GATEWAY_API.flatMap(([release, old, kinds, replacedBy]) =>
    each(old, kinds, { removedIn: undefined, release: `Gateway API ${release}`, replacedBy }),
  ),
]);

function each(
  apiVersion: string,
  kinds: string,
  lifetime: Lifetime,
): readonly (readonly [string, Lifetime])[] {
  return kinds.split(' ').map((kind) => [`${apiVersion}/${kind}`, lifetime]);
}

/** Undefined for what is not in the tables above. */
export function formerLifetime(apiVersion: string, kind: string): Lifetime | undefined {
  return LIFETIMES.get(`${apiVersion}/${kind}`);
}
