import type { Graph } from '../../reference/graph.ts';
import { nameOf } from '../../resource/resource.ts';
import { coversHost, tlsBlocks } from '../ingress/ingress.ts';
import { nginxAnnotation } from '../ingress/nginx.ts';
import { programOf } from '../ingress/program.ts';
import type { Request } from '../route/request.ts';
import type { Decision } from '../route/table.ts';
import type { Hop } from './hop.ts';

/**
 * What TLS has to do with a request to an Ingress: the certificate of an https request, and for http the redirect of
 * ingress-nginx, which sends every request to a host with TLS to https unless `ssl-redirect` is "false" (docs
 * user-guide/tls.md, "Server-side HTTPS enforcement through redirect").
 */
export function tlsHop(graph: Graph, { entry }: Decision, request: Request): Hop | undefined {
  if (entry?.source.type !== 'networking.k8s.io/Ingress') return undefined;
  const ingress = entry.source;
  const program = programOf(graph, ingress)?.id;
  const block = tlsBlocks(ingress).find(({ hosts }) =>
    hosts.some(({ host }) => coversHost(host, request.host)),
  );
  if (request.scheme === 'http') {
    const kept = nginxAnnotation(ingress, 'ssl-redirect') === 'false';
    if (program !== 'ingress-nginx' || block === undefined || kept) return undefined;
    return {
      kind: 'tls',
      verdict: 'blocked',
      message: `${nameOf(ingress)} has TLS for ${request.host}, so ingress-nginx redirects http to https (308): ask for https://${request.host}${request.path}`,
      place: { resource: ingress, path: block.at },
    };
  }
  // Load balancers of clouds get their certificates elsewhere.
  if (program === 'alb' || program === 'gce' || program === 'azure' || program === 'openshift')
    return undefined;
  if (block !== undefined) {
    const secret = block.secretName === '' ? 'the default certificate' : `Secret ${block.secretName}`;
    return {
      kind: 'tls',
      verdict: 'allowed',
      message: `TLS for ${request.host} with ${secret}`,
      place: { resource: ingress, path: block.at },
    };
  }
  return {
    kind: 'tls',
    verdict: 'depends',
    message: `No tls block of ${nameOf(ingress)} covers ${request.host}: the controller serves its default certificate`,
    place: { resource: ingress, path: ['spec', 'tls'], part: 'key' },
  };
}
