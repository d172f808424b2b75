import { describe, expect, it } from 'vitest';
import type { Caller } from '../../src/reach/peer/caller.ts';
import { gatewayCallers } from '../../src/reach/peer/gateway-proxy.ts';
import { ingressCallers } from '../../src/reach/peer/ingress-controller.ts';
import { prometheus } from '../../src/reach/peer/prometheus.ts';
import type { Graph } from '../../src/reference/graph.ts';
import type { Resource } from '../../src/resource/resource.ts';
import { worldOf } from './policies.ts';

function running(name: string, namespace: string, image: string): string {
  return `
apiVersion: apps/v1
kind: Deployment
metadata: { name: ${name}, namespace: ${namespace} }
spec:
  selector: { matchLabels: { app: ${name} } }
  template: { metadata: { labels: { app: ${name} } }, spec: { containers: [{ name: c, image: "${image}" }] } }
---`;
}

function only(
  graph: Graph,
  type: 'networking.k8s.io/Ingress' | 'gateway.networking.k8s.io/Gateway',
): Resource {
  const [found] = graph.all(type);
  if (found === undefined) throw new Error(`no ${type}`);
  return found;
}

/** `Deployment edge/traefik` for pods of the input, else what is assumed: whether it is a pod, and where. */
function describeCallers(callers: readonly Caller[]): readonly string[] {
  return callers.map(({ end, name, shown }) => {
    if (shown || !('unseen' in end)) return name;
    const { isPod, namespace, labels } = end.unseen;
    return [name, `pod: ${isPod}`, namespace ?? 'somewhere', ...Object.keys(labels.labels)].join(', ');
  });
}

describe('who sends the requests of an Ingress', () => {
  function callers(ingress: string, others = ''): readonly string[] {
    const text = `${others}
apiVersion: networking.k8s.io/v1
kind: Ingress
${ingress}
`;
    const { graph } = worldOf(text);
    return describeCallers(ingressCallers(graph, only(graph, 'networking.k8s.io/Ingress')));
  }

  const ofClass = (name: string): string => `metadata: { name: web }\nspec: { ingressClassName: ${name} }`;

  it.each([
    ['nginx', 'ingress-nginx, pod: yes, somewhere, app.kubernetes.io/name, app.kubernetes.io/component'],
    ['traefik', 'Traefik, pod: yes, somewhere, app.kubernetes.io/name'],
    ['alb', 'the AWS load balancer, pod: no, somewhere'],
    ['gce', 'the Google load balancer, pod: no, somewhere'],
    ['mine', 'the Ingress controller, pod: maybe, somewhere'],
  ])('class %s: %s', (name, expected) => {
    expect(callers(ofClass(name))).toEqual([expected]);
  });

  it('is told by the class, if it is in the input', () => {
    const ingressClass = `
apiVersion: networking.k8s.io/v1
kind: IngressClass
metadata: { name: nginx }
spec: { controller: traefik.io/ingress-controller }
---`;
    expect(callers(ofClass('nginx'), ingressClass)).toEqual([
      'Traefik, pod: yes, somewhere, app.kubernetes.io/name',
    ]);
  });

  it('is told by annotations that only one controller reads', () => {
    const metadata = 'metadata: { name: web, annotations: { alb.ingress.kubernetes.io/scheme: internal } }';
    expect(callers(metadata)).toEqual(['the AWS load balancer, pod: no, somewhere']);
  });

  it.each([
    'registry.k8s.io/ingress-nginx/controller:v1.11.2@sha256:d56f135b6462cfc476447cfe564b83a45e8bb7da2774963b00d12161112270b7',
    'quay.io/kubernetes-ingress-controller/nginx-ingress-controller:0.33.0',
    'localhost:5000/ingress-nginx/controller',
  ])('is the pods that run it, where they are shown: %s', (image) => {
    expect(callers(ofClass('nginx'), running('ctl', 'edge', image))).toEqual(['Deployment edge/ctl']);
  });

  it.each([
    ['traefik', 'rancher/mirrored-library-traefik:3.7.8'],
    ['traefik', 'docker.io/rancher/hardened-traefik:v3.6.16-build20260512'],
    ['nginx', 'rancher/mirrored-ingress-nginx-controller:v1.12.1'],
    ['haproxy', 'quay.io/jcmoraisjr/haproxy-ingress:v0.14'],
    ['haproxy', 'mirror.example.com/haproxytech/kubernetes-ingress:3.2'],
  ])('is the pods of class %s that run it under another name: %s', (name, image) => {
    expect(callers(ofClass(name), running('ctl', 'edge', image))).toEqual(['Deployment edge/ctl']);
  });

  it('is not a controller of the same name that only sets up a gateway outside', () => {
    const agic = running(
      'agic',
      'edge',
      'mcr.microsoft.com/azure-application-gateway/kubernetes-ingress:1.9.8',
    );
    expect(callers(ofClass('haproxy'), agic)).toEqual(['HAProxy Ingress, pod: yes, somewhere']);
    expect(callers(ofClass('azure-application-gateway'), agic)).toEqual([
      'the Azure application gateway, pod: no, somewhere',
    ]);
  });

  it('is not whatever has nginx in its image', () => {
    expect(callers(ofClass('nginx'), running('web', 'shop', 'docker.io/library/nginx:1.27'))).toHaveLength(1);
    expect(callers(ofClass('nginx'), running('web', 'shop', 'nginx'))[0]).toMatch(/^ingress-nginx,/);
  });
});

