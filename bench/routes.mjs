/** Manifests for the route table: as many hosts as asked for, each with paths, as Ingresses and as HTTPRoutes. */

export function ingressManifests(hosts, paths) {
  return numbers(hosts).map(
    (host) => `apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: { name: web-${host}, namespace: team-${host % 50} }
spec:
  ingressClassName: nginx
  rules:
    - host: host-${host}.example.com
      http:
        paths:
${numbers(paths)
  .map(
    (path) =>
      `          - { path: /path-${path}, pathType: Prefix, backend: { service: { name: app-${path}, port: { number: 80 } } } }\n`,
  )
  .join('')}`,
  );
}

export function routeManifests(hosts, paths) {
  const gateway = `apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata: { name: edge, namespace: team-0 }
spec:
  gatewayClassName: eg
  listeners: [{ name: http, port: 80, protocol: HTTP, allowedRoutes: { namespaces: { from: All } } }]
`;
  const routes = numbers(hosts).map(
    (host) => `apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: { name: web-${host}, namespace: team-${host % 50} }
spec:
  parentRefs: [{ name: edge, namespace: team-0 }]
  hostnames: [host-${host}.example.com]
  rules:
${numbers(paths)
  .map(
    (path) =>
      `    - { matches: [{ path: { value: /path-${path} } }], backendRefs: [{ name: app-${path}, port: 80 }] }\n`,
  )
  .join('')}`,
  );
  return [gateway, ...routes];
}

function numbers(count) {
  return Array.from({ length: count }, (_, number) => number);
}
