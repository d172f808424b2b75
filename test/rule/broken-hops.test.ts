import { describe, expect, it } from 'vitest';
import { internet, requestTrace } from '../../src/reach/trace/trace.ts';
import { withFaults } from '../../src/rule/broken-hops.ts';
import { Workspace } from '../../src/workspace/workspace.ts';
import { requestFor } from '../reach/route/build.ts';
import { app, format } from '../reach/trace/told.ts';

function traced(text: string, url: string): ReturnType<typeof withFaults> {
  const workspace = new Workspace({ closedWorld: false });
  const world = workspace.read([{ file: 'a.yaml', text }]);
  const { graph } = world;
  const found = requestTrace(graph, { outside: internet(graph) }, requestFor(url));
  return withFaults(graph, found, workspace.faultsOf(world));
}

function secret(name: string, data = 'tls.crt: YQ==, tls.key: YQ==', namespace = 'shop'): string {
  const type = data.includes('tls.key') ? 'kubernetes.io/tls' : 'Opaque';
  return `{ apiVersion: v1, kind: Secret, metadata: { name: ${name}, namespace: ${namespace} }, type: ${type}, data: { ${data} } }\n---\n`;
}

const CLASSES = `
{ apiVersion: networking.k8s.io/v1, kind: IngressClass, metadata: { name: nginx }, spec: { controller: k8s.io/ingress-nginx } }
---
{ apiVersion: gateway.networking.k8s.io/v1, kind: GatewayClass, metadata: { name: envoy }, spec: { controllerName: gateway.envoyproxy.io/gatewayclass-controller } }
---
{ apiVersion: networking.k8s.io/v1, kind: IngressClass, metadata: { name: nic }, spec: { controller: nginx.org/ingress-controller } }
---
{ apiVersion: networking.k8s.io/v1, kind: IngressClass, metadata: { name: contour }, spec: { controller: projectcontour.io/ingress-controller } }
---
`;

function ingress(more: string, annotations = ''): string {
  return `
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: { name: api, namespace: shop, annotations: { ${annotations} } }
spec:
  ${more}
  rules: [{ host: api.test, http: { paths: [{ path: /, pathType: Prefix, backend: { service: { name: api, port: { number: 80 } } } }] } }]
---
`;
}

function gateway(
  listener: string,
  backends = '{ name: api, port: 80 }',
  className = 'envoy',
  more = '',
): string {
  return `
apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata: { name: edge, namespace: shop }
spec: { gatewayClassName: ${className}, ${more}listeners: [{ name: web, hostname: api.test, ${listener} }] }
---
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: { name: api, namespace: shop }
spec: { parentRefs: [{ name: edge }], hostnames: [api.test], rules: [{ backendRefs: [${backends}] }] }
---
`;
}

const API = CLASSES + app('shop', 'api');
const https = (refs: string): string => `port: 443, protocol: HTTPS, tls: { certificateRefs: [${refs}] }`;
const tls = (className: string, secretName: string): string =>
  `ingressClassName: ${className}\n  tls: [{ hosts: [api.test], secretName: ${secretName} }]`;
const issuer = (name: string): string =>
  `{ apiVersion: cert-manager.io/v1, kind: Issuer, metadata: { name: ${name}, namespace: shop }, spec: { selfSigned: {} } }\n---\n`;
const certificate = (name: string, by: string): string =>
  `{ apiVersion: cert-manager.io/v1, kind: Certificate, metadata: { name: ${name}, namespace: shop }, spec: { secretName: ${name}, dnsNames: [api.test], issuerRef: { name: ${by} } } }\n---\n`;
const clientCa = (name: string): string =>
  `tls: { frontend: { default: { validation: { caCertificateRefs: [{ group: "", kind: ConfigMap, name: ${name} }] } } } }, `;
const ca = (name: string): string =>
  `{ apiVersion: v1, kind: ConfigMap, metadata: { name: ${name}, namespace: shop }, data: { ca.crt: one } }\n---\n`;
const HTTP = 'port: 80, protocol: HTTP';