describe('who sends the requests of a Gateway', () => {
  function callers(name: string, others = ''): readonly string[] {
    const text = `${others}
apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata: { name: edge, namespace: infra }
spec: { gatewayClassName: ${name} }
`;
    const { graph } = worldOf(text);
    return describeCallers(gatewayCallers(graph, only(graph, 'gateway.networking.k8s.io/Gateway')));
  }

  const labels = 'gateway.envoyproxy.io/owning-gateway-name, gateway.envoyproxy.io/owning-gateway-namespace';
  const proxiesIn = (namespace: string): string =>
    `the proxies of Envoy Gateway for Gateway infra/edge (in ${namespace}), pod: yes, ${namespace}, ${labels}`;
  const controller = `
apiVersion: v1
kind: Pod
metadata: { name: envoy-gateway, namespace: network }
spec: { containers: [{ name: envoy-gateway, image: "docker.io/envoyproxy/gateway:v1.5.0" }] }
---`;
  const release = `
apiVersion: helm.toolkit.fluxcd.io/v2
kind: HelmRelease
metadata: { name: envoy-gateway, namespace: flux-system }
spec: { targetNamespace: edge-system, chart: { spec: { chart: gateway-helm } } }
---`;
  it.each([
    ['nothing of its controller', '', 'envoy-gateway-system'],
    ['its controller', controller, 'network'],
    ['a release of its chart', release, 'edge-system'],
  ])('Envoy Gateway with %s is there or beside the Gateway', (_what, others, namespace) => {
    expect(callers('eg', others)).toEqual([proxiesIn(namespace), proxiesIn('infra')]);
  });

  it.each([
    [
      'istio',
      'the proxy of Istio for Gateway infra/edge, pod: yes, infra, gateway.networking.k8s.io/gateway-name',
    ],
    ['gke-l7-global-external-managed', 'the Google load balancer for Gateway infra/edge, pod: no, somewhere'],
    ['mine', "the Gateway's proxy, pod: maybe, somewhere"],
  ])('class %s: %s', (name, expected) => {
    expect(callers(name)).toEqual([expected]);
  });

  it('is told by the controller of the class, if that is in the input', () => {
    const gatewayClass = `
apiVersion: gateway.networking.k8s.io/v1
kind: GatewayClass
metadata: { name: mine }
spec: { controllerName: gateway.envoyproxy.io/gatewayclass-controller }
---`;
    expect(callers('mine', gatewayClass)[0]).toMatch(/^the proxies of Envoy Gateway/);
  });
});

describe('where the proxies of Envoy Gateway run', () => {
  const settings = (provider: string, name = 'envoy-gateway-config'): string => `
apiVersion: v1
kind: ConfigMap
metadata: { name: ${name}, namespace: envoy-gateway-system }
data:
  envoy-gateway.yaml: |
    apiVersion: gateway.envoyproxy.io/v1alpha1
    kind: EnvoyGateway
    provider: ${provider}
---`;
  const BESIDE = '{ type: Kubernetes, kubernetes: { deploy: { type: GatewayNamespace } } }';

  it.each([
    [
      'beside its controller or the Gateway, where nobody shows its settings',
      '',
      'envoy-gateway-system infra',
    ],
    ['its own namespace, unless told otherwise', settings('{ type: Kubernetes }'), 'envoy-gateway-system'],
    ['the namespace of the Gateway', settings(BESIDE), 'infra'],
    [
      'either, with two settings that differ',
      settings(BESIDE) + settings('{ type: Kubernetes }', 'other'),
      'envoy-gateway-system infra',
    ],
    ['either, with settings that cannot be read', settings('{ ['), 'envoy-gateway-system infra'],
  ])('%s', (_case, config, expected) => {
    const { graph } = worldOf(`${config}
apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata: { name: edge, namespace: infra }
spec: { gatewayClassName: eg }
`);
    const callers = describeCallers(gatewayCallers(graph, only(graph, 'gateway.networking.k8s.io/Gateway')));
    expect(callers.map((caller) => caller.split(', ')[2]).join(' ')).toBe(expected);
  });
});

describe('Prometheus', () => {
  it.each([
    ['nothing of it', '', 'Prometheus, pod: yes, somewhere, app.kubernetes.io/name'],
    [
      'its pods',
      running('prom', 'monitoring', 'quay.io/prometheus/prometheus:v3'),
      'Deployment monitoring/prom',
    ],
    [
      'what its operator makes pods of',
      'apiVersion: monitoring.coreos.com/v1\nkind: Prometheus\nmetadata: { name: main, namespace: monitoring }\nspec: {}',
      'Prometheus monitoring/main',
    ],
    [
      'an exporter',
      running('exporter', 'shop', 'prom/node-exporter:v1'),
      'Prometheus, pod: yes, somewhere, app.kubernetes.io/name',
    ],
  ])('where the manifests show %s', (_, text, expected) => {
    expect(describeCallers(prometheus(worldOf(text).graph))).toEqual([expected]);
  });
});
