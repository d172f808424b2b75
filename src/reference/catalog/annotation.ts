import type { NameRow } from '../row.ts';

/** What ingress-nginx does with a location of which an annotation cannot be read: `return 503` (template/nginx.tmpl, Denied). */
const DENIED = 'requests get 503';

/** What it does with a server whose client certificates it cannot ask for: `return 403` for all of it (template/nginx.tmpl, AuthTLSError). */
const HOST_DENIED = 'all requests to its hosts get 403';

/**
 * Annotations of ingress-nginx that name objects. Source: kubernetes/ingress-nginx internal/ingress/annotations: auth,
 * authtls, proxyssl, authreq, customheaders, fastcgi and defaultbackend.
 */
const NGINX: readonly (readonly [name: string, to: string, effect: string])[] = [
  ['auth-secret', 'Secret', DENIED],
  ['auth-tls-secret', 'Secret', HOST_DENIED],
  ['proxy-ssl-secret', 'Secret', DENIED],
  ['auth-proxy-set-headers', 'ConfigMap', DENIED],
  ['custom-headers', 'ConfigMap', DENIED],
  ['fastcgi-params-configmap', 'ConfigMap', DENIED],
  ['default-backend', 'Service', 'the default backend of the controller answers instead'],
];

export const ANNOTATION_NAMES: readonly NameRow[] = NGINX.map(([name, to, effect]) => ({
  id: 'nginx-annotation',
  from: 'networking.k8s.io/Ingress',
  at: 'metadata.annotations',
  name: `"nginx.ingress.kubernetes.io/${name}"`,
  form: 'namespace/name',
  to,
  effect,
}));