describe('what check says of a hop is what a trace says', () => {
  it.each([
    ['its class', ingress('ingressClassName: nginx'), 'http', 'allowed'],
    ['a class that is not there', ingress('ingressClassName: ngnix'), 'http', 'blocked, entry blocked'],
    [
      'two classes',
      ingress('ingressClassName: nginx', 'kubernetes.io/ingress.class: traefik'),
      'http',
      'blocked, route blocked',
    ],
    [
      'the same, and a comment that ignores it',
      ingress(
        'ingressClassName: nginx',
        'kubernetes.io/ingress.class: traefik, kubeplumb.dev/ignore: "ingress-class-conflict: this cluster takes it"',
      ),
      'http',
      'allowed',
    ],
    [
      'a certificate without its key, which nginx replaces by its own',
      ingress('ingressClassName: nginx\n  tls: [{ hosts: [api.test], secretName: bare }]') +
        secret('bare', 'a: YQ=='),
      'https',
      'depends, tls depends',
    ],
    [
      'the same over http',
      ingress('ingressClassName: nginx\n  tls: [{ hosts: [other.test], secretName: bare }]') +
        secret('bare', 'a: YQ=='),
      'http',
      'allowed',
    ],
    ...['nic', 'contour'].flatMap((name): readonly [string, string, string, string][] => [
      [
        `a certificate without its key, which ${name} has no other for`,
        ingress(tls(name, 'bare')) + secret('bare', 'a: YQ=='),
        'https',
        'blocked, tls blocked',
      ],
      [`the same with its key (${name})`, ingress(tls(name, 'full')) + secret('full'), 'https', 'allowed'],
      [
        `a certificate that is not there, which ${name} has no other for`,
        ingress(tls(name, 'shop-tsl')) + secret('shop-tls'),
        'https',
        'blocked, tls blocked',
      ],
      [
        `the same, where the Secret may be made by others (${name})`,
        ingress(tls(name, 'wildcard')),
        'https',
        'allowed',
      ],
      [
        `the same over http (${name})`,
        ingress(tls(name, 'shop-tsl')) + secret('shop-tls'),
        'http',
        'allowed',
      ],
    ]),
    [
      'an issuer that is not there, and no certificate yet',
      ingress(tls('nginx', 'api-tls'), 'cert-manager.io/issuer: letsencript') + issuer('letsencrypt'),
      'https',
      'depends, tls depends',
    ],
    [
      'the issuer',
      ingress(tls('nginx', 'api-tls'), 'cert-manager.io/issuer: letsencrypt') + issuer('letsencrypt'),
      'https',
      'allowed',
    ],
    [
      'an issuer that is not there beside the certificate of another day',
      ingress(tls('nginx', 'api-tls'), 'cert-manager.io/issuer: letsencript') +
        issuer('letsencrypt') +
        secret('api-tls'),
      'https',
      'allowed',
    ],
    [
      'a Certificate whose issuer is not there',
      gateway(https('{ name: one }')) + certificate('one', 'letsencript') + issuer('letsencrypt'),
      'https',
      'depends, tls depends',
    ],
    [
      'a CA for clients that is not there',
      gateway(https('{ name: one }'), undefined, undefined, clientCa('client-ca')) +
        secret('one') +
        ca('clients-ca'),
      'https',
      'depends, tls depends',
    ],
    [
      'the CA for clients',
      gateway(https('{ name: one }'), undefined, undefined, clientCa('clients-ca')) +
        secret('one') +
        ca('clients-ca'),
      'https',
      'allowed',
    ],
    ['a Gateway', gateway(HTTP), 'http', 'allowed'],
    [
      'a class of Gateways that is not there',
      gateway(HTTP, undefined, 'envyo'),
      'http',
      'blocked, entry blocked',
    ],
    ['a certificate', gateway(https('{ name: one }')) + secret('one'), 'https', 'allowed'],
    [
      'a certificate without its key',
      gateway(https('{ name: one }')) + secret('one', 'a: YQ=='),
      'https',
      'blocked, tls blocked',
    ],
    [
      'two certificates, one without its key',
      gateway(https('{ name: one }, { name: two }')) + secret('one', 'a: YQ==') + secret('two'),
      'https',
      'depends, tls depends',
    ],
    [
      'a certificate that is not there',
      gateway(https('{ name: shop-tsl }')) + secret('shop-tls'),
      'https',
      'blocked, tls blocked',
    ],
    [
      'a certificate of another namespace that permits nobody',
      gateway(https('{ name: one, namespace: certs }')) +
        secret('one', undefined, 'certs') +
        app('certs', 'other'),
      'https',
      'blocked, tls blocked',
    ],
    [
      'settings that the API server refuses',
      gateway('port: 443, protocol: HTTPS, tls: { mode: Passthrough }'),
      'https',
      'blocked, entry blocked',
    ],
    [
      'backends, of which one is not there',
      gateway(HTTP, '{ name: api, port: 80 }, { name: apu, port: 80 }'),
      'http',
      'depends, backend blocked',
    ],
  ])('%s', (_what, objects, scheme, expected) => {
    expect(format(traced(objects + API, `${scheme}://api.test/`))).toBe(expected);
  });

  it('in its words', () => {
    const { hops } = traced(
      API + gateway(https('{ name: one }')) + secret('one', 'a: YQ=='),
      'https://api.test/',
    );
    expect(hops.at(-1)?.message).toBe(
      'Listener web of Gateway shop/edge takes its certificate from Secret shop/one, which has no tls.crt and no tls.key; the listener is not programmed (InvalidCertificateRef)',
    );
  });

  it('and a listener that has its certificate says which', () => {
    const { hops } = traced(API + gateway(https('{ name: one }')) + secret('one'), 'https://api.test/');
    expect(hops.find(({ kind }) => kind === 'tls')?.message).toBe('TLS for api.test with Secret shop/one');
  });

  const OTHER = app('shop', 'other').replace('labels: { app: other }', 'labels: { app: other, tier: x }');
  const two = (text: string): string => text.replaceAll('selector: { app: api }', 'selector: { tier: x }');
  const api = app('shop', 'api', 'labels: { app: api, tier: x }', 'runtimeClassName: x, ');
  it('of some of the pods, it is not told which get it', () => {
    const dead = api.replace(
      'containers: [{ name: main,',
      'containers: [{ name: main, volumeMounts: [{ name: gone, mountPath: /x }],',
    );
    const alone = two(CLASSES + dead + ingress('ingressClassName: nginx'));
    const both = two(CLASSES + dead + OTHER + ingress('ingressClassName: nginx'));
    expect(format(traced(alone, 'http://api.test/'))).toBe('blocked, container blocked');
    expect(format(traced(both, 'http://api.test/'))).toBe('depends, container depends');
  });
});
