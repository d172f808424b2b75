import { stringOf } from '../../base/json.ts';
import type { Graph } from '../../reference/graph.ts';
import type { Labels, Resource } from '../../resource/resource.ts';
import { specOf } from '../service/service.ts';
import { assumedCaller, shownCaller } from './caller.ts';
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
  /** The namespace in which the proxies of a Gateway run; undefined where nothing here tells. */
  readonly home: (graph: Graph, gateway: Resource) => string | undefined;
  readonly labels: (gateway: Resource) => Labels;
}

const BESIDE: Implementation['home'] = (_graph, { namespace }) => namespace;
const UNTOLD: Implementation['home'] = () => undefined;

/**
 * Sources (GA16): gateway.envoyproxy.io "Customize EnvoyProxy"; istio.io "Kubernetes Gateway API", automated deployment;
 * docs.nginx.com/nginx-gateway-fabric; cilium docs "Gateway API"; GKE docs "Gateway classes".
 */
const IMPLEMENTATIONS: readonly Implementation[] = [
  {
    name: 'the proxies of Envoy Gateway',
    controllers: /^gateway\.envoyproxy\.io\//,
    classes: /^(?:eg|envoy(?:-gateway)?)$/,
    isPod: 'yes',
    home: envoyHome,
    labels: ({ name, namespace }) => ({
      'gateway.envoyproxy.io/owning-gateway-name': name,
      'gateway.envoyproxy.io/owning-gateway-namespace': namespace,
    }),
  },
  {
    name: 'the proxy of Istio',
    controllers: /^istio\.io\/gateway-controller$/,
    classes: /^istio$/,
    isPod: 'yes',
    home: BESIDE,
    labels: ({ name }) => ({ 'gateway.networking.k8s.io/gateway-name': name }),
  },
  {
    name: 'the proxy of NGINX Gateway Fabric',
    controllers: /^gateway\.nginx\.org\//,
    classes: /^nginx$/,
    isPod: 'yes',
    home: BESIDE,
    labels: ({ name }) => ({ 'gateway.networking.k8s.io/gateway-name': name }),
  },
  {
    name: 'the Google load balancer',
    controllers: /^networking\.gke\.io\//,
    classes: /^gke-/,
    isPod: 'no',
    home: UNTOLD,
    labels: () => ({}),
  },
];

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
  return [
    assumedCaller({
      name: `${found.name} for ${gateway.kind} ${gateway.namespace}/${gateway.name}`,
      isPod: found.isPod,
      namespace: found.home(graph, gateway),
      likelyIn: LIKELY_IN,
      labels: { labels, open: true },
      ports: [],
    }),
  ];
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

function implementationOf(graph: Graph, gateway: Resource): Implementation | undefined {
  const name = stringOf(specOf(gateway).gatewayClassName) ?? '';
  const written = graph.find('gateway.networking.k8s.io/GatewayClass', '', name);
  const controller = written === undefined ? undefined : stringOf(specOf(written).controllerName);
  return IMPLEMENTATIONS.find(({ controllers, classes }) =>
    controller === undefined ? classes.test(name) : controllers.test(controller),
  );
}
