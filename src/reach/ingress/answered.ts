import type { Graph } from '../../reference/graph.ts';
import type { Resource } from '../../resource/resource.ts';
import { nginxAnnotation } from './nginx.ts';
import { redirectAnnotation } from './nginx-redirect.ts';
import { programOf } from './program.ts';
import { answeredBy } from './snippet.ts';
import type { Answered } from './snippet.ts';

/**
 * How many requests of an Ingress are answered although its backend has no endpoints. ingress-nginx: redirects and snippets come
 * before the backend (rootfs/etc/nginx/template/nginx.tmpl), and the Service of `default-backend` takes its place if it has
 * endpoints (internal/ingress/controller/controller.go getBackendServers). `from-to-www-redirect` is about the other host only
 * (internal/ingress/annotations/redirect/redirect.go leaves the URL empty). The NGINX Ingress Controller has snippets alike.
 */
export function answeredWithout(graph: Graph, ingress: Resource): Answered {
  const program = programOf(graph, ingress)?.id;
  if (program === 'nginx-inc')
    return most(
      ['server-snippets', 'location-snippets'].map((name) => ingress.annotations[`nginx.org/${name}`]),
    );
  if (program !== 'ingress-nginx') return 'none';
  if (redirectAnnotation(ingress) !== undefined || hasDefaultBackend(graph, ingress)) return 'all';
  return most(['server-snippet', 'configuration-snippet'].map((name) => nginxAnnotation(ingress, name)));
}

function hasDefaultBackend(graph: Graph, ingress: Resource): boolean {
  const name = nginxAnnotation(ingress, 'default-backend');
  if (name === undefined || name === '') return false;
  return graph.lookUp(ingress, 'Service', ingress.namespace, name).status !== 'missing';
}

function most(snippets: readonly (string | undefined)[]): Answered {
  const all = snippets.map((one) => (one === undefined ? 'none' : answeredBy(one)));
  return all.includes('all') ? 'all' : all.includes('some') ? 'some' : 'none';
}
