import { goBoolean } from '../../base/boolean.ts';
import type { Resource } from '../../resource/resource.ts';
import { ingressPaths, ingressRules } from './ingress.ts';
import { NGINX_PREFIX } from './dialect.ts';

/** Reads an annotation of ingress-nginx; undefined if it is not there. */
export function nginxAnnotation(ingress: Resource, name: string): string | undefined {
  return ingress.annotations[`${NGINX_PREFIX}${name}`];
}

/** A boolean of ingress-nginx (internal/ingress/annotations/parser/main.go parseBool); undefined: its default counts. */
export function nginxFlag(ingress: Resource, name: string): boolean | undefined {
  return goBoolean(nginxAnnotation(ingress, name));
}

/**
 * Whether a backend may name a targetPort (NG2): ingress-nginx compares it with the endpoints, unless service-upstream has
 * it send requests to the address of the Service, by the port as written (controller.go getServiceClusterEndpoint).
 */
export function acceptsTargetPort(ingress: Resource): boolean {
  return nginxFlag(ingress, 'service-upstream') !== true;
}

export function isCanary(ingress: Resource): boolean {
  return nginxFlag(ingress, 'canary') === true;
}

/** The annotation by which an Ingress turns every path of its hosts into a regular expression (NG8). */
export function regexAnnotation(ingress: Resource): 'use-regex' | 'rewrite-target' | undefined {
  // Annotations other than those of the canary are ignored on one (NG10).
  if (isCanary(ingress)) return undefined;
  if (nginxFlag(ingress, 'use-regex') === true) return 'use-regex';
  const target = nginxAnnotation(ingress, 'rewrite-target') ?? '';
  // location.go needsRewrite: a path that is its own target needs none.
  const rewrites = target !== '' && ingressPaths(ingress).some(({ path }) => path !== target);
  return rewrites ? 'rewrite-target' : undefined;
}

/** Hosts whose paths all are regular expressions, with the Ingress that makes them so. */
export function regexHosts(ingresses: readonly Resource[]): ReadonlyMap<string, Resource> {
  const hosts = new Map<string, Resource>();
  for (const ingress of ingresses) {
    if (regexAnnotation(ingress) === undefined) continue;
    for (const { host } of ingressRules(ingress)) if (!hosts.has(host)) hosts.set(host, ingress);
  }
  return hosts;
}

/**
 * Other names of hosts, with the host that they stand for. A name that has rules of its own is left out (NG14); regular
 * expressions are not read. Source: kubernetes/ingress-nginx docs annotations.md, "Server Alias".
 */
export function aliasesOf(
  ingresses: readonly Resource[],
  hosts: ReadonlyMap<string, unknown>,
): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const ingress of ingresses) {
    const names = (nginxAnnotation(ingress, 'server-alias') ?? '').split(',').map((name) => name.trim());
    const [host] = ingressRules(ingress).map((rule) => rule.host);
    if (host === undefined || host === '') continue;
    for (const name of names)
      if (/^[\w*.-]+$/.test(name) && !hosts.has(name) && !found.has(name)) found.set(name, host);
  }
  return found;
}
