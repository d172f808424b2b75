import { listOf } from '../../base/json.ts';
import { goBoolean } from '../../base/boolean.ts';
import type { Graph } from '../../reference/graph.ts';
import type { Resource } from '../../resource/resource.ts';
import { podsRunning } from '../peer/caller.ts';
import { programCalled } from './program.ts';
import type { ControllerId } from './program.ts';

/**
 * What a controller does with an https request to a host that no `tls` block names. `default`: it takes the request, with a
 * certificate that is for no host. `refused`: it has no TLS for the host.
 */
export type BareHttps = 'default' | 'refused' | 'untold';

/**
 * Sources: kubernetes/ingress-nginx docs user-guide/tls.md "Default SSL Certificate", internal/ingress/controller/template
 * buildHTTPSListener (every server listens on 443); Kong/kubernetes-ingress-controller docs annotations.md "protocols";
 * nginx/kubernetes-ingress internal/configs/version1/nginx.ingress.tmpl (443 only of a server with SSL);
 * projectcontour/contour internal/dag/ingress_processor.go computeSecureVirtualhosts; istio/istio
 * pilot/pkg/config/kube/ingress/conversion.go ConvertIngressV1alpha3 (a server on 443 for each `tls` only); traefik/traefik
 * pkg/provider/kubernetes/ingress/kubernetes.go loadRouter (TLS of a router is its annotation's, or its entry point's).
 * jcmoraisjr/haproxy-ingress has `ssl-always-add-https`, whose default is not that of all releases.
 */
export function bareHttps(graph: Graph, id: ControllerId | undefined, ingress: Resource): BareHttps {
  if (id === 'ingress-nginx') return 'default';
  if (id === 'kong')
    return /^\s*http\s*$/.test(ingress.annotations['konghq.com/protocols'] ?? '') ? 'untold' : 'default';
  if (id === 'traefik') return traefikHasTls(graph, ingress) ? 'default' : 'untold';
  if (id === 'nginx-inc')
    return ingress.annotations['nginx.org/server-snippets'] === undefined ? 'refused' : 'untold';
  return id === 'contour' || id === 'istio' ? 'refused' : 'untold';
}

function traefikHasTls(graph: Graph, ingress: Resource): boolean {
  if (goBoolean(ingress.annotations['traefik.ingress.kubernetes.io/router.tls']) === true) return true;
  const image = programCalled('traefik')?.image;
  if (image === undefined) return false;
  return podsRunning(graph, image).some(({ containers }) =>
    containers.some(({ value }) =>
      [...listOf(value.command), ...listOf(value.args)].some(
        (word) => typeof word === 'string' && ENTRY_POINT_TLS.test(word),
      ),
    ),
  );
}

/** `--entryPoints.websecure.http.tls`, whose certificate is then the default one. */
const ENTRY_POINT_TLS = /^--entrypoints\.[\w-]+\.http\.tls(?:=true)?$/i;
