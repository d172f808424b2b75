import { stringOf } from '../../base/json.ts';
import type { Graph } from '../../reference/graph.ts';
import type { Resource } from '../../resource/resource.ts';
import type { Match } from '../../resource/selector.ts';
import { specOf } from '../service/service.ts';

/**
 * Whether whoever serves a Gateway finds certificates by other ways than `tls` of its listeners: certificate maps of Google, the
 * Certificate Manager of AWS. `maybe` where nobody says who serves it. Sources: cloud.google.com "Secure a Gateway"
 * (networking.gke.io/certmap); aws-load-balancer-controller docs/guide/gateway/gateway.md (certificates by discovery);
 * aws-application-networking-k8s docs/guides/https.md.
 */
export function hasOtherCertificates(graph: Graph, gateway: Resource): Match {
  if (Object.keys(gateway.annotations).some((key) => OWN_ANNOTATIONS.test(key))) return 'yes';
  const name = stringOf(specOf(gateway).gatewayClassName) ?? '';
  const written = graph.find('gateway.networking.k8s.io/GatewayClass', '', name);
  const controller = written === undefined ? undefined : stringOf(specOf(written).controllerName);
  if (controller !== undefined) return OWN_CONTROLLERS.test(controller) ? 'yes' : 'no';
  if (OWN_CLASSES.test(name)) return 'yes';
  return COMMON_CLASSES.test(name) ? 'no' : 'maybe';
}

const OWN_ANNOTATIONS = /^(?:networking\.gke\.io\/certmap|application-networking\.k8s\.aws\/)/;
const OWN_CONTROLLERS = /^(?:networking\.gke\.io\/|gateway\.k8s\.aws\/|application-networking\.k8s\.aws\/)/;
const OWN_CLASSES = /^gke-|aws|alb|nlb|lattice/;

/** The classes that installations make. */
const COMMON_CLASSES = /^(?:eg|envoy(?:-gateway)?|istio|nginx|traefik|cilium|kong|contour|kgateway|haproxy)$/;
