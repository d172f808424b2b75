import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../../src/base/json.ts';
import { traceUrl } from '../../../src/reach/trace/url.ts';
import { graphOf, ingress, requestFor } from './build.ts';
import type { WrittenPath } from './build.ts';

const NGINX = 'nginx.ingress.kubernetes.io/';
const HOST = 'shop.example.com';

function backend(name: string): readonly JsonObject[] {
  const labels = { app: name };
  const containers = [{ name: 'main', image: 'web:1', ports: [{ containerPort: 80 }] }];
  return [
    { apiVersion: 'v1', kind: 'Pod', metadata: { name, namespace: 'shop', labels }, spec: { containers } },
    {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name, namespace: 'shop' },
      spec: { selector: labels, ports: [{ port: 80 }] },
    },
  ];
}

function nginx(
  name: string,
  annotations: Readonly<Record<string, string>>,
  {
    host = HOST,
    path = '/',
    pathType = 'Prefix',
    tls,
  }: Partial<WrittenPath> & { host?: string; tls?: readonly string[] } = {},
): JsonObject {
  const written = Object.fromEntries(Object.entries(annotations).map(([key, value]) => [NGINX + key, value]));
  const { spec, ...rest } = ingress(name, host, [{ path, pathType, name }], {
    className: 'nginx',
    annotations: written,
  });
  const blocks = tls === undefined ? {} : { tls: [{ hosts: tls, secretName: 'shop-tls' }] };
  return { ...rest, spec: { ...(spec as JsonObject), ...blocks } };
}

function traced(
  objects: readonly JsonObject[],
  url: string,
  headers: Readonly<Record<string, string>> = {},
): { readonly verdict: string; readonly said: string } {
  const graph = graphOf([...backend('web'), ...backend('next'), ...objects]);
  const { verdict, hops } = traceUrl(graph, requestFor(url, { headers: new Map(Object.entries(headers)) }));
  return { verdict, said: hops.map(({ message }) => message).join('\n') };
}

describe('from-to-www-redirect', () => {
  it.each([
    [HOST, `www.${HOST}`],
    [`www.${HOST}`, HOST],
  ])('of %s takes %s, too', (host, other) => {
    const { verdict, said } = traced(
      [nginx('web', { 'from-to-www-redirect': 'true' }, { host })],
      `http://${other}/cart`,
    );
    expect(verdict).toBe('allowed');
    expect(said).toContain(`redirected to …://${host}/… (308)`);
    expect(said).toContain('All requests go to Service shop/web:80');
  });

  it('stays silent where a rule has the other name', () => {
    const objects = [
      nginx('web', { 'from-to-www-redirect': 'true' }),
      nginx('next', {}, { host: `www.${HOST}` }),
    ];
    const { verdict, said } = traced(objects, `http://www.${HOST}/`);
    expect(verdict).toBe('allowed');
    expect(said).toContain('All requests go to Service shop/next:80');
  });

  it.each([
    ['false', {}],
    ['yes', {}],
    ['true', { 'relative-redirects': 'perhaps' }],
    ['true', { 'temporal-redirect': 'not a URL' }],
  ])('%s with %o makes no server', (flag, more) => {
    const objects = [nginx('web', { 'from-to-www-redirect': flag, ...more })];
    expect(traced(objects, `http://www.${HOST}/`).verdict).toBe('blocked');
  });

  it('sends clients on before it asks them for https', () => {
    const objects = [nginx('web', { 'from-to-www-redirect': 'true' }, { tls: [HOST] })];
    const { verdict, said } = traced(objects, `http://www.${HOST}/`);
    expect(verdict).toBe('allowed');
    expect(said).toContain(`ingress-nginx redirects http to https://${HOST}/`);
    expect(said).not.toContain('default certificate');
    expect(traced(objects, `https://www.${HOST}/`).said).toContain(
      'if the client accepts the default certificate',
    );
  });
});

