import { checked, deployment, ingress, list, object, path, service, web } from '../objects.mjs';

const REGEX = { 'nginx.ingress.kubernetes.io/use-regex': 'true' };
const host = (index) => `h${index}.example.com`;
const rule = (name, ...paths) => ({ host: name, http: { paths } });

const gateway = (listeners, name = 'gateway') =>
  object('gateway.networking.k8s.io/v1', 'Gateway', name, {
    spec: { gatewayClassName: 'example', listeners },
  });
const listener = (name, more = {}) => ({ name, port: 80, protocol: 'HTTP', ...more });
const httpRoute = (name, rules, spec = {}) =>
  object('gateway.networking.k8s.io/v1', 'HTTPRoute', name, {
    spec: { parentRefs: [{ name: 'gateway' }], rules, ...spec },
  });
const to = (type, value, name = 'web') => ({
  matches: [{ path: { type, value } }],
  backendRefs: [{ name, port: 80 }],
});
const openshift = (name, host, path) =>
  object('route.openshift.io/v1', 'Route', name, {
    spec: { host, path, to: { kind: 'Service', name: 'web' }, port: { targetPort: 'http' } },
  });

/** Ingresses, Gateways and the routes of both, and OpenShift Routes. */
export const ROUTES = [
  checked('Ingresses with expressions on one host', 60, (count) => [
    ...web(),
    ...list(count, (index) =>
      ingress(
        `i${index}`,
        [rule('shop.example.com', path(`/a${index}/[0-9]+`, 'web', 'ImplementationSpecific'))],
        REGEX,
      ),
    ),
  ]),
  checked('Ingresses of one host, one with expressions', 60, (count) => [
    ...web(),
    ingress('regex', [rule('shop.example.com', path('/r/[0-9]+', 'web', 'ImplementationSpecific'))], REGEX),
    ...list(count, (index) => ingress(`i${index}`, [rule('shop.example.com', path(`/a${index}`))])),
  ]),
  checked('Ingresses of one path', 60, (count) => [
    ...web(),
    ...list(count, (index) => ingress(`i${index}`, [rule('shop.example.com', path('/'))])),
  ]),
  checked('Ingresses, each with a host', 60, (count) => [
    ...web(),
    ...list(count, (index) => ingress(`i${index}`, [rule(host(index), path('/'))])),
  ]),
  checked('Ingresses with a default backend', 60, (count) => [
    ...web(),
    ...list(count, (index) =>
      ingress(
        `i${index}`,
        undefined,
        {},
        {
          defaultBackend: { service: { name: 'web', port: { number: 80 } } },
        },
      ),
    ),
  ]),
  checked('Ingresses without their Service', 60, (count) => [
    ...web(),
    ...list(count, (index) => ingress(`i${index}`, [rule(host(index), path('/', 'wev'))])),
  ]),
  checked('Ingresses under one certificate', 60, (count) => [
    ...web(),
    ...list(count, (index) =>
      ingress(
        `i${index}`,
        [rule(host(index), path('/'))],
        {},
        {
          tls: [{ hosts: [host(index)], secretName: 'certificate' }],
        },
      ),
    ),
  ]),
  checked('Ingresses of an issuer', 60, (count) => [
    ...web(),
    ...list(count, (index) =>
      ingress(
        `i${index}`,
        [rule(host(index), path('/'))],
        { 'cert-manager.io/cluster-issuer': 'letsencrypt' },
        { tls: [{ hosts: [host(index)], secretName: `certificate-${index}` }] },
      ),
    ),
  ]),
  checked('canaries of one host', 40, (count) => [
    ...web(),
    ingress('main', [rule('shop.example.com', path('/'))]),
    ...list(count, (index) =>
      ingress(`c${index}`, [rule('shop.example.com', path('/'))], {
        'nginx.ingress.kubernetes.io/canary': 'true',
        'nginx.ingress.kubernetes.io/canary-weight': '1',
      }),
    ),
  ]),
  checked('Ingresses of an ALB group', 60, (count) => [
    ...web(),
    ...list(count, (index) =>
      ingress(
        `i${index}`,
        [rule('shop.example.com', path(`/a${index}`))],
        { 'alb.ingress.kubernetes.io/group.name': 'one' },
        { ingressClassName: 'alb' },
      ),
    ),
  ]),
  checked('paths of one Ingress', 60, (count) => [
    ...web(),
    ingress('paths', [rule('shop.example.com', ...list(count, (index) => path(`/a${index}`)))]),
  ]),
  checked('equal paths of one Ingress', 60, (count) => [
    ...web(),
    ingress('paths', [rule('shop.example.com', ...list(count, () => path('/same')))]),
  ]),
  checked('paths of one Ingress, each deeper', 30, (count) => [
    ...web(),
    ingress('paths', [
      rule('shop.example.com', ...list(count, (index) => path(`/a${'/b'.repeat(index % 40)}/${index}`))),
    ]),
  ]),
  checked('paths of one Ingress with expressions', 60, (count) => [
    ...web(),
    ingress(
      'paths',
      [
        rule(
          'shop.example.com',
          ...list(count, (index) => path(`/a${index}/(.*)`, 'web', 'ImplementationSpecific')),
        ),
      ],
      REGEX,
    ),
  ]),
  checked('hosts of one Ingress', 60, (count) => [
    ...web(),
    ingress(
      'hosts',
      list(count, (index) => rule(host(index), path('/'))),
      {},
      {
        tls: [{ hosts: list(count, host), secretName: 'certificate' }],
      },
    ),
  ]),
  checked('entries of tls of one Ingress', 60, (count) => [
    ...web(),
    ingress(
      'hosts',
      list(count, (index) => rule(host(index), path('/'))),
      {},
      {
        tls: list(count, (index) => ({ hosts: [host(index)], secretName: `certificate-${index}` })),
      },
    ),
  ]),
  checked('Services of one Ingress', 40, (count) => [
    ...list(count, (index) => deployment(`w${index}`, `w${index}`)),
    ...list(count, (index) => service(`w${index}`, { app: `w${index}` })),
    ingress('services', [
      rule('shop.example.com', ...list(count, (index) => path(`/a${index}`, `w${index}`))),
    ]),
  ]),
  checked('HTTPRoutes with expressions on one hostname', 60, (count) => [
    ...web(),
    gateway([listener('http')]),
    ...list(count, (index) =>
      httpRoute(`r${index}`, [to('RegularExpression', `/a${index}/[0-9]+`)], {
        hostnames: ['shop.example.com'],
      }),
    ),
  ]),
  checked('HTTPRoutes on one listener', 60, (count) => [
    ...web(),
    gateway([listener('http')]),
    ...list(count, (index) => httpRoute(`r${index}`, [to('PathPrefix', `/a${index}`)])),
  ]),
  checked('HTTPRoutes with one match', 60, (count) => [
    ...web(),
    gateway([listener('http')]),
    ...list(count, (index) => httpRoute(`r${index}`, [to('PathPrefix', '/')])),
  ]),
  checked('HTTPRoutes, each of a hostname', 60, (count) => [
    ...web(),
    gateway([listener('http')]),
    ...list(count, (index) => httpRoute(`r${index}`, [to('PathPrefix', '/')], { hostnames: [host(index)] })),
  ]),
  checked('rules of one HTTPRoute', 60, (count) => [
    ...web(),
    gateway([listener('http')]),
    httpRoute(
      'rules',
      list(count, (index) => to('PathPrefix', `/a${index}`)),
    ),
  ]),
  checked('hostnames of one HTTPRoute', 60, (count) => [
    ...web(),
    gateway([listener('http')]),
    httpRoute('hostnames', [to('PathPrefix', '/')], { hostnames: list(count, host) }),
  ]),
  checked('listeners of one Gateway', 40, (count) => [
    ...web(),
    gateway(list(count, (index) => listener(`l${index}`, { hostname: host(index) }))),
    httpRoute('route', [to('PathPrefix', '/')]),
  ]),
  checked('listeners of one Gateway, each on its port', 40, (count) => [
    ...web(),
    gateway(list(count, (index) => listener(`l${index}`, { port: 1 + index }))),
    httpRoute('route', [to('PathPrefix', '/')]),
  ]),
  checked('listeners and routes', 40, (count) => [
    ...web(),
    gateway(list(count, (index) => listener(`l${index}`, { hostname: host(index) }))),
    ...list(count, (index) =>
      httpRoute(`r${index}`, [to('PathPrefix', '/')], {
        parentRefs: [{ name: 'gateway', sectionName: `l${index}` }],
        hostnames: [host(index)],
      }),
    ),
  ]),
  checked('Gateways with a route each', 40, (count) => [
    ...web(),
    ...list(count, (index) => gateway([listener('http')], `g${index}`)),
    ...list(count, (index) =>
      httpRoute(`r${index}`, [to('PathPrefix', '/')], { parentRefs: [{ name: `g${index}` }] }),
    ),
  ]),
  checked('Gateways of one route', 40, (count) => [
    ...web(),
    ...list(count, (index) => gateway([listener('http')], `g${index}`)),
    httpRoute('route', [to('PathPrefix', '/')], {
      parentRefs: list(count, (index) => ({ name: `g${index}` })),
    }),
  ]),
  checked('HTTPRoutes to a namespace that grants', 60, (count) => [
    ...web(),
    gateway([listener('http')]),
    ...list(count, (index) =>
      object('gateway.networking.k8s.io/v1beta1', 'ReferenceGrant', `g${index}`, {
        metadata: { name: `g${index}`, namespace: 'other' },
        spec: {
          from: [{ group: 'gateway.networking.k8s.io', kind: 'HTTPRoute', namespace: `n${index}` }],
          to: [{ group: '', kind: 'Service' }],
        },
      }),
    ),
    ...list(count, (index) =>
      httpRoute(`r${index}`, [
        {
          matches: [{ path: { type: 'PathPrefix', value: `/a${index}` } }],
          backendRefs: [{ name: 'web', namespace: 'other', port: 80 }],
        },
      ]),
    ),
  ]),
  checked('OpenShift Routes of one host', 60, (count) => [
    ...web(),
    ...list(count, (index) => openshift(`r${index}`, 'shop.example.com', `/a${index}`)),
  ]),
  checked('OpenShift Routes, each of a host', 60, (count) => [
    ...web(),
    ...list(count, (index) => openshift(`r${index}`, host(index))),
  ]),
];
