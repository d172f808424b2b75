import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../../src/base/json.ts';
import { doors } from '../../../src/reach/route/doors.ts';
import { traceUrl } from '../../../src/reach/trace/url.ts';
import { graphOf, requestFor } from './build.ts';

function route(spec: JsonObject = {}, more: JsonObject = {}): JsonObject {
  return {
    apiVersion: 'route.openshift.io/v1',
    kind: 'Route',
    metadata: { name: 'web.v1', namespace: 'shop' },
    spec: { to: { kind: 'Service', name: 'web' }, ...spec },
    ...more,
  };
}

function config(spec: JsonObject): JsonObject {
  return { apiVersion: 'config.openshift.io/v1', kind: 'Ingress', metadata: { name: 'cluster' }, spec };
}

function controller(name: string, spec: JsonObject): JsonObject {
  const metadata = { name, namespace: 'openshift-ingress-operator' };
  return { apiVersion: 'operator.openshift.io/v1', kind: 'IngressController', metadata, spec };
}

function hosts(...objects: readonly JsonObject[]): readonly string[] {
  return doors(graphOf(objects)).flatMap((table) => [...table.hosts.keys()]);
}

describe('the host of a Route', () => {
  it.each<[string, readonly JsonObject[], string]>([
    ['as written', [route({ host: 'Shop.Example.com' })], 'shop.example.com'],
    ['without a domain', [route()], 'web-v1-shop.<apps domain>'],
    ['empty', [route({ host: '' })], 'web-v1-shop.<apps domain>'],
    ['of the cluster', [route(), config({ domain: 'apps.one.io' })], 'web-v1-shop.apps.one.io'],
    [
      'of its applications',
      [route(), config({ domain: 'apps.one.io', appsDomain: 'two.io' })],
      'web-v1-shop.two.io',
    ],
    ['of the only router', [route(), controller('default', { domain: 'three.io' })], 'web-v1-shop.three.io'],
    [
      'of one of several routers',
      [route(), controller('default', { domain: 'three.io' }), controller('inner', { domain: 'four.io' })],
      'web-v1-shop.<apps domain>',
    ],
    [
      'below the domain of the router',
      [route({ subdomain: 'pay' }), config({ domain: 'apps.one.io', appsDomain: 'two.io' })],
      'pay.apps.one.io',
    ],
    [
      'as a cluster says',
      [route({}, { status: { ingress: [{ host: 'web.apps.real.io' }] } })],
      'web.apps.real.io',
    ],
  ])('%s', (_, objects, host) => {
    expect(hosts(...objects)).toEqual([host]);
  });

  it('is perhaps asked for where only its first label is known', () => {
    const graph = graphOf([route()]);
    expect(traceUrl(graph, requestFor('http://web-v1-shop.apps.one.io/')).verdict).toBe('depends');
    expect(traceUrl(graph, requestFor('http://web-v2-shop.apps.one.io/')).verdict).toBe('blocked');
  });
});
