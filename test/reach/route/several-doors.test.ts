import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../../src/base/json.ts';
import { traceUrl } from '../../../src/reach/trace/url.ts';
import { graphOf, ingress, requestFor } from './build.ts';

function backend(name: string): readonly JsonObject[] {
  const labels = { app: name };
  const container = { name: 'main', image: 'web:1', ports: [{ containerPort: 80 }] };
  return [
    {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name, namespace: 'shop', labels },
      spec: { containers: [container] },
    },
    {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name, namespace: 'shop' },
      spec: { selector: labels, ports: [{ port: 80 }] },
    },
  ];
}

function web(
  name: string,
  className: string | undefined,
  host: string | undefined,
  service: string,
): JsonObject {
  const found = ingress(name, host, [{ path: '/', pathType: 'Prefix', name: service }], {
    className: className ?? '',
  });
  const { spec, ...rest } = found;
  const { ingressClassName, ...others } = spec as JsonObject;
  return { ...rest, spec: className === undefined ? others : { ...others, ingressClassName } };
}

function gateway(name: string, listeners: readonly JsonObject[]): JsonObject {
  return {
    apiVersion: 'gateway.networking.k8s.io/v1',
    kind: 'Gateway',
    metadata: { name, namespace: 'shop' },
    spec: { gatewayClassName: 'eg', listeners },
  };
}

function route(name: string, parent: string, hostnames: readonly string[], service: string): JsonObject {
  return {
    apiVersion: 'gateway.networking.k8s.io/v1',
    kind: 'HTTPRoute',
    metadata: { name, namespace: 'shop' },
    spec: {
      parentRefs: [{ name: parent }],
      ...(hostnames.length === 0 ? {} : { hostnames }),
      rules: [{ backendRefs: [{ name: service, port: 80 }] }],
    },
  };
}

function openshift(host: string, service: string): JsonObject {
  return {
    apiVersion: 'route.openshift.io/v1',
    kind: 'Route',
    metadata: { name: 'web', namespace: 'shop' },
    spec: { host, path: '/api', to: { kind: 'Service', name: service } },
  };
}

const SERVED = backend('web');
const HTTP = { name: 'http', port: 80, protocol: 'HTTP' };
const OTHER = { name: 'other', port: 8080, protocol: 'HTTP' };
const SHOP = 'shop.example.com';

function traced(objects: readonly JsonObject[], url = `http://${SHOP}/`): readonly [string, string[]] {
  const { verdict, hops } = traceUrl(graphOf([...SERVED, ...objects]), requestFor(url));
  return [verdict, hops.filter(({ kind }) => kind === 'entry').map(({ message }) => message)];
}

const ALL_HOSTS = web('all', 'traefik', undefined, 'gone');

