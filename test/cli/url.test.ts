import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { commandIn } from './command.ts';

const cwd = mkdtempSync(join(tmpdir(), 'kubeplumb-url-'));

const MANIFESTS = `
apiVersion: apps/v1
kind: Deployment
metadata: { name: cart, namespace: shop }
spec:
  selector: { matchLabels: { app: cart } }
  template:
    metadata: { labels: { app: cart } }
    spec: { containers: [{ name: main, image: one, ports: [{ containerPort: 8080 }] }] }
---
apiVersion: v1
kind: Service
metadata: { name: cart, namespace: shop }
spec: { selector: { app: cart }, ports: [{ port: 80, targetPort: 8080 }] }
---
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: { name: shop, namespace: shop }
spec:
  ingressClassName: nginx
  tls: [{ hosts: [shop.example.com], secretName: shop-tls }]
  rules:
    - host: shop.example.com
      http:
        paths: [{ path: /v1/cart, pathType: Prefix, backend: { service: { name: cart, port: { number: 80 } } } }]
---
apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata: { name: edge, namespace: shop }
spec: { gatewayClassName: eg, listeners: [{ name: http, port: 80, protocol: HTTP }] }
---
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: { name: api, namespace: shop }
spec:
  parentRefs: [{ name: edge }]
  hostnames: [api.example.com]
  rules:
    - backendRefs: [{ name: cart, port: 80, weight: 3 }, { name: gone, port: 80 }]
    - matches: [{ method: DELETE }]
      filters: [{ type: RequestRedirect, requestRedirect: { hostname: www.example.com } }]
    - matches: [{ headers: [{ name: version, value: two }] }]
      backendRefs: [{ name: cart, port: 80 }]
---
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: { name: moved, namespace: shop }
spec:
  parentRefs: [{ name: edge }]
  hostnames: [old.example.com, loop.example.com]
  rules:
    - matches: [{ path: { value: /api } }]
      filters:
        - type: RequestRedirect
          requestRedirect: { hostname: api.example.com, path: { type: ReplacePrefixMatch, replacePrefixMatch: / }, statusCode: 301 }
    - filters: [{ type: RequestRedirect, requestRedirect: { hostname: loop.example.com } }]
---
apiVersion: networking.k8s.io/v1
kind: IngressClass
metadata: { name: nginx }
spec: { controller: k8s.io/ingress-nginx }
---
apiVersion: gateway.networking.k8s.io/v1
kind: GatewayClass
metadata: { name: eg }
spec: { controllerName: gateway.envoyproxy.io/gatewayclass-controller }
---
apiVersion: v1
kind: Secret
metadata: { name: shop-tls, namespace: shop }
type: kubernetes.io/tls
data: { tls.crt: Y2VydA==, tls.key: a2V5 }
`;

beforeAll(() => {
  writeFileSync(join(cwd, 'all.yaml'), MANIFESTS);
});

afterAll(() => {
  rmSync(cwd, { recursive: true });
});

const trace = commandIn(cwd, 'trace');
const routes = commandIn(cwd, 'routes');

interface Told {
  readonly verdict: string;
  readonly shares?: object;
  readonly hops: readonly { readonly kind: string; readonly message: string; readonly verdict: string }[];
}

async function told(...argv: readonly string[]): Promise<Told & { readonly code: number }> {
  const { stdout, code } = await trace('internet', ...argv, '--closed-world', '--format', 'json');
  return { ...(JSON.parse(stdout) as Told), code };
}

