import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../src/base/json.ts';
import { classOf } from '../../src/reach/ingress/class.ts';
import { programOf } from '../../src/reach/ingress/program.ts';
import {
  backendKey,
  coversHost,
  describeBackend,
  ingressPaths,
  tlsBlocks,
} from '../../src/reach/ingress/ingress.ts';
import { Graph } from '../../src/reference/graph.ts';
import { resourceOf } from '../../src/resource/resource.ts';
import type { Resource } from '../../src/resource/resource.ts';

let index = 0;

function make(kind: string, name: string, annotations: JsonObject, spec: JsonObject): Resource {
  const value = {
    apiVersion: 'networking.k8s.io/v1',
    kind,
    metadata: { name, namespace: 'shop', annotations },
    spec,
  };
  const manifest = { file: 'a.yaml', index: index++, offset: 0, document: { text: '', value, problems: [] } };
  return resourceOf({ manifest, base: [], value }, 'shop', new Set());
}

const ingress = (spec: JsonObject, annotations: JsonObject = {}): Resource =>
  make('Ingress', 'web', annotations, spec);
const ingressClass = (name: string, controller: string, annotations: JsonObject = {}): Resource =>
  make('IngressClass', name, annotations, { controller });

describe('a host in a rule or under tls', () => {
  // kubernetes/website "Ingress", table of hostname wildcards (IN2).
  it.each([
    ['*.foo.com', 'bar.foo.com', true],
    ['*.foo.com', 'baz.bar.foo.com', false],
    ['*.foo.com', 'foo.com', false],
    ['foo.com', 'foo.com', true],
    ['Foo.com', 'foo.com', true],
    ['foo.com', 'bar.foo.com', false],
    ['*.com', 'com', false],
    ['*', 'foo.com', false],
  ])('%s and %s: %s', (pattern, host, expected) => {
    expect(coversHost(pattern, host)).toBe(expected);
  });
});

describe('the class of an Ingress', () => {
  it('is the field, and the annotation where there is no field', () => {
    const annotations = { 'kubernetes.io/ingress.class': 'old' };
    expect(classOf(ingress({ ingressClassName: 'new' }, annotations))).toBe('new');
    expect(classOf(ingress({}, annotations))).toBe('old');
    expect(classOf(ingress({}))).toBeUndefined();
  });
});

describe('the controller of an Ingress', () => {
  const NGINX = 'k8s.io/ingress-nginx';
  const DEFAULT = { 'ingressclass.kubernetes.io/is-default-class': 'true' };
  const nginxAnnotation = { 'nginx.ingress.kubernetes.io/rewrite-target': '/' };
  const albAnnotation = { 'alb.ingress.kubernetes.io/scheme': 'internal' };

  it.each<[string, Resource, readonly Resource[], string | undefined]>([
    ['nobody knows it', ingress({}), [], undefined],
    ['the class that an installation makes', ingress({ ingressClassName: 'nginx' }), [], 'ingress-nginx'],
    ['another class', ingress({ ingressClassName: 'edge' }), [], undefined],
    [
      'the class is here',
      ingress({ ingressClassName: 'edge' }),
      [ingressClass('edge', NGINX)],
      'ingress-nginx',
    ],
    [
      'a class called nginx of another controller',
      ingress({ ingressClassName: 'nginx' }),
      [ingressClass('nginx', 'nginx.org/ingress-controller')],
      'nginx-inc',
    ],
    ['the only default', ingress({}), [ingressClass('edge', NGINX, DEFAULT)], 'ingress-nginx'],
    [
      'two defaults',
      ingress({}),
      [ingressClass('a', NGINX, DEFAULT), ingressClass('b', NGINX, DEFAULT)],
      undefined,
    ],
    ['annotations of ingress-nginx', ingress({}, nginxAnnotation), [], 'ingress-nginx'],
    ['annotations of the load balancer', ingress({}, albAnnotation), [], 'alb'],
    ['a class beats annotations', ingress({ ingressClassName: 'edge' }, nginxAnnotation), [], undefined],
  ])('%s', (_name, one, classes, expected) => {
    const graph = new Graph({ resources: [one, ...classes], closedWorld: false, unreadable: [] });
    expect(programOf(graph, one)?.id).toBe(expected);
  });
});

describe('what is read of an Ingress', () => {
  it('survives values of the wrong type', () => {
    const broken = ingress({
      rules: [null, 3, { host: 5, http: [] }, { http: { paths: [null, { path: 7, backend: 'x' }] } }],
      tls: [null, { hosts: 'a', secretName: 3 }, { hosts: [null, 'a.com'] }],
    });
    expect(ingressPaths(broken).map(({ host, path }) => [host, path])).toEqual([
      ['', ''],
      ['', ''],
    ]);
    expect(tlsBlocks(broken).map(({ hosts }) => hosts.map(({ host }) => host))).toEqual([[], [], ['a.com']]);
    expect(tlsBlocks(broken)[2]?.hosts[0]?.at).toEqual(['spec', 'tls', 2, 'hosts', 1]);
  });

  it('tells backends apart by Service and port', () => {
    const named = { service: { name: 'api', port: { name: 'http' } } };
    const numbered = { service: { name: 'api', port: { number: 80 } } };
    expect(backendKey(named)).not.toBe(backendKey(numbered));
    expect(backendKey(numbered)).toBe(backendKey({ service: { port: { number: 80 }, name: 'api' } }));
    expect([named, numbered, { resource: { kind: 'Bucket', name: 'static' } }].map(describeBackend)).toEqual([
      'api:http',
      'api:80',
      'static',
    ]);
  });
});
