import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../../src/base/json.ts';
import { internet, requestTrace } from '../../../src/reach/trace/trace.ts';
import { conflictsOf } from '../../../src/reach/gateway/conflict.ts';
import { graphOf, requestFor } from './build.ts';

const GATEWAY = 'gateway.networking.k8s.io/v1';

const POD: JsonObject = {
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name: 'web', namespace: 'shop', labels: { app: 'web' } },
  spec: {
    containers: [
      {
        name: 'web',
        image: 'web:1',
        ports: [{ containerPort: 8080 }, { containerPort: 8080, protocol: 'UDP' }],
      },
    ],
  },
};

function service(ports: readonly JsonObject[], namespace = 'shop'): JsonObject {
  return {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: 'web', namespace },
    spec: { selector: { app: 'web' }, ports: [...ports] },
  };
}

function gateway(listeners: readonly JsonObject[], className = 'company'): JsonObject {
  return {
    apiVersion: GATEWAY,
    kind: 'Gateway',
    metadata: { name: 'edge', namespace: 'shop' },
    spec: {
      gatewayClassName: className,
      allowedListeners: { namespaces: { from: 'Same' } },
      listeners: [...listeners],
    },
  };
}

function set(name: string, listeners: readonly JsonObject[], created?: string): JsonObject {
  return {
    apiVersion: GATEWAY,
    kind: 'ListenerSet',
    metadata: { name, namespace: 'shop', ...(created === undefined ? {} : { creationTimestamp: created }) },
    spec: { parentRef: { name: 'edge' }, listeners: [...listeners] },
  };
}

function route(name: string, parent: JsonObject, rule: JsonObject, kind = 'HTTPRoute'): JsonObject {
  return {
    apiVersion: GATEWAY,
    kind,
    metadata: { name, namespace: 'shop' },
    spec: { parentRefs: [parent], rules: [rule] },
  };
}

const HTTP = { name: 'http', port: 80, protocol: 'HTTP' };
const TO_WEB = { backendRefs: [{ name: 'web', port: 80 }] };

function told(objects: readonly JsonObject[], url: string): string {
  const graph = graphOf(objects);
  const { verdict, hops } = requestTrace(graph, { outside: internet(graph) }, requestFor(url));
  return `${verdict}: ${hops.map(({ message }) => message).join('; ')}`;
}

describe('ListenerSets that conflict', () => {
  const shop = { name: 'shop', port: 80, protocol: 'HTTP', hostname: 'shop.example.com' };
  const tcp = { name: 'tcp', port: 80, protocol: 'TCP' };
  const lost = (objects: readonly JsonObject[]): readonly string[] => {
    const graph = graphOf(objects);
    const [edge] = graph.all('gateway.networking.k8s.io/Gateway');
    if (edge === undefined) throw new Error('no Gateway');
    return [...conflictsOf(graph, edge)].map(
      ([{ owner, name }, { with: other, wins }]) =>
        `${owner.name}/${name} ${wins ? 'loses to' : 'falls with'} ${other.owner.name}/${other.name}`,
    );
  };

  it.each([
    ['the Gateway wins', [gateway([shop]), set('a', [shop])], ['a/shop loses to edge/shop']],
    ['the first by name wins', [gateway([]), set('b', [shop]), set('a', [shop])], ['b/shop loses to a/shop']],
    [
      'the older wins where both say their age',
      [gateway([]), set('a', [shop], '2026-01-02T00:00:00Z'), set('b', [shop], '2026-01-01T00:00:00Z')],
      ['a/shop loses to b/shop'],
    ],
    [
      'an age that only one says decides nothing',
      [gateway([]), set('a', [shop]), set('b', [shop], '2026-01-01T00:00:00Z')],
      ['b/shop loses to a/shop'],
    ],
    [
      'what has lost takes nobody down',
      [gateway([HTTP]), set('a', [tcp]), set('b', [shop])],
      ['a/tcp loses to edge/http'],
    ],
    [
      'within one object nobody wins',
      [gateway([HTTP, tcp])],
      ['edge/tcp falls with edge/http', 'edge/http falls with edge/tcp'],
    ],
    [
      'a set that conflicts with itself takes no other down',
      [gateway([]), set('a', [HTTP, tcp]), set('b', [shop])],
      ['a/tcp falls with a/http', 'a/http falls with a/tcp'],
    ],
  ])('%s', (_what, objects, expected) => {
    expect(lost(objects)).toEqual(expected);
    expect(lost([...objects].reverse())).toEqual(expected);
  });

  it('requests get to the routes of the winner', () => {
    const objects = [
      POD,
      service([{ port: 80, targetPort: 8080 }]),
      gateway([]),
      set('a', [shop]),
      set('b', [shop, { ...shop, name: 'pay', hostname: 'pay.example.com' }]),
      route('of-a', { kind: 'ListenerSet', name: 'a' }, TO_WEB),
      route('of-b', { kind: 'ListenerSet', name: 'b' }, TO_WEB),
    ];
    expect(told(objects, 'http://shop.example.com/')).toContain('HTTPRoute shop/of-a');
    expect(told(objects, 'http://pay.example.com/')).toContain('HTTPRoute shop/of-b');
  });
});

