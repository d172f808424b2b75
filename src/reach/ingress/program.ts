import { stringOf } from '../../base/json.ts';
import type { Graph } from '../../reference/graph.ts';
import type { Labels, Resource } from '../../resource/resource.ts';
import { specOf } from '../service/service.ts';
import { classOf } from './class.ts';
import { INGRESS_CLASS, onlyDefault } from './ingress-class.ts';

/** Programs that serve Ingresses, by what their classes and images are called. */
export interface ControllerProgram {
  readonly id: ControllerId;
  /** As messages call it. */
  readonly name: string;
  /** Values of `spec.controller` of its IngressClasses. */
  readonly controllers: RegExp;
  /** Names that its installations give their class. */
  readonly classes: readonly string[];
  /** Of annotations that only it reads. */
  readonly annotations?: string;
  /** Repository of the image whose pods send the requests; undefined for one that is outside the cluster. */
  readonly image?: RegExp;
  /** That its installations put on those pods. */
  readonly labels?: Labels;
}

export type ControllerId =
  | 'ingress-nginx'
  | 'nginx-inc'
  | 'traefik'
  | 'haproxy-ingress'
  | 'haproxytech'
  | 'contour'
  | 'kong'
  | 'istio'
  | 'alb'
  | 'gce'
  | 'azure'
  | 'openshift';

/**
 * Sources: the installation manifests and charts of kubernetes/ingress-nginx, traefik/traefik-helm-chart,
 * haproxytech/helm-charts, haproxy-ingress/charts, projectcontour/contour, Kong/charts, nginx/kubernetes-ingress, istio;
 * kubernetes-sigs/aws-load-balancer-controller docs "IngressClass"; GKE docs "Ingress for external Application Load
 * Balancers"; Azure/application-gateway-kubernetes-ingress docs; openshift/router.
 */
const PROGRAMS: readonly ControllerProgram[] = [
  {
    id: 'ingress-nginx',
    name: 'ingress-nginx',
    // Several installations in one cluster tell themselves apart with `k8s.io/internal-ingress-nginx` and the like.
    controllers: /ingress-nginx$/,
    classes: ['nginx'],
    annotations: 'nginx.ingress.kubernetes.io/',
    image: /(?:^|\/)(?:ingress-nginx\/controller|nginx-ingress-controller(?:-\w+)?)$/,
    labels: { 'app.kubernetes.io/name': 'ingress-nginx', 'app.kubernetes.io/component': 'controller' },
  },
  {
    id: 'nginx-inc',
    name: 'the NGINX Ingress Controller',
    controllers: /^nginx\.org\/ingress-controller$/,
    classes: [],
    annotations: 'nginx.org/',
    image: /(?:^|\/)nginx\/nginx-ingress$|(?:^|\/)nginx-ic\//,
  },
  {
    id: 'traefik',
    name: 'Traefik',
    controllers: /^traefik\.io\/ingress-controller$/,
    classes: ['traefik'],
    annotations: 'traefik.ingress.kubernetes.io/',
    image: /(?:^|\/)traefik$/,
    labels: { 'app.kubernetes.io/name': 'traefik' },
  },
  {
    id: 'haproxy-ingress',
    name: 'HAProxy Ingress',
    controllers: /^haproxy-ingress\.github\.io\/controller/,
    classes: ['haproxy'],
    annotations: 'haproxy-ingress.github.io/',
    // The other HAProxy controller names its class haproxy, too.
    image: /(?:^|\/)(?:haproxy-ingress|haproxytech\/kubernetes-ingress)$/,
  },
  {
    id: 'haproxytech',
    name: 'the HAProxy Kubernetes Ingress Controller',
    controllers: /^haproxy\.org\/ingress-controller/,
    classes: [],
    annotations: 'haproxy.org/',
    // The Application Gateway's controller is a kubernetes-ingress, too, and sends no requests.
    image: /(?:^|\/)haproxytech\/kubernetes-ingress$/,
  },
  {
    id: 'contour',
    name: 'Contour',
    controllers: /^projectcontour\.io\/(?:ingress-controller$|projectcontour\/)/,
    classes: ['contour'],
    annotations: 'projectcontour.io/',
    image: /(?:^|\/)envoyproxy\/envoy(?:-distroless)?$/,
    labels: { app: 'envoy' },
  },
  {
    id: 'kong',
    name: 'Kong',
    controllers: /^ingress-controllers\.konghq\.com\/kong$/,
    classes: ['kong'],
    annotations: 'konghq.com/',
    image: /(?:^|\/)kong(?:\/kong(?:-gateway)?)?$/,
    labels: { 'app.kubernetes.io/name': 'kong' },
  },
  {
    id: 'istio',
    name: "Istio's ingress gateway",
    controllers: /^istio\.io\/ingress-controller$/,
    classes: ['istio'],
    labels: { istio: 'ingressgateway' },
    image: /(?:^|\/)istio\/proxyv2$/,
  },
  {
    id: 'alb',
    name: 'the AWS load balancer',
    controllers: /^(?:ingress\.k8s\.aws|eks\.amazonaws\.com)\/alb$/,
    classes: ['alb'],
    annotations: 'alb.ingress.kubernetes.io/',
  },
  {
    id: 'gce',
    name: 'the Google load balancer',
    controllers: /^(?:k8s\.io|networking\.gke\.io)\/ingress-gce/,
    classes: ['gce', 'gce-internal'],
  },
  {
    id: 'azure',
    name: 'the Azure application gateway',
    controllers: /^azure\/application-gateway$/,
    classes: ['azure-application-gateway', 'azure/application-gateway'],
    annotations: 'appgw.ingress.kubernetes.io/',
  },
  {
    id: 'openshift',
    name: 'the OpenShift router',
    controllers: /^openshift\.io\/ingress-to-route$/,
    classes: ['openshift-default'],
    annotations: 'route.openshift.io/',
    image: /(?:^|\/)(?:origin-haproxy-router|ose-haproxy-router)(?:-rhel\d+)?$/,
  },
];

export function programCalled(id: ControllerId): ControllerProgram | undefined {
  return PROGRAMS.find((program) => program.id === id);
}

/** The program that serves an Ingress, as far as class and annotations tell; undefined where they do not. */
export function programOf(graph: Graph, ingress: Resource): ControllerProgram | undefined {
  const name = classOf(ingress) ?? onlyDefault(graph)?.name;
  const told = PROGRAMS.find(({ annotations }) => annotations !== undefined && hasAny(ingress, annotations));
  if (name === undefined) return told;
  const found = programOfClass(graph, name);
  // Two programs name their class nginx. Annotations decide where the class itself is not in the input.
  const guessed = graph.find(INGRESS_CLASS, '', name) === undefined;
  return guessed && found?.id === 'ingress-nginx' && told?.id === 'nginx-inc' ? told : found;
}

/** A class that is not in the input is taken for the one that an installation makes. */
export function programOfClass(graph: Graph, name: string): ControllerProgram | undefined {
  const written = graph.find(INGRESS_CLASS, '', name);
  const controller = written === undefined ? undefined : stringOf(specOf(written).controller);
  return PROGRAMS.find(({ controllers, classes }) =>
    controller === undefined ? classes.includes(name) : controllers.test(controller),
  );
}

function hasAny({ annotations }: Resource, prefix: string): boolean {
  for (const key in annotations) if (key.startsWith(prefix)) return true;
  return false;
}
