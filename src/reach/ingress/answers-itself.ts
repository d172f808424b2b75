import type { Graph } from '../../reference/graph.ts';
import type { Resource } from '../../resource/resource.ts';
import { NGINX_PREFIX } from './dialect.ts';
import { redirectAnnotation } from './nginx-redirect.ts';
import { programOf } from './program.ts';

/** Pieces of nginx configuration that stand in the server or location of every path. */
const SNIPPETS: Readonly<Record<string, readonly string[] | undefined>> = {
  'ingress-nginx': [`${NGINX_PREFIX}configuration-snippet`, `${NGINX_PREFIX}server-snippet`],
  'nginx-inc': ['nginx.org/location-snippets', 'nginx.org/server-snippets'],
};

/**
 * Whether nginx answers every request of an Ingress by itself, so that no backend is asked: with a redirect, or with a
 * `return` that no block makes conditional. Source: kubernetes/ingress-nginx rootfs/etc/nginx/template/nginx.tmpl
 * (Redirect.URL); nginx.org "ngx_http_rewrite_module", return.
 */
export function answersItself(graph: Graph, ingress: Resource): boolean {
  const id = programOf(graph, ingress)?.id ?? '';
  if (id === 'ingress-nginx' && redirectAnnotation(ingress) !== undefined) return true;
  return (SNIPPETS[id] ?? []).some((key) => {
    const text = ingress.annotations[key] ?? '';
    return !text.includes('{') && text.split(/[;\n]/).some((line) => /^\s*return\s/.test(line));
  });
}