describe('a backend', () => {
  const door = (rule: JsonObject, ports: readonly JsonObject[], className?: string): string =>
    told(
      [POD, service(ports), gateway([HTTP], className), route('web', { name: 'edge' }, rule)],
      'http://shop.example.com/',
    );
  const PORT = { port: 80, targetPort: 8080 };

  it('of another protocol gets nothing', () => {
    expect(door(TO_WEB, [{ ...PORT, protocol: 'UDP' }])).toMatch(
      /^blocked: .*get 500 \(UnsupportedProtocol: port 80 of Service shop\/web is for UDP, and HTTPRoute needs TCP\)/,
    );
  });

  it('with both protocols on one number is found by that of the route', () => {
    const both = [
      { ...PORT, name: 'quic', protocol: 'UDP' },
      { ...PORT, name: 'http', protocol: 'TCP' },
    ];
    expect(door(TO_WEB, both)).toMatch(/^allowed: .*TCP 8080/);
  });

  it('is left to its filters', () => {
    const rule = (filter: JsonObject): JsonObject => ({
      backendRefs: [{ name: 'web', port: 80, filters: [filter] }],
    });
    const redirect = { type: 'RequestRedirect', requestRedirect: { hostname: 'new.example.com' } };
    expect(door(rule(redirect), [PORT])).toMatch(
      /^depends: .*unless its filter redirects them to …:\/\/new\.example\.com/,
    );
    expect(door(rule(redirect), [PORT], 'eg')).toMatch(/^blocked: .*UnsupportedRefValue/);
    expect(
      door(rule({ type: 'ExtensionRef', extensionRef: { group: 'a.example', kind: 'Own', name: 'x' } }), [
        PORT,
      ]),
    ).toMatch(/^depends: .*its filter ExtensionRef/);
    expect(
      door(rule({ type: 'RequestHeaderModifier', requestHeaderModifier: { remove: ['a'] } }), [PORT]),
    ).toMatch(/^allowed: /);
  });
});

it('a consumer route needs no ReferenceGrant', () => {
  const objects = [
    { ...POD, metadata: { name: 'web', namespace: 'backend', labels: { app: 'web' } } },
    service([{ port: 80, targetPort: 8080 }], 'backend'),
    {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name: 'client', namespace: 'shop', labels: { app: 'client' } },
      spec: { containers: [{ name: 'client', image: 'client:1' }] },
    },
    route(
      'consumer',
      { group: '', kind: 'Service', name: 'web', namespace: 'backend' },
      { backendRefs: [{ name: 'web', namespace: 'backend', port: 80 }] },
    ),
  ];
  const graph = graphOf(objects);
  const resource = graph.find('Pod', 'shop', 'client');
  if (resource === undefined) throw new Error('no client');
  const pods = graph.pods('shop').filter(({ owner }) => owner === resource);
  const from = { workload: { name: 'shop/Pod/client', namespace: 'shop', resource, pods } };
  const { hops } = requestTrace(graph, from, requestFor('http://web.backend.svc/'));
  const messages = hops.map(({ message }) => message).join('; ');
  expect(messages).toContain('HTTPRoute shop/consumer');
  expect(messages).not.toContain('RefNotPermitted');
});
