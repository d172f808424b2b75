import { stringOf } from '../../base/json.ts';
import type { Graph } from '../../reference/graph.ts';
import type { Resource } from '../../resource/resource.ts';
import type { Labels } from '../../resource/resource.ts';
import { classOf, INGRESS_CLASS, onlyDefault } from '../ingress.ts';
import { specOf } from '../service/service.ts';
import { assumedCaller, podsRunning, shownCaller } from './caller.ts';
import type { Caller } from './caller.ts';

/** Programs that serve Ingresses, by what their classes and images are called. */
interface ControllerProgram {
  readonly name: string;
  /** Values of `spec.controller` of its IngressClasses. */
  readonly controllers: readonly string[];
  /** Names that its installations give their class. */
  readonly classes: readonly string[];
  /** Of annotations that only it reads. */
  readonly annotations?: string;
  /** Repository of the image whose pods send the requests; undefined for one that is outside the cluster. */
  readonly image?: RegExp;
  /** That its installations put on those pods. */
  readonly labels?: Labels;
}

/**
 * Sources: the installation manifests and charts of kubernetes/ingress-nginx, traefik/traefik-helm-chart,
 * haproxytech/helm-charts, haproxy-ingress/charts, projectcontour/contour, Kong/charts, nginx/kubernetes-ingress, istio;
 * kubernetes-sigs/aws-load-balancer-controller docs "IngressClass"; GKE docs "Ingress for external Application Load
 * Balancers"; Azure/application-gateway-kubernetes-ingress docs.
 */
const PROGRAMS: readonly ControllerProgram[] = [
  {
    name: 'ingress-nginx',
    controllers: ['k8s.io/ingress-nginx'],
    classes: ['nginx'],
    annotations: 'nginx.ingress.kubernetes.io/',
    image: /(?:^|\/)(?:ingress-nginx\/controller|nginx-ingress-controller(?:-\w+)?)$/,
    labels: { 'app.kubernetes.io/name': 'ingress-nginx', 'app.kubernetes.io/component': 'controller' },
  },
  {
    name: 'the NGINX Ingress Controller',
    controllers: ['nginx.org/ingress-controller'],
    classes: [],
    annotations: 'nginx.org/',
    image: /(?:^|\/)nginx\/nginx-ingress$|(?:^|\/)nginx-ic\//,
  },
  {
    name: 'Traefik',
    controllers: ['traefik.io/ingress-controller'],
    classes: ['traefik'],
    annotations: 'traefik.ingress.kubernetes.io/',
    image: /(?:^|\/)traefik$/,
    labels: { 'app.kubernetes.io/name': 'traefik' },
  },
  {
    name: 'HAProxy Ingress',
    controllers: ['haproxy-ingress.github.io/controller', 'haproxy.org/ingress-controller/haproxy'],
    classes: ['haproxy'],
    image: /(?:^|\/)(?:haproxy-ingress|kubernetes-ingress)$/,
  },
  {
    name: 'Contour',
    controllers: ['projectcontour.io/ingress-controller', 'projectcontour.io/projectcontour/contour'],
    classes: ['contour'],
    image: /(?:^|\/)envoyproxy\/envoy(?:-distroless)?$/,
    labels: { app: 'envoy' },
  },
  {
    name: 'Kong',
    controllers: ['ingress-controllers.konghq.com/kong'],
    classes: ['kong'],
    annotations: 'konghq.com/',
    image: /(?:^|\/)kong(?:\/kong(?:-gateway)?)?$/,
    labels: { 'app.kubernetes.io/name': 'kong' },
  },
  {
    name: "Istio's ingress gateway",
    controllers: ['istio.io/ingress-controller'],
    classes: ['istio'],
    labels: { istio: 'ingressgateway' },
    image: /(?:^|\/)istio\/proxyv2$/,
  },
  {
    name: 'the AWS load balancer',
    controllers: ['ingress.k8s.aws/alb', 'eks.amazonaws.com/alb'],
    classes: ['alb'],
    annotations: 'alb.ingress.kubernetes.io/',
  },
  { name: 'the Google load balancer', controllers: [], classes: ['gce', 'gce-internal'] },
  {
    name: 'the Azure application gateway',
    controllers: ['azure/application-gateway'],
    classes: ['azure-application-gateway', 'azure/application-gateway'],
    annotations: 'appgw.ingress.kubernetes.io/',
  },
];

/** Who sends the requests of an Ingress to the pods of its backends: one caller for each workload that may be it. */
export function ingressCallers(graph: Graph, ingress: Resource): readonly Caller[] {
  return callersFor(graph, programOf(graph, ingress));
}

/** The same for all Ingresses of a class. */
export function classCallers(graph: Graph, name: string): readonly Caller[] {
  return callersFor(graph, programOfClass(graph, name));
}

function callersFor(graph: Graph, program: ControllerProgram | undefined): readonly Caller[] {
  if (program === undefined) return [UNKNOWN];
  if (program.image === undefined) return [outsideCluster(program.name)];
  const pods = podsRunning(graph, program.image);
  return pods.length > 0 ? pods.map(shownCaller) : [assumedController(program)];
}

function assumedController({ name, labels = {} }: ControllerProgram): Caller {
  return assumedCaller({
    name,
    isPod: 'yes',
    namespace: undefined,
    likelyIn: LIKELY_IN,
    labels: { labels, open: true },
    ports: [],
  });
}

const LIKELY_IN = /ingress|nginx|traefik|haproxy|contour|kong|istio|envoy|gateway|proxy|edge|infra|system/;

/** Load balancers send from addresses of their network, of which only the provider knows. */
function outsideCluster(name: string): Caller {
  return assumedCaller({ name, isPod: 'no', namespace: undefined, labels: { labels: {} }, ports: [] });
}

const UNKNOWN: Caller = assumedCaller({
  name: 'the Ingress controller',
  isPod: 'maybe',
  namespace: undefined,
  likelyIn: LIKELY_IN,
  labels: { labels: {}, open: true },
  ports: [],
});

/** Undefined where neither class nor annotations tell. */
function programOf(graph: Graph, ingress: Resource): ControllerProgram | undefined {
  const name = classOf(ingress) ?? onlyDefault(graph)?.name;
  if (name !== undefined) return programOfClass(graph, name);
  const keys = Object.keys(ingress.annotations);
  return PROGRAMS.find(
    ({ annotations }) => annotations !== undefined && keys.some((key) => key.startsWith(annotations)),
  );
}

/** A class that is not in the input is taken for the one that an installation makes. */
function programOfClass(graph: Graph, name: string): ControllerProgram | undefined {
  const written = graph.find(INGRESS_CLASS, '', name);
  const controller = written === undefined ? undefined : stringOf(specOf(written).controller);
  return PROGRAMS.find(({ controllers, classes }) =>
    controller === undefined ? classes.includes(name) : controllers.includes(controller),
  );
}
