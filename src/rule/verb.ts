import { requestsOf } from '../reach/chain.ts';
import type { Reference } from '../reference/reference.ts';

/** What the referrer does with its target: completes "Deployment shop/web … ConfigMap shop/settings". */
export function verbOf(reference: Reference): string {
  const { id } = reference.row;
  if (id === 'ingress-backend') return `sends ${requestsOf(reference)} to`;
  return VERBS[id] ?? 'refers to';
}

const VERBS: Readonly<Record<string, string | undefined>> = {
  'env-configmap': 'takes environment variables from',
  'env-secret': 'takes environment variables from',
  'envfrom-configmap': 'takes environment variables from',
  'envfrom-secret': 'takes environment variables from',
  'volume-configmap': 'mounts',
  'volume-secret': 'mounts',
  'projected-configmap': 'mounts',
  'projected-secret': 'mounts',
  'volume-claim': 'mounts',
  'service-account': 'runs as',
  'hpa-target': 'scales',
  'vpa-target': 'scales',
  'keda-target': 'scales',
  'statefulset-service': 'names its pods after',
  'rollout-service': 'switches',
  'webhook-service': 'lets the API server call',
  'api-service': 'lets the API server call',
  'conversion-service': 'lets the API server call',
  'route-backend': 'sends requests to',
  'route-mirror': 'mirrors requests to',
  'openshift-route-backend': 'sends requests to',
  'traefik-backend': 'sends requests to',
  'traefik-middleware': 'hands requests to',
  'route-parent': 'attaches to',
  'certificate-issuer': 'is to be signed by',
  'annotated-issuer': 'has its certificate signed by',
  'binding-role': 'grants',
  'binding-subject': 'grants rights to',
};

/** Whether each place of such a reference promises something of its own, so that each is told by itself. */
export function isOwnPromise(reference: Reference): boolean {
  return OWN_PROMISES.has(reference.row.id);
}

const OWN_PROMISES: ReadonlySet<string> = new Set([
  'ingress-backend',
  'route-backend',
  'route-mirror',
  'openshift-route-backend',
  'traefik-backend',
]);
