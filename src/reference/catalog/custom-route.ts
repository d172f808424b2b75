import type { NameRow } from '../row.ts';

/** Routes of controllers with kinds of their own: OpenShift's Route, and Traefik's IngressRoutes. */
export const CUSTOM_ROUTE_NAMES: readonly NameRow[] = [
  // Source: openshift/api route/v1 types.go RouteTargetReference, "If not set … Service".
  ...['spec.to', 'spec.alternateBackends[*]'].map((at): NameRow => ({
    id: 'openshift-route-backend',
    from: 'route.openshift.io/Route',
    at,
    name: 'name',
    to: { kind: 'kind', default: 'Service', known: ['Service'] },
    effect: 'requests get 503',
  })),
  ...['traefik.io', 'traefik.containo.us'].flatMap((group): NameRow[] => [
    ...['IngressRoute', 'IngressRouteTCP', 'IngressRouteUDP'].map((kind): NameRow => ({
      id: 'traefik-backend',
      from: `${group}/${kind}`,
      at: 'spec.routes[*].services[*]',
      name: 'name',
      namespace: 'namespace',
      to: { kind: 'kind', default: 'Service', known: ['Service', `${group}/TraefikService`] },
      port: { number: 'port', name: 'port' },
      effect: effectFor(kind),
    })),
    ...['IngressRoute', 'IngressRouteTCP'].map((kind): NameRow => ({
      id: 'traefik-middleware',
      from: `${group}/${kind}`,
      at: 'spec.routes[*].middlewares[*]',
      name: 'name',
      namespace: 'namespace',
      to: kind === 'IngressRoute' ? `${group}/Middleware` : `${group}/MiddlewareTCP`,
      effect: effectFor(kind),
    })),
    {
      id: 'traefik-certificate',
      from: `${group}/IngressRoute`,
      at: 'spec.tls',
      name: 'secretName',
      to: 'Secret',
      effect: 'Traefik serves its default certificate instead',
    },
  ]),
];

function effectFor(kind: string): string {
  return `Traefik leaves the route out, and ${kind === 'IngressRoute' ? 'requests get 404' : 'nobody takes its connections'}`;
}
