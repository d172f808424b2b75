import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../../src/base/json.ts';
import { doors } from '../../../src/reach/route/doors.ts';
import { traceUrl } from '../../../src/reach/trace/url.ts';
import type { Graph } from '../../../src/reference/graph.ts';
import { goesTo, graphOf, ingress, requestFor } from './build.ts';
import type { WrittenPath } from './build.ts';

/** Together they show all of the namespace. */
const COMPLETE: readonly JsonObject[] = [
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

function served(className: string, ...paths: readonly WrittenPath[]): Graph {
  return graphOf([...COMPLETE, ingress('web', 'shop.example.com', paths, { className })]);
}

const WEB: WrittenPath = { path: '/', pathType: 'Prefix', name: 'web' };
const GONE: WrittenPath = { path: '/api', pathType: 'Prefix', name: 'gone' };

function last(graph: Graph, url: string): readonly [string, string | undefined] {
  const { verdict, hops } = traceUrl(graph, requestFor(url));
  return [verdict, hops.at(-1)?.message];
}

describe('a path whose Service does not exist', () => {
  it.each([
    ['traefik', 'web'],
    ['contour', 'web'],
    ['haproxy', 'gone'],
    ['openshift-default', 'web'],
    ['nginx', 'gone'],
    ['alb', 'gone'],
    ['mine', 'gone'],
  ])('of class %s: its requests go to %s', (className, expected) => {
    expect(goesTo(served(className, WEB, GONE), requestFor('http://shop.example.com/api'))).toBe(expected);
  });

  it('gets no requests where no other path of the host takes them', () => {
    expect(last(served('traefik', GONE), 'http://shop.example.com/api')).toEqual([
      'blocked',
      "No rule of class traefik for shop.example.com matches GET /api: it gets 404, for Ingress shop/web, shop.example.com/api (the controller's own way), is left out: Service shop/gone does not exist",
    ]);
    expect(last(served('openshift-default', GONE), 'http://shop.example.com/api')[1]).toMatch(/it gets 503/);
    expect(last(served('nginx', GONE), 'http://shop.example.com/api')).toEqual([
      'blocked',
      'All requests go to Service shop/gone:80, which does not exist: requests get 503',
    ]);
  });

  it('stays where the Service may be made elsewhere', () => {
    const graph = graphOf([ingress('web', 'shop.example.com', [GONE], { className: 'traefik' })]);
    expect(goesTo(graph, requestFor('http://shop.example.com/api'))).toBe('gone');
    expect(doors(graph).flatMap(({ leftOut = [] }) => leftOut)).toEqual([]);
  });
});

describe('a path whose Service has no such port', () => {
  const value = (className: string): Graph => {
    const one = ingress('web', 'shop.example.com', [WEB], { className });
    const text = JSON.stringify(one).replace('"number":80', '"number":81');
    return graphOf([...COMPLETE, JSON.parse(text) as JsonObject]);
  };

  it.each(['traefik', 'contour', 'openshift-default'])('is left out by class %s', (className) => {
    const [left] = doors(value(className)).flatMap(({ leftOut = [] }) => leftOut);
    expect(left?.why).toBe('Service shop/web listens on 80, not on 81');
  });
});

describe('what OpenShift makes no Route of', () => {
  const spec = (tls: JsonObject['tls'], annotations: JsonObject = {}): Graph => {
    const { metadata, spec: rules, ...rest } = ingress('web', 'shop.example.com', [WEB]);
    return graphOf([
      ...COMPLETE,
      {
        ...rest,
        metadata: { ...(metadata as JsonObject), annotations },
        spec: { ...(rules as JsonObject), ingressClassName: 'openshift-default', ...(tls && { tls }) },
      },
    ]);
  };

  it('exact paths', () => {
    const graph = served('openshift-default', WEB, { path: '/login', pathType: 'Exact', name: 'web' });
    expect(doors(graph).flatMap(({ leftOut = [] }) => leftOut.map(({ why }) => why))).toEqual([
      'a Route has no path of type Exact',
    ]);
  });

  it('rules without a host', () => {
    const graph = graphOf([
      ...COMPLETE,
      ingress('web', undefined, [WEB], { className: 'openshift-default' }),
    ]);
    expect(goesTo(graph, requestFor('http://any.example.com/'))).toBe('404');
  });

  it('a host whose tls names no Secret', () => {
    expect(last(spec([{ hosts: ['shop.example.com'] }]), 'http://shop.example.com/')[1]).toMatch(
      /it gets 503, for .* is left out: tls names shop.example.com and no Secret$/,
    );
  });

  it.each<[string, JsonObject['tls'], JsonObject, string, string]>([
    ['without tls', undefined, {}, 'web', '404'],
    ['with an empty block', [{}], {}, 'redirect', 'web'],
    ['with a termination', undefined, { 'route.openshift.io/termination': 'edge' }, 'redirect', 'web'],
    ['with a Secret', [{ hosts: ['shop.example.com'], secretName: 'by-hand' }], {}, 'redirect', 'web'],
  ])('%s, the Route is for one scheme', (_case, tls, annotations, http, https) => {
    const graph = spec(tls, annotations);
    expect(goesTo(graph, requestFor('http://shop.example.com/'))).toBe(http);
    expect(goesTo(graph, requestFor('https://shop.example.com/'))).toBe(https);
  });
});