describe('several doors for one host', () => {
  it('of two classes, both are followed', () => {
    const both = [web('a', 'nginx', SHOP, 'web'), web('b', 'kong', SHOP, 'web')];
    const [verdict, doors] = traced(both);
    expect(verdict).toBe('allowed');
    expect(doors).toHaveLength(2);
    expect(doors[0]).toBe(
      `Class nginx serves ${SHOP}, and so does class kong: where its name leads is not written here`,
    );
  });

  it.each([
    ['web', 'web', 'allowed'],
    ['web', 'gone', 'depends'],
    ['gone', 'gone', 'blocked'],
  ])('of a class to %s and a Gateway to %s: %s', (one, other, verdict) => {
    const both = [web('a', 'nginx', SHOP, one), gateway('edge', [HTTP]), route('b', 'edge', [SHOP], other)];
    expect(traced(both)[0]).toBe(verdict);
  });

  it.each([
    ['web', 'web', 'allowed'],
    ['web', 'gone', 'depends'],
    ['gone', 'gone', 'blocked'],
  ])('of two Gateways to %s and %s: %s', (one, other, verdict) => {
    const listener = { ...HTTP, hostname: SHOP };
    const both = [
      gateway('a', [listener]),
      gateway('b', [listener]),
      route('a', 'a', [], one),
      route('b', 'b', [], other),
    ];
    expect(traced(both)[0]).toBe(verdict);
  });

  it.each<[string, readonly JsonObject[], string]>([
    ['an Ingress for all hosts', [ALL_HOSTS], 'class traefik (all hosts)'],
    ['an Ingress for a wildcard', [web('w', 'kong', '*.example.com', 'gone')], 'class kong (*.example.com)'],
    [
      'a route for all hosts',
      [gateway('edge', [HTTP]), route('r', 'edge', [], 'gone')],
      'listener http of Gateway shop/edge (all hosts)',
    ],
  ])('with %s beside it, only the host is followed', (_, beside, said) => {
    const [verdict, doors] = traced([...beside, web('a', 'nginx', SHOP, 'web')]);
    expect(verdict).toBe('allowed');
    expect(doors).toEqual([`Class nginx serves ${SHOP}; less specific: ${said}`]);
  });

  it('of a Gateway for the host beside an Ingress for all hosts, the Gateway is followed', () => {
    const [verdict, doors] = traced([ALL_HOSTS, gateway('edge', [HTTP]), route('r', 'edge', [SHOP], 'web')]);
    expect(verdict).toBe('allowed');
    expect(doors).toHaveLength(1);
  });

  it('for all hosts alone are all followed', () => {
    expect(traced([ALL_HOSTS, web('b', 'nginx', undefined, 'web')])[0]).toBe('depends');
    expect(traced([ALL_HOSTS, web('b', 'nginx', undefined, 'gone')])[0]).toBe('blocked');
  });

  it('by their port: a listener that has it goes before an Ingress', () => {
    const both = [
      web('a', 'nginx', SHOP, 'gone'),
      gateway('edge', [OTHER]),
      route('b', 'edge', [SHOP], 'web'),
    ];
    expect(traced(both, `http://${SHOP}:8080/`)[0]).toBe('allowed');
    expect(traced(both)[0]).toBe('blocked');
  });

  it('of OpenShift are one: a Route and an Ingress of its class share the host', () => {
    const both = [web('a', 'openshift-default', SHOP, 'web'), openshift(SHOP, 'web')];
    expect(traced(both)[0]).toBe('allowed');
    expect(traced(both, `http://${SHOP}/api`)[0]).toBe('allowed');
    const apart = [web('a', 'nginx', SHOP, 'gone'), openshift(SHOP, 'web')];
    expect(traced(apart, `http://${SHOP}/api`)[0]).toBe('depends');
  });

  it('that send clients to each other end after a bounded number of questions', () => {
    const away = (name: string, className: string, host: string, to: string): JsonObject => ({
      ...ingress(name, host, [{ path: '/', pathType: 'Prefix', name: 'web' }], {
        className,
        annotations: { 'nginx.ingress.kubernetes.io/permanent-redirect': `http://${to}/` },
      }),
    });
    const classes = ['a', 'b'].map((name) => ({
      apiVersion: 'networking.k8s.io/v1',
      kind: 'IngressClass',
      metadata: { name },
      spec: { controller: 'k8s.io/ingress-nginx' },
    }));
    const many = Array.from({ length: 18 }, (_, index) =>
      ['a', 'b'].flatMap((name) => [
        away(`l${index}${name}`, name, `l${index}.example.com`, `${name}${index}.example.com`),
        away(`x${index}${name}`, name, `a${index}.example.com`, `l${index + 1}.example.com`),
        away(`y${index}${name}`, name, `b${index}.example.com`, `l${index + 1}.example.com`),
      ]),
    ).flat();
    const { hops } = traceUrl(graphOf([...classes, ...many]), requestFor('http://l0.example.com/'));
    expect(hops.length).toBeLessThan(2000);
  });
});
