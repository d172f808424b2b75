import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../../src/base/json.ts';
import { traceUrl } from '../../../src/reach/trace/url.ts';
import { graphOf, ingress, requestFor } from './build.ts';

const SERVED: readonly JsonObject[] = [
  {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'web', namespace: 'shop', labels: { app: 'web' } },
    spec: { containers: [{ name: 'main', image: 'web:1', ports: [{ containerPort: 80 }] }] },
  },
  {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: 'web', namespace: 'shop' },
    spec: { selector: { app: 'web' }, ports: [{ port: 80 }] },
  },
];

function web(
  name: string,
  className: string,
  more: JsonObject = {},
  annotations: JsonObject = {},
): JsonObject {
  const path = name === 'web' ? '/' : `/${name}`;
  const { spec, ...rest } = ingress(name, 'shop.example.com', [{ path, pathType: 'Prefix', name: 'web' }], {
    className,
    annotations,
  });
  return { ...rest, spec: { ...(spec as JsonObject), ...more } };
}

const TLS: JsonObject = { tls: [{ hosts: ['shop.example.com'], secretName: 'shop-tls' }] };

function traced(...objects: readonly JsonObject[]): readonly [string, string | undefined] {
  const { verdict, hops } = traceUrl(
    graphOf([...SERVED, ...objects]),
    requestFor('https://shop.example.com/'),
  );
  return [verdict, hops.find(({ kind }) => kind === 'tls')?.message];
}

describe('https to a host that no tls block names', () => {
  it.each([
    ['nginx', 'allowed', /if the client accepts the default certificate$/],
    ['kong', 'allowed', /if the client accepts the default certificate$/],
    ['contour', 'blocked', /the controller has no TLS for it$/],
    ['istio', 'blocked', /the controller has no TLS for it$/],
    ['traefik', 'depends', /is not told$/],
    ['haproxy', 'depends', /is not told$/],
    ['mine', 'depends', /is not told$/],
  ])('of class %s: %s', (className, verdict, message) => {
    const [found, said] = traced(web('web', className));
    expect(found).toBe(verdict);
    expect(said).toMatch(message);
  });

  it('is taken by Traefik where a router, or its entry point, has TLS', () => {
    const annotations = { 'traefik.ingress.kubernetes.io/router.tls': 'true' };
    expect(traced(web('web', 'traefik', {}, annotations))[0]).toBe('allowed');
    const args = ['--entryPoints.websecure.address=:8443', '--entryPoints.websecure.http.tls=true'];
    const controller = {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name: 'traefik', namespace: 'edge', labels: { app: 'traefik' } },
      spec: { containers: [{ name: 'main', image: 'traefik:v3.3', args }] },
    };
    expect(traced(web('web', 'traefik'), controller)[0]).toBe('allowed');
  });

  it('is refused by the NGINX Ingress Controller, unless a snippet may listen', () => {
    const annotations = { 'nginx.org/rewrites': 'serviceName=web rewrite=/' };
    const ingressClass = {
      apiVersion: 'networking.k8s.io/v1',
      kind: 'IngressClass',
      metadata: { name: 'inc' },
      spec: { controller: 'nginx.org/ingress-controller' },
    };
    expect(traced(ingressClass, web('web', 'inc', {}, annotations))[0]).toBe('blocked');
    const snippet = { 'nginx.org/server-snippets': 'listen 443 ssl;' };
    expect(traced(ingressClass, web('web', 'inc', {}, snippet))[0]).toBe('depends');
  });

  it.each(['nginx', 'contour'])('of class %s: has the TLS of another Ingress of the host', (className) => {
    expect(traced(web('web', className), web('api', className, TLS))).toEqual([
      'allowed',
      'TLS for shop.example.com as Ingress shop/api has it',
    ]);
  });

  it('with a tls block says nothing of the default certificate', () => {
    expect(traced(web('web', 'nginx', TLS))).toEqual([
      'allowed',
      'TLS for shop.example.com with Secret shop-tls',
    ]);
  });
});
