import { NGINX_PREFIX } from '../../reach/ingress/dialect.ts';
import { nginxAnnotation } from '../../reach/ingress/nginx.ts';
import { programOf } from '../../reach/ingress/program.ts';
import { isPlaceholderName } from '../../reference/world.ts';
import { nameOf } from '../../resource/resource.ts';
import type { Check } from '../rule.ts';

/** Annotations whose Secret must be named with its namespace (internal/ingress/annotations proxyssl and authtls, ParseNameNS). */
const WHOLE = [
  // controller.go getBackendServers: the server is marked, whichever Ingress its other locations are of.
  { name: 'auth-tls-secret', effect: 'all requests to its hosts get 403' },
  { name: 'proxy-ssl-secret', effect: 'requests get 503' },
] as const;

/** A Secret that is named without its namespace, where ingress-nginx wants both. */
export const check: Check = function* (ingress, { graph }) {
  if (programOf(graph, ingress)?.id !== 'ingress-nginx') return;
  for (const { name, effect } of WHOLE) {
    const value = nginxAnnotation(ingress, name);
    if (value === undefined || value === '' || value.includes('/') || isPlaceholderName(value)) continue;
    const at = ['metadata', 'annotations', NGINX_PREFIX + name];
    const whole = `${ingress.namespace}/${value}`;
    yield {
      at,
      message: `${name} of ${nameOf(ingress)} is ${value}, but must be namespace/name; ${effect}.`,
      fixes: [{ title: `Use ${whole}`, safety: 'unsafe', edits: [{ at, value: whole }] }],
    };
  }
};
