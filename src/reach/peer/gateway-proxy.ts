import { stringOf } from '../../base/json.ts';
import { homesOfReleases } from '../../reference/completeness.ts';
import type { Graph } from '../../reference/graph.ts';
import type { Labels, Resource } from '../../resource/resource.ts';
import { specOf } from '../service/service.ts';
import { assumedCaller, podsRunning, shownCaller } from './caller.ts';
import { envoyHome } from './envoy-gateway.ts';
import type { Caller } from './caller.ts';
import type { Match } from '../../resource/selector.ts';

/** Implementations of the Gateway API, by the classes that their installations make. */
interface Implementation {
  readonly name: string;
  readonly controllers: RegExp;
  readonly classes: RegExp;
  /** Whether its proxies have the addresses of pods. */
  readonly isPod: Match;
  /** Where the proxies of a Gateway run, one of these; none: nobody knows. */
  readonly homes: (graph: Graph, gateway: Resource) => readonly string[];
  readonly labels: (gateway: Resource) => Labels;
}

const ISTIO = 'the proxy of Istio';
const ENVOY_GATEWAY = 'the proxies of Envoy Gateway';

/**
 * Sources (GA16): gateway.envoyproxy.io "Customize EnvoyProxy"; istio.io "Kubernetes Gateway API", automated deployment;
 * docs.nginx.com/nginx-gateway-fabric; cilium docs "Gateway API"; GKE docs "Gateway classes".
 */
const IMPLEMENTATIONS: readonly Implementation[] = [
  {
    name: ENVOY_GATEWAY,
    controllers: /^gateway\.envoyproxy\.io\//,
    classes: /^(?:eg|envoy(?:-gateway)?)$/,
    isPod: 'yes',
    homes: homesOfEnvoyProxies,
    labels: ({ name, namespace }) => ({
      'gateway.envoyproxy.io/owning-gateway-name': name,
      'gateway.envoyproxy.io/owning-gateway-namespace': namespace,
    }),
  },
  {
    name: ISTIO,
    controllers: /^istio\.io\/gateway-controller$/,
    classes: /^istio$/,
    isPod: 'yes',
    homes: (_graph, { namespace }) => [namespace],
    labels: ({ name }) => ({ 'gateway.networking.k8s.io/gateway-name': name }),
  },
  {
    name: 'the proxy of NGINX Gateway Fabric',
    controllers: /^gateway\.nginx\.org\//,
    classes: /^nginx$/,
    isPod: 'yes',
    homes: (_graph, { namespace }) => [namespace],
    labels: ({ name }) => ({ 'gateway.networking.k8s.io/gateway-name': name }),
  },
  {
    name: 'the Google load balancer',
    controllers: /^networking\.gke\.io\//,
    classes: /^gke-/,
    isPod: 'no',
    homes: () => [],
    labels: () => ({}),
  },
];

/**
 * Where the controller of Envoy Gateway runs, as far as the input tells, else where its chart is installed: its proxies run there, or
 * with `deploy.type: GatewayNamespace` beside the Gateway (gateway.envoyproxy.io "Gateway Namespace Mode"; envoyproxy/gateway
 * internal/infrastructure/kubernetes/infra_resource.go).
 */
function homesOfEnvoyProxies(graph: Graph, gateway: Resource): readonly string[] {
  const written = envoyHome(graph, gateway);
  return written === undefined ? [...new Set([...homesOfEnvoyGateway(graph), gateway.namespace])] : [written];
}

function homesOfEnvoyGateway(graph: Graph): readonly string[] {
  const running = podsRunning(graph, /(?:^|\/)envoyproxy\/gateway(?:-dev)?$/).map(
    ({ namespace }) => namespace,
  );
  const homes = running.length > 0 ? running : homesOfReleases(graph, /\bgateway-helm\b|\benvoy-gateway\b/);
  return homes.length > 0 ? homes : ['envoy-gateway-system'];
}

/** Who sends the requests of a Gateway's routes to the pods of their backends. */
export function gatewayCallers(graph: Graph, gateway: Resource): readonly Caller[] {
  const found = implementationOf(graph, gateway);
  if (found === undefined) return [UNKNOWN];
  const labels = found.labels(gateway);
  const shown = graph
    .pods()
    .filter(
      (pod) =>
        Object.keys(labels).length > 0 &&
        Object.entries(labels).every(([key, value]) => pod.labels[key] === value),
    );
  if (shown.length > 0) return shown.map(shownCaller);
  const name = `${found.name} for ${gateway.kind} ${gateway.namespace}/${gateway.name}`;
  const assumed = { isPod: found.isPod, likelyIn: LIKELY_IN, labels: { labels, open: true }, ports: [] };
  const homes = found.homes(graph, gateway);
  if (homes.length === 0) return [assumedCaller({ ...assumed, name, namespace: undefined })];
  return homes.map((namespace) =>
    assumedCaller({ ...assumed, name: homes.length === 1 ? name : `${name} (in ${namespace})`, namespace }),
  );
}

const LIKELY_IN = /gateway|envoy|nginx|ingress|istio|edge|infra|system/;

const UNKNOWN: Caller = assumedCaller({
  name: "the Gateway's proxy",
  isPod: 'maybe',
  namespace: undefined,
  likelyIn: LIKELY_IN,
  labels: { labels: {}, open: true },
  ports: [],
});

/** Whether Envoy Gateway serves a Gateway. */
export function isOfEnvoyGateway(graph: Graph, gateway: Resource): boolean {
  return implementationOf(graph, gateway)?.name === ENVOY_GATEWAY;
}

/** Whether Istio serves a Gateway. */
export function isOfIstio(graph: Graph, gateway: Resource): boolean {
  return implementationOf(graph, gateway)?.name === ISTIO;
}

function implementationOf(graph: Graph, gateway: Resource): Implementation | undefined {
  const name = stringOf(specOf(gateway).gatewayClassName) ?? '';
  const written = graph.find('gateway.networking.k8s.io/GatewayClass', '', name);
  const controller = written === undefined ? undefined : stringOf(specOf(written).controllerName);
  return IMPLEMENTATIONS.find(({ controllers, classes }) =>
    controller === undefined ? classes.test(name) : controllers.test(controller),
  );
}