describe('app-root', () => {
  it('sends clients of / on, and no others', () => {
    const objects = [nginx('web', { 'app-root': '/app' })];
    const root = traced(objects, `http://${HOST}/`);
    expect(root.verdict).toBe('allowed');
    expect(root.said).toContain('redirected to …://…/app (302)');
    expect(root.said).toContain(`matches GET /app`);
    expect(traced(objects, `http://${HOST}/cart`).said).not.toContain('redirected');
  });

  it('counts in the location that gets / alone', () => {
    const objects = [
      nginx('web', { 'app-root': '/app' }),
      nginx('next', {}, { path: '/', pathType: 'Exact' }),
    ];
    expect(traced(objects, `http://${HOST}/`).said).toContain('All requests go to Service shop/next:80');
    const below = [nginx('web', { 'app-root': '/app' }, { path: '/api' }), nginx('next', {})];
    expect(traced(below, `http://${HOST}/`).said).toContain('All requests go to Service shop/next:80');
  });

  it.each(['app', 'https://other.example.com/', ''])('%j is left out', (root) => {
    expect(traced([nginx('web', { 'app-root': root })], `http://${HOST}/`).said).not.toContain('redirected');
  });

  it('to itself goes round in circles', () => {
    expect(traced([nginx('web', { 'app-root': '/' })], `http://${HOST}/`).verdict).toBe('blocked');
  });
});

describe('a canary', () => {
  const URL = `http://${HOST}/`;
  const both = (annotations: Readonly<Record<string, string>>): readonly JsonObject[] => [
    nginx('web', {}),
    nginx('next', { canary: 'true', ...annotations }),
  ];
  const ALL_NEXT = 'All requests go to Service shop/next:80 (canary Ingress shop/next)';
  const ALL_WEB = 'All requests go to Service shop/web:80';

  it.each<[string, Readonly<Record<string, string>>, Readonly<Record<string, string>>, string]>([
    ['header always', { 'canary-by-header': 'X-Next' }, { 'x-next': 'always' }, ALL_NEXT],
    ['header never', { 'canary-by-header': 'X-Next', 'canary-weight': '50' }, { 'x-next': 'never' }, ALL_WEB],
    [
      'header of a value',
      { 'canary-by-header': 'X-Next', 'canary-by-header-value': 'v2' },
      { 'x-next': 'v2' },
      ALL_NEXT,
    ],
    [
      'header of a pattern',
      { 'canary-by-header': 'X-Next', 'canary-by-header-pattern': '^v[2-3]$' },
      { 'x-next': 'v3' },
      ALL_NEXT,
    ],
    [
      'value before pattern',
      {
        'canary-by-header': 'X-Next',
        'canary-by-header-value': 'a',
        'canary-by-header-pattern': 'b',
        'canary-weight': '50',
      },
      { 'x-next': 'b' },
      '50 % of the requests',
    ],
    ['cookie always', { 'canary-by-cookie': 'next' }, { cookie: 'a=1; next=always' }, ALL_NEXT],
    [
      'cookie never',
      { 'canary-by-cookie': 'next', 'canary-weight': '50' },
      { cookie: 'next=never' },
      ALL_WEB,
    ],
    [
      'header before cookie',
      { 'canary-by-header': 'X-Next', 'canary-by-cookie': 'next' },
      { 'x-next': 'never', cookie: 'next=always' },
      ALL_WEB,
    ],
    [
      'another header value, then the cookie',
      { 'canary-by-header': 'X-Next', 'canary-by-header-value': 'v2', 'canary-by-cookie': 'next' },
      { 'x-next': 'v1', cookie: 'next=always' },
      ALL_NEXT,
    ],
    [
      'neither, then the weight',
      { 'canary-by-header': 'X-Next', 'canary-weight': '20' },
      { 'x-next': 'v1' },
      '20 % of the requests',
    ],
    ['a total below 100', { 'canary-weight': '20', 'canary-weight-total': '40' }, {}, '20 % of the requests'],
  ])('%s', (_, annotations, headers, said) => {
    const found = traced(both(annotations), URL, headers);
    expect(found.verdict).toBe('allowed');
    expect(found.said).toContain(said);
  });

  it('by a header that is not given says both', () => {
    const { verdict, said } = traced(both({ 'canary-by-header': 'X-Next' }), URL);
    expect(verdict).toBe('allowed');
    expect(said).toContain('All requests go to Service shop/web:80');
    expect(said).toContain('0 % of the requests, or all with header X-Next go to Service shop/next:80');
  });

  it('by a pattern that only PCRE reads is followed both ways', () => {
    const objects = both({ 'canary-by-header': 'X-Next', 'canary-by-header-pattern': '^(?!v1)v' });
    expect(traced(objects, URL, { 'x-next': 'v2' }).verdict).toBe('allowed');
    const gone = [
      nginx('web', {}),
      nginx('gone', { canary: 'true', 'canary-by-header': 'X-Next', 'canary-by-header-pattern': '^(?!v1)v' }),
    ];
    expect(traced(gone, URL, { 'x-next': 'v2' }).verdict).toBe('depends');
  });
});
