import { NGINX_PREFIX } from '../../reach/ingress/dialect.ts';
import { backendKey, describeBackend, ingressPaths, requestsTo } from '../../reach/ingress/ingress.ts';
import { nginxFlag } from '../../reach/ingress/nginx.ts';
import { controllersFor } from '../../reach/ingress/nginx-controller.ts';
import { isOn } from '../../reach/ingress/options.ts';
import { programOf } from '../../reach/ingress/program.ts';
import { nameOf } from '../../resource/resource.ts';
import type { Check } from '../rule.ts';

/** What reads the request, which TLS hides. */
const VOID =
  /^(?:rewrite-target|use-regex|app-root|auth-.*|whitelist-source-range|allowlist-source-range|denylist-source-range|limit-.*|.*-snippet|.*-redirect|enable-cors|cors-.*|affinity.*|session-cookie-.*|upstream-hash-by|canary.*)$/;
const REDIRECTS = /^(?:force-ssl-redirect|ssl-redirect)$/;

/** TLS that passes through ingress-nginx goes by the name of the host alone (NG11). */
export const check: Check = function* (ingress, { graph }) {
  if (nginxFlag(ingress, 'ssl-passthrough') !== true || ingress.unrendered !== undefined) return;
  if (programOf(graph, ingress)?.id !== 'ingress-nginx') return;
  const place = {
    resource: ingress,
    at: ['metadata', 'annotations', `${NGINX_PREFIX}ssl-passthrough`],
    message: 'TLS passes through here',
  };
  const controllers = controllersFor(graph, ingress);
  const [first] = controllers;
  if (first !== undefined && controllers.every(({ options }) => !isOn(options, 'enable-ssl-passthrough'))) {
    yield {
      at: place.at,
      message: `${nameOf(ingress)} asks for ssl-passthrough, but ${nameOf(first.pod.owner)} runs without --enable-ssl-passthrough; TLS is terminated by the controller.`,
      related: [{ resource: first.pod.owner, message: `${nameOf(first.pod.owner)} is here` }],
    };
    return;
  }
  const paths = ingressPaths(ingress);
  for (const path of paths) {
    const root = paths.find((one) => one.host === path.host && one.path === '/');
    if (path.path === '/' || path.path === '') continue;
    if (root !== undefined && backendKey(root.backend) === backendKey(path.backend)) continue;
    yield {
      at: [...path.at, 'path'],
      message: `TLS to ${path.host} passes through ingress-nginx, which then sees no paths: https requests to ${requestsTo(path)} do not go to ${describeBackend(path.backend)}, but where / goes.`,
      related: [place],
    };
  }
  for (const key of Object.keys(ingress.annotations)) {
    const name = key.startsWith(NGINX_PREFIX) ? key.slice(NGINX_PREFIX.length) : '';
    if (!VOID.test(name) || REDIRECTS.test(name)) continue;
    yield {
      at: ['metadata', 'annotations', key],
      part: 'key',
      message: `${name} of ${nameOf(ingress)} has no effect on https requests: ssl-passthrough hands them on unread.`,
      related: [place],
    };
  }
};
