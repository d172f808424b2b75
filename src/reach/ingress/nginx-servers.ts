import type { Path } from '../../base/json.ts';
import type { Resource } from '../../resource/resource.ts';
import type { Condition, RouteEntry } from '../route/entry.ts';
import { pathMatches } from '../route/path-match.ts';
import { NGINX_PREFIX } from './dialect.ts';
import { ingressRules } from './ingress.ts';
import { appRootOf, redirectsWww } from './nginx-redirect.ts';

export const WWW_REDIRECT: Path = ['metadata', 'annotations', `${NGINX_PREFIX}from-to-www-redirect`];

/**
 * The servers that ingress-nginx adds for `from-to-www-redirect`: none for a name that a rule has. Source:
 * kubernetes/ingress-nginx internal/ingress/utils BuildRedirects; rootfs/etc/nginx/lua/nginx/ngx_srv_redirect.lua (scheme and
 * port stay); docs configmap.md "http-redirect-code".
 */
export function wwwServers(ingresses: readonly Resource[]): ReadonlyMap<string, RouteEntry> {
  const named = new Set(ingresses.flatMap((one) => ingressRules(one).map(({ host }) => host)));
  const found = new Map<string, RouteEntry>();
  for (const ingress of ingresses) {
    if (!redirectsWww(ingress)) continue;
    for (const { host, paths } of ingressRules(ingress)) {
      if (host === '' || host.startsWith('*') || paths.length === 0) continue;
      const from = host.startsWith('www.') ? host.slice('www.'.length) : `www.${host}`;
      if (named.has(from) || found.has(from)) continue;
      found.set(from, {
        source: ingress,
        at: WWW_REDIRECT,
        host: from,
        path: { kind: 'prefix', value: '/' },
        method: undefined,
        headers: [],
        query: [],
        answer: {
          does: 'redirect',
          at: WWW_REDIRECT,
          redirect: { scheme: undefined, host, port: undefined, path: undefined, status: 308 },
        },
      });
    }
  }
  return found;
}

/** `app-root` stands in the location of an entry, so that it counts only where the entry would get `/`. */
export function withAppRoot(entry: RouteEntry): readonly RouteEntry[] {
  const root = appRootOf(entry.source);
  if (root === undefined || pathMatches(entry.path, '/') === 'no') return [entry];
  const first: RouteEntry = {
    ...entry,
    at: root.at,
    conditions: [...(entry.conditions ?? []), ROOT],
    answer: { does: 'redirect', ...root },
  };
  return [first, entry];
}

const ROOT: Condition = { text: 'path / alone', holds: ({ path }) => (path === '/' ? 'yes' : 'no') };
