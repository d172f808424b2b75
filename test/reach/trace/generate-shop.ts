import fc from 'fast-check';
import { mostly } from './generate-routes.ts';

const slips = fc.record({
  selector: mostly('api', 'apo', 'other'),
  servicePort: mostly('80', '70000', '"80"'),
  targetPort: mostly('http', 'htpp', '8080', '9090'),
  serviceType: mostly('ClusterIP', 'NodePort', 'Nodeport'),
  container: mostly('8080', '0'),
  env: mostly('level', 'levle'),
  controller: mostly(
    'k8s.io/ingress-nginx',
    'nginx.org/ingress-controller',
    'projectcontour.io/ingress-controller',
    'traefik.io/ingress-controller',
  ),
  ingressClass: mostly('nginx', 'ngnix'),
  legacyClass: mostly('', 'kubernetes.io/ingress.class: traefik'),
  ingressSecret: mostly('shop-tls', 'shop-tsl', 'Shop_TLS'),
  ingressService: mostly('api', 'apu'),
  ingressPort: mostly('{ number: 80 }', '{ number: 81 }', '{ name: http }', '{}'),
  pathType: mostly('Prefix', 'Exact', 'prefix'),
  gatewayClass: mostly('envoy', 'envyo'),
  gatewaySecret: mostly('shop-tls', 'shop-tsl', 'bare'),
  gatewaySecretHome: mostly('shop', 'infra'),
  grant: mostly('Gateway', 'HTTPRoute', 'none'),
  protocol: mostly('HTTPS', 'HTTP'),
  tlsMode: mostly('Terminate', 'Passthrough'),
  from: mostly('All', 'Same'),
  routeHost: mostly('gw.test', 'other.test'),
  routeService: mostly('api', 'apu'),
  routePort: mostly('80', '81'),
  section: mostly('https', 'htps'),
  policy: mostly('', '{ podSelector: {}, policyTypes: [Ingress] }'),
});

/**
 * A shop with an Ingress and a Gateway for one Service, in which a few things may be wrong: names, ports, classes, certificates,
 * grants. What it says is one text.
 */
export const shops: fc.Arbitrary<string> = slips.map(
  (one) => `
{ apiVersion: v1, kind: Namespace, metadata: { name: shop } }
---
{ apiVersion: v1, kind: Namespace, metadata: { name: infra } }
---
{ apiVersion: v1, kind: ConfigMap, metadata: { name: settings, namespace: shop }, data: { level: info } }
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: api, namespace: shop }
spec:
  selector: { matchLabels: { app: api } }
  template:
    metadata: { labels: { app: api } }
    spec:
      containers:
        - name: main
          image: one
          ports: [{ name: http, containerPort: ${one.container} }]
          env: [{ name: LEVEL, valueFrom: { configMapKeyRef: { name: settings, key: ${one.env} } } }]
---
apiVersion: v1
kind: Service
metadata: { name: api, namespace: shop }
spec:
  type: ${one.serviceType}
  selector: { app: ${one.selector} }
  ports: [{ name: http, port: ${one.servicePort}, targetPort: ${one.targetPort} }]
---
{ apiVersion: networking.k8s.io/v1, kind: IngressClass, metadata: { name: nginx }, spec: { controller: ${one.controller} } }
---
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: { name: api, namespace: shop, annotations: { ${one.legacyClass} } }
spec:
  ingressClassName: ${one.ingressClass}
  tls: [{ hosts: [api.test], secretName: ${one.ingressSecret} }]
  rules:
    - host: api.test
      http:
        paths: [{ path: /, pathType: ${one.pathType}, backend: { service: { name: ${one.ingressService}, port: ${one.ingressPort} } } }]
---
{ apiVersion: v1, kind: Secret, metadata: { name: shop-tls, namespace: shop }, type: kubernetes.io/tls, data: { tls.crt: YQ==, tls.key: YQ== } }
---
{ apiVersion: v1, kind: Secret, metadata: { name: shop-tls, namespace: infra }, type: kubernetes.io/tls, data: { tls.crt: YQ==, tls.key: YQ== } }
---
{ apiVersion: v1, kind: Secret, metadata: { name: bare, namespace: shop }, data: { cert: YQ== } }
---
{ apiVersion: gateway.networking.k8s.io/v1, kind: GatewayClass, metadata: { name: envoy }, spec: { controllerName: gateway.envoyproxy.io/gatewayclass-controller } }
---
apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata: { name: edge, namespace: infra }
spec:
  gatewayClassName: ${one.gatewayClass}
  listeners:
    - name: https
      port: 443
      protocol: ${one.protocol}
      hostname: gw.test
      tls: { mode: ${one.tlsMode}, certificateRefs: [{ name: ${one.gatewaySecret}, namespace: ${one.gatewaySecretHome} }] }
      allowedRoutes: { namespaces: { from: ${one.from} } }
---
apiVersion: gateway.networking.k8s.io/v1beta1
kind: ReferenceGrant
metadata: { name: certificates, namespace: shop }
spec:
  from: [{ group: gateway.networking.k8s.io, kind: ${one.grant}, namespace: infra }]
  to: [{ group: "", kind: Secret }]
---
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: { name: api, namespace: shop }
spec:
  parentRefs: [{ name: edge, namespace: infra, sectionName: ${one.section} }]
  hostnames: [${one.routeHost}]
  rules: [{ backendRefs: [{ name: ${one.routeService}, port: ${one.routePort} }] }]
${
  one.policy === ''
    ? ''
    : `---
{ apiVersion: networking.k8s.io/v1, kind: NetworkPolicy, metadata: { name: deny, namespace: shop }, spec: ${one.policy} }
`
}`,
);
