import type { Graph } from '../../reference/graph.ts';
import type { Resource } from '../../resource/resource.ts';
import { programOf } from './program.ts';
import type { ControllerId } from './program.ts';

/** What becomes of requests where something that an Ingress names is not there. Each completes a sentence without a full stop. */
export interface Failures {
  /** The Service of a backend. */
  readonly service: string;
  /** The port of the Service of a backend. */
  readonly port: string;
  /** The Secret of a `tls` block, or what it should hold; undefined where the controller reads none. */
  readonly certificate: string | undefined;
  /** Whether no https request to the hosts of the block is answered then: else another certificate is served, or nobody knows. */
  readonly endsTls?: true;
  /** Whether a path without Service or port is left out, so that requests get what they would get without it. */
  readonly leavesOut: boolean;
}

function leftOut(name: string, status: number): Pick<Failures, 'service' | 'port' | 'leavesOut'> {
  const effect = `${name}, and requests get ${status} or what a shorter path of the host leads to`;
  return { service: effect, port: effect, leavesOut: true };
}

function answered(status: number): Pick<Failures, 'service' | 'port' | 'leavesOut'> {
  return { service: `requests get ${status}`, port: `requests get ${status}`, leavesOut: false };
}

const DEFAULT_CERTIFICATE = 'the controller serves its own default certificate instead';

/** Of controllers whose source says nothing of it, or that nobody knows: two programs have a class named haproxy. */
const UNTOLD: Failures = {
  service: 'requests get an error (404, 502 or 503, by controller)',
  port: 'requests get an error (404, 502 or 503, by controller)',
  certificate: 'the controller serves its own default certificate instead, or no TLS',
  leavesOut: false,
};

const UNSYNCED = 'the Ingress is not synced: its load balancer stays as it was, or is not made';

/**
 * Sources: kubernetes/ingress-nginx rootfs/etc/nginx/lua/balancer.lua, certificate.lua; nginx/kubernetes-ingress
 * internal/configs/version1/nginx.tmpl (nginx-502-server), internal/configs/ingress.go addSSLConfig; traefik/traefik
 * pkg/provider/kubernetes/ingress/kubernetes.go loadConfigurationFromIngresses, getCertificates; projectcontour/contour
 * internal/dag/ingress_processor.go computeSecureVirtualhosts, computeIngressRule; kubernetes-sigs/aws-load-balancer-controller
 * pkg/ingress/enhanced_backend_builder.go loadBackendServices, model_build_target_group.go (LookupServicePort), and no
 * reader of secretName; kubernetes/ingress-gce pkg/controller/controller.go sync, toRuntimeInfo, pkg/translator/translator.go
 * NewEnv, secrets; openshift/route-controller-manager pkg/route/ingress/ingress.go newRouteForIngress, tlsSecretIfValid.
 */
const FAILURES: Readonly<Partial<Record<ControllerId, Failures>>> = {
  'ingress-nginx': { ...answered(503), certificate: DEFAULT_CERTIFICATE },
  'nginx-inc': {
    ...answered(502),
    certificate: 'the controller refuses the TLS handshakes of its hosts',
    endsTls: true,
  },
  traefik: {
    ...leftOut('Traefik leaves the path out', 404),
    certificate: 'Traefik serves its default certificate instead',
  },
  contour: {
    ...leftOut('Contour leaves the path out', 404),
    certificate: 'Contour serves its hosts without TLS',
    endsTls: true,
  },
  alb: {
    service: 'requests get 503',
    port: 'the load balancer of its whole group is neither built nor changed',
    certificate: undefined,
    leavesOut: false,
  },
  gce: {
    service: UNSYNCED,
    port: UNSYNCED,
    certificate: `${UNSYNCED}, for http, too`,
    leavesOut: false,
  },
  openshift: {
    ...leftOut('OpenShift makes no Route of the path', 503),
    certificate: 'OpenShift makes no Route of its hosts, and requests get 503, over http, too',
  },
};

/** How the controller of an Ingress fails, as far as it is known. */
export function failuresOf(graph: Graph, ingress: Resource): Failures {
  return failuresBy(programOf(graph, ingress)?.id);
}

export function failuresBy(id: ControllerId | undefined): Failures {
  return (id === undefined ? undefined : FAILURES[id]) ?? UNTOLD;
}