describe('a URL', () => {
  it('is followed from the Ingress to the container', async () => {
    const { hops, verdict, code } = await told('https://shop.example.com/v1/cart');
    expect(hops.map(({ kind }) => kind)).toEqual([
      'entry',
      'tls',
      'route',
      'backend',
      'service',
      'endpoints',
      'ingress',
      'container',
    ]);
    expect([verdict, code]).toEqual(['allowed', 0]);
  });

  it.each([
    [
      'https://shop.example.com/other',
      'No rule of class nginx for shop.example.com matches GET /other: it gets 404',
    ],
    ['http://loop.example.com/', 'http://loop.example.com/ was asked before: clients go round in circles'],
    [
      'https://shopp.example.com/',
      'No Ingress and no listener of the manifests serves shopp.example.com on port 443 (https); shop.example.com is served',
    ],
    ['https://api.example.com/', 'listener http of Gateway shop/edge has it on port 80 (http)'],
  ])('%s: %s', async (url, message) => {
    const { hops, verdict, code } = await told(url);
    expect(hops.at(-1)?.message).toContain(message);
    expect([verdict, code]).toEqual(['blocked', 1]);
  });

  it('is followed to where it is redirected', async () => {
    const { hops, verdict, code } = await told('http://shop.example.com/v1/cart');
    expect(hops.map(({ message }) => message)).toEqual([
      'Class nginx serves shop.example.com',
      'ingress-nginx redirects http to https://shop.example.com/v1/cart (308), because Ingress shop/shop has TLS for the host',
      'Class nginx serves shop.example.com',
      'TLS for shop.example.com with Secret shop-tls',
      ...hops.slice(4).map(({ message }) => message),
    ]);
    expect([verdict, code]).toEqual(['allowed', 0]);
    const moved = await told('http://old.example.com/api/x', '--header', 'version: two');
    expect(moved.hops.map(({ message }) => message).slice(1, 4)).toEqual([
      'HTTPRoute shop/moved, old.example.com/api (prefix) matches GET /api/x: redirected to …://api.example.com/ (301)',
      'Listener http of Gateway shop/edge serves api.example.com',
      'HTTPRoute shop/api, api.example.com/ (prefix), header version=two matches GET /x',
    ]);
    expect(moved.verdict).toBe('allowed');
  });

  it('tells which part of the requests a broken backend takes', async () => {
    const { shares, verdict, hops } = await told('http://api.example.com/');
    expect([verdict, shares]).toEqual(['depends', { allowed: 0.75, depends: 0, blocked: 0.25 }]);
    expect(hops.at(-1)?.message).toBe(
      '25 % of the requests go to Service shop/gone:80, and get 500 (BackendNotFound: Service shop/gone does not exist)',
    );
    const { stdout } = await trace('internet', 'http://api.example.com/', '--closed-world');
    expect(stdout).toContain('Of the requests 75 % get through, 25 % do not.');
  });

  it('hears method and header', async () => {
    const url = 'http://api.example.com/';
    expect((await told(url, '--method', 'delete')).hops.at(-1)?.message).toContain(
      'redirected to …://www.example.com/… (302)',
    );
    expect((await told(url, '--header', 'Version: two')).verdict).toBe('allowed');
  });

  it.each([
    [['ftp://shop.example.com/'], "'ftp://shop.example.com/' is no http or https URL"],
    [['https://shop.example.com/', '--header', 'x'], "'x' is no header"],
  ])('%j: %s', async (argv, message) => {
    const { code, stderr } = await trace('internet', ...argv);
    expect(stderr).toContain(message);
    expect(code).toBe(2);
  });
});

const read = (name: string): object =>
  JSON.parse(readFileSync(join(import.meta.dirname, '../../schemas', name), 'utf8')) as object;

const ajv = new Ajv({ schemas: { 'report.schema.json': read('report.schema.json') }, allowUnionTypes: true });

it('prints what the schemas say', async () => {
  const validTrace = ajv.compile(read('trace.schema.json'));
  for (const url of [
    'https://shop.example.com/v1/cart',
    'http://api.example.com/',
    'http://nowhere.example.com/',
  ]) {
    validTrace(await told(url));
    expect(validTrace.errors).toBeNull();
  }
  const validRoutes = ajv.compile(read('routes.schema.json'));
  validRoutes(JSON.parse((await routes('--format', 'json')).stdout));
  expect(validRoutes.errors).toBeNull();
});

it('prints the route table', async () => {
  const { stdout, code } = await routes('--closed-world', '--host', 'api.example.com');
  expect(code).toBe(0);
  expect(stdout).toBe(`Listener http of Gateway shop/edge (port 80)

  api.example.com
     / (prefix), DELETE              redirect to …://www.example.com/… (302)  all.yaml:40
     / (prefix), header version=two  shop/cart:80  all.yaml:42
   ! / (prefix)                      75 % shop/cart:80, 25 % shop/gone:80 (500)  all.yaml:39
`);
});
