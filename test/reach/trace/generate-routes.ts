import fc from 'fast-check';

/** Mostly the right value, sometimes one of the wrong ones. */
export function mostly<T>(right: T, ...wrong: readonly T[]): fc.Arbitrary<T> {
  return fc.oneof(
    { weight: 6, arbitrary: fc.constant(right) },
    { weight: 1, arbitrary: fc.constantFrom(right, ...wrong) },
  );
}

const slips = fc.record({
  service: mostly('api', 'apu'),
  port: mostly('80', '81'),
  second: mostly('{ name: api, port: 80 }', '{ name: apu, port: 80 }', '{ name: api, port: 80, weight: 0 }'),
  header: mostly('two', 'tow'),
  class: mostly('envoy', 'envyo'),
  kind: mostly('GRPCRoute', 'TCPRoute'),
  protocol: mostly('TLS', 'HTTPS', 'tls'),
  hostname: mostly('sni.test', '"*"'),
  to: mostly('api', 'apu'),
  targetPort: mostly('http', 'htpp', '80', '8080'),
  tls: mostly('', 'tls: { termination: edge },', 'tls: { termination: passthrough },'),
  filter: mostly(
    '',
    'filters: [{ type: ExtensionRef, extensionRef: { group: example.com, kind: Filter, name: fliter } }],',
  ),
});

/**
 * Routes of all kinds for the Service `api` of namespace `shop`, by a Gateway of their own, by the router of OpenShift and by a
 * mesh, in which a few things may be wrong.
 */
export const routes: fc.Arbitrary<string> = slips.map(
  (one) => `---
{ apiVersion: example.com/v1, kind: Filter, metadata: { name: filter, namespace: shop } }
---
apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata: { name: door, namespace: shop }
spec:
  gatewayClassName: ${one.class}
  listeners:
    - { name: web, port: 80, protocol: HTTP, allowedRoutes: { kinds: [{ kind: HTTPRoute }, { kind: ${one.kind} }] } }
    - { name: sni, port: 8443, protocol: ${one.protocol}, hostname: ${one.hostname}, tls: { mode: Passthrough } }
    - { name: raw, port: 9000, protocol: TCP }
    - { name: datagrams, port: 9001, protocol: UDP }
---
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: { name: several, namespace: shop }
spec:
  parentRefs: [{ name: door, sectionName: web }]
  hostnames: [one.test, two.test]
  rules:
    - matches: [{ path: { type: PathPrefix, value: /a } }, { path: { type: Exact, value: /b }, method: POST }]
      backendRefs: [{ name: api, port: 80 }, ${one.second}]
    - matches: [{ headers: [{ name: Version, value: ${one.header} }] }]
      ${one.filter === '' ? '' : one.filter.replace(/,$/, '')}
      backendRefs: [{ name: ${one.service}, port: ${one.port} }]
---
apiVersion: gateway.networking.k8s.io/v1
kind: GRPCRoute
metadata: { name: calls, namespace: shop }
spec:
  parentRefs: [{ name: door, sectionName: web }]
  hostnames: [calls.test]
  rules: [{ matches: [{ method: { service: shop.Api, method: Get } }], backendRefs: [{ name: ${one.service}, port: ${one.port} }] }]
---
apiVersion: gateway.networking.k8s.io/v1
kind: TLSRoute
metadata: { name: sni, namespace: shop }
spec:
  parentRefs: [{ name: door, sectionName: sni }]
  hostnames: [sni.test]
  rules: [{ backendRefs: [{ name: ${one.service}, port: ${one.port} }] }]
---
apiVersion: gateway.networking.k8s.io/v1alpha2
kind: TCPRoute
metadata: { name: raw, namespace: shop }
spec: { parentRefs: [{ name: door, sectionName: raw }], rules: [{ backendRefs: [{ name: api, port: ${one.port} }] }] }
---
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: { name: mesh, namespace: shop }
spec:
  parentRefs: [{ group: "", kind: Service, name: api }]
  rules: [{ backendRefs: [{ name: ${one.service}, port: ${one.port} }] }]
---
apiVersion: route.openshift.io/v1
kind: Route
metadata: { name: api, namespace: shop }
spec: { host: router.test, ${one.tls} to: { kind: Service, name: ${one.to} }, port: { targetPort: ${one.targetPort} } }
`,
);
