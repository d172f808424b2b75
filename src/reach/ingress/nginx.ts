import type { Resource } from '../../resource/resource.ts';
import { ingressPaths, ingressRules } from './ingress.ts';
import { NGINX_PREFIX } from './dialect.ts';

/** Reads an annotation of ingress-nginx; undefined if it is not there. */
export function nginxAnnotation(ingress: Resource, name: string): string | undefined {
  return ingress.annotations[`${NGINX_PREFIX}${name}`];
}

export function isCanary(ingress: Resource): boolean {
  return nginxAnnotation(ingress, 'canary') === 'true';
}

/** The annotation by which an Ingress turns every path of its hosts into a regular expression (NG8). */
export function regexAnnotation(ingress: Resource): 'use-regex' | 'rewrite-target' | undefined {
  // Annotations other than those of the canary are ignored on one (NG10).
  if (isCanary(ingress)) return undefined;
  if (nginxAnnotation(ingress, 'use-regex') === 'true') return 'use-regex';
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

export interface CanaryShare {
  readonly weight: number;
  readonly total: number;
  /** A header or cookie that sends a request to the canary whatever the weight is. */
  readonly only: string | undefined;
}

/** What a canary gets (NG10): header, then cookie, then weight, which is 0 of 100 unless written. */
export function canaryShare(ingress: Resource): CanaryShare {
  const total = numberIn(ingress, 'canary-weight-total') ?? 100;
  const header = nginxAnnotation(ingress, 'canary-by-header');
  const cookie = nginxAnnotation(ingress, 'canary-by-cookie');
  return {
    weight: Math.min(numberIn(ingress, 'canary-weight') ?? 0, total),
    total,
    only: header !== undefined ? `header ${header}` : cookie !== undefined ? `cookie ${cookie}` : undefined,
  };
}

function numberIn(ingress: Resource, name: string): number | undefined {
  const text = nginxAnnotation(ingress, name);
  return text !== undefined && /^\d+$/.test(text) ? Number(text) : undefined;
}
