import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../../src/base/json.ts';
import { decisions } from '../../../src/reach/route/doors.ts';
import { describeRedirect, redirected, urlOf } from '../../../src/reach/route/redirect.ts';
import type { Redirect } from '../../../src/reach/route/redirect.ts';
import type { Request } from '../../../src/reach/route/request.ts';
import type { Graph } from '../../../src/reference/graph.ts';
import { goesTo, graphOf, ingress, requestFor } from './build.ts';

/** What the door does, in a word. */
function does(graph: Graph, request: Request): string {
  const [first] = decisions(graph, request);
  const answer = first?.entry?.answer;
  if (answer === undefined) return '404';
  if (answer.does === 'redirect') return describeRedirect(answer.redirect);
  if (answer.does !== 'forward') return answer.says;
  return answer.targets.map(({ name, port, weight }) => `${weight} ${name}:${port ?? '?'}`).join(', ');
}

const ALB = 'alb.ingress.kubernetes.io/';

function alb(annotations: JsonObject, ...names: readonly string[]): Graph {
  return graphOf([
    {
      apiVersion: 'networking.k8s.io/v1',
      kind: 'Ingress',
      metadata: { name: 'web', namespace: 'shop', annotations },
      spec: {
        ingressClassName: 'alb',
        rules: [
          {
            host: 'shop.example.com',
            http: {
              paths: names.map((name) => ({
                path: '/*',
                pathType: 'ImplementationSpecific',
                backend: {
                  service: {
                    name: name.replace('!', ''),
                    port: name.endsWith('!') ? { name: 'use-annotation' } : { number: 80 },
                  },
                },
              })),
            },
          },
        ],
      },
    },
  ]);
}

describe('the AWS Load Balancer Controller', () => {
  it.each([
    [
      { type: 'redirect', redirectConfig: { protocol: 'HTTPS', port: '443', statusCode: 'HTTP_301' } },
      'https://…:443/… (301)',
    ],
    [
      { Type: 'redirect', RedirectConfig: { Host: 'www.#{host}', Path: '/new', StatusCode: 'HTTP_302' } },
      '…://…/new (302)',
    ],
    [
      { type: 'fixed-response', fixedResponseConfig: { statusCode: '503' } },
      'get 503 from the load balancer itself',
    ],
    [
      { type: 'fixed-response', fixedResponseConfig: { statusCode: '200' } },
      '200 from the load balancer itself',
    ],
    [
      {
        type: 'forward',
        forwardConfig: {
          targetGroups: [
            { serviceName: 'a', servicePort: 80, weight: 1 },
            { serviceName: 'b', servicePort: 'http', weight: 3 },
          ],
        },
      },
      '0.25 a:80, 0.75 b:http',
    ],
  ])('does what an action says: %j', (action, expected) => {
    const graph = alb({ [`${ALB}actions.act`]: JSON.stringify(action) }, 'act!');
    expect(does(graph, requestFor('http://shop.example.com/'))).toBe(expected);
  });

  it('fails where there is no such action', () => {
    expect(does(alb({}, 'act!'), requestFor('http://shop.example.com/'))).toBe(
      'get no answer: there is no annotation alb.ingress.kubernetes.io/actions.act',
    );
  });

  it('leaves out a redirect to https where the request is https already', () => {
    const graph = alb(
      {
        [`${ALB}actions.ssl-redirect`]:
          '{"type": "redirect", "redirectConfig": {"protocol": "HTTPS", "port": "443", "statusCode": "HTTP_301"}}',
      },
      'ssl-redirect!',
      'web',
    );
    expect(does(graph, requestFor('http://shop.example.com/'))).toBe('https://…:443/… (301)');
    expect(does(graph, requestFor('https://shop.example.com/'))).toBe('1 web:80');
  });

  it.each<[JsonObject, Partial<Request>, boolean]>([
    [
      { field: 'http-header', httpHeaderConfig: { httpHeaderName: 'Version', values: ['2*', 'new'] } },
      { headers: new Map([['version', '2.1']]) },
      true,
    ],
    [
      { field: 'http-header', httpHeaderConfig: { httpHeaderName: 'Version', values: ['2*'] } },
      { headers: new Map([['version', '1']]) },
      false,
    ],
    [
      { field: 'http-request-method', httpRequestMethodConfig: { Values: ['POST', 'PUT'] } },
      { method: 'PUT' },
      true,
    ],
    [{ field: 'http-request-method', httpRequestMethodConfig: { values: ['POST'] } }, {}, false],
    [
      { field: 'query-string', queryStringConfig: { values: [{ key: 'beta', value: '?es' }] } },
      { query: new Map([['beta', 'YES']]) },
      true,
    ],
    [{ field: 'query-string', queryStringConfig: { values: [{ value: 'x' }] } }, {}, false],
    [{ field: 'path-pattern', pathPatternConfig: { values: ['/a/*'] } }, { path: '/a/b' }, true],
    [{ field: 'path-pattern', pathPatternConfig: { values: ['/A/*'] } }, { path: '/a/b' }, false],
    [{ field: 'host-header', hostHeaderConfig: { values: ['SHOP.*'] } }, {}, true],
  ])('asks conditions: %j of %j: %s', (condition, more, holds) => {
    const graph = alb({ [`${ALB}conditions.web`]: JSON.stringify([condition]) }, 'web', 'other');
    const request = requestFor('http://shop.example.com/', more);
    expect(does(graph, request)).toBe(holds ? '1 web:80' : '1 other:80');
  });

  it('does not know the address of a client', () => {
    const condition = '[{"field": "source-ip", "sourceIpConfig": {"values": ["10.0.0.0/8"]}}]';
    const graph = alb({ [`${ALB}conditions.web`]: condition }, 'web', 'other');
    const [decision] = decisions(graph, requestFor('http://shop.example.com/'));
    expect(decision?.rivals.map(({ conditions }) => conditions?.[0]?.text)).toEqual(['source-ip 10.0.0.0/8']);
    expect(does(graph, requestFor('http://shop.example.com/'))).toBe('1 other:80');
  });
});

const NGINX = 'nginx.ingress.kubernetes.io/';

function nginx(annotations: JsonObject, ...written: readonly (readonly [string, string])[]): JsonObject {
  return ingress(
    'web',
    'shop.example.com',
    written.map(([path, name]) => ({ path, pathType: 'Prefix', name })),
    { className: 'nginx', annotations },
  );
}

function prefixed(annotations: Readonly<Record<string, string | undefined>>): JsonObject {
  return Object.fromEntries(
    Object.entries(annotations).flatMap(([key, value]) =>
      value === undefined ? [] : [[NGINX + key, value]],
    ),
  );
}

const CONTROLLER = (...args: readonly string[]): JsonObject => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name: 'controller', namespace: 'ingress-nginx' },
  spec: {
    containers: [
      { name: 'main', image: 'registry.k8s.io/ingress-nginx/controller:v1.12.1', args: [...args] },
    ],
  },
});

describe('ingress-nginx', () => {
  it('serves the aliases of a host, unless they are hosts themselves', () => {
    const graph = graphOf([
      nginx({ [`${NGINX}server-alias`]: 'www.example.com, other.example.com' }, ['/', 'web']),
      ingress('other', 'other.example.com', [{ path: '/', pathType: 'Prefix', name: 'other' }], {
        className: 'nginx',
      }),
    ]);
    expect(goesTo(graph, requestFor('http://www.example.com/'))).toBe('web');
    expect(goesTo(graph, requestFor('http://other.example.com/'))).toBe('other');
  });

  it.each([
    [{ 'permanent-redirect': 'https://www.example.com/new' }, 'https://www.example.com/new (301)'],
    [
      { 'permanent-redirect': 'https://www.example.com$request_uri', 'permanent-redirect-code': '308' },
      'https://www.example.com/… (308)',
    ],
    [
      { 'temporal-redirect': 'https://$host/down', 'permanent-redirect': 'https://www.example.com' },
      'https://$host/down (302)',
    ],
  ])('redirects all requests of an Ingress: %j', (annotations, expected) => {
    expect(
      does(graphOf([nginx(prefixed(annotations), ['/', 'web'])]), requestFor('http://shop.example.com/a')),
    ).toBe(expected);
  });

  // internal/ingress/annotations/redirect/redirect.go Parse.
  it.each([
    [{ 'temporal-redirect': 'https://www.example.com/new', 'temporal-redirect-code': '307' }, '307'],
    [{ 'temporal-redirect': 'https://www.example.com/new', 'temporal-redirect-code': '308' }, '302'],
    [{ 'temporal-redirect': 'https://www.example.com/new', 'temporal-redirect-code': '200' }, '302'],
    [{ 'permanent-redirect': 'https://www.example.com/new', 'permanent-redirect-code': '308' }, '308'],
    [{ 'permanent-redirect': 'https://www.example.com/new', 'permanent-redirect-code': '309' }, '301'],
    [{ 'permanent-redirect': 'https://www.example.com/new', 'permanent-redirect-code': '-1' }, '301'],
  ])('redirects with a status of its own range: %j', (annotations, status) => {
    expect(
      does(graphOf([nginx(prefixed(annotations), ['/', 'web'])]), requestFor('http://shop.example.com/a')),
    ).toBe(`https://www.example.com/new (${status})`);
  });

  it.each([
    [{ 'temporal-redirect': '/down', 'permanent-redirect': 'https://www.example.com' }],
    [{ 'temporal-redirect': 'ftp://example.com' }],
    [{ 'temporal-redirect': ' ', 'permanent-redirect': 'https://www.example.com' }],
    [{ 'permanent-redirect': 'https://www.example.com', 'permanent-redirect-code': 'moved' }],
    [{ 'permanent-redirect': 'https://www.example.com', 'from-to-www-redirect': 'yes' }],
  ])('redirects nothing where the annotations cannot be read: %j', (annotations) => {
    expect(
      does(graphOf([nginx(prefixed(annotations), ['/', 'web'])]), requestFor('http://shop.example.com/a')),
    ).toBe('1 web:80');
  });

  describe('reads booleans as Go does', () => {
    it.each([
      ['true', 'web'],
      ['True', 'web'],
      ['1', 'web'],
      ['false', '404'],
      ['yes', '404'],
      ['on', '404'],
    ])('use-regex: "%s"', (value, expected) => {
      const graph = graphOf([nginx({ [`${NGINX}use-regex`]: value }, ['/v[0-9]', 'web'])]);
      expect(goesTo(graph, requestFor('http://shop.example.com/v2'))).toBe(expected);
    });

    it.each([
      ['TRUE', 'other'],
      ['yes', 'web'],
    ])('canary: "%s"', (value, expected) => {
      const canary = ingress(
        'new',
        'shop.example.com',
        [{ path: '/new', pathType: 'Prefix', name: 'other' }],
        {
          className: 'nginx',
          annotations: { [`${NGINX}canary`]: value, [`${NGINX}canary-weight`]: '100' },
        },
      );
      const graph = graphOf([nginx({}, ['/new', 'web']), canary]);
      const [decision] = decisions(graph, requestFor('http://shop.example.com/new'));
      const answer = decision?.entry?.answer;
      const targets = answer?.does === 'forward' ? answer.targets : [];
      expect(targets.find(({ weight }) => weight === 1)?.name).toBe(expected);
    });

    it.each([
      ['=true', 'web'],
      ['=T', 'web'],
      ['=false', 'api'],
    ])('--enable-ssl-passthrough%s', (value, expected) => {
      const written = nginx({ [`${NGINX}ssl-passthrough`]: 'T' }, ['/', 'web'], ['/api', 'api']);
      const graph = graphOf([written, CONTROLLER(`--enable-ssl-passthrough${value}`)]);
      expect(goesTo(graph, requestFor('https://shop.example.com/api'))).toBe(expected);
    });
  });

  describe('hands TLS on unread', () => {
    const written = nginx({ [`${NGINX}ssl-passthrough`]: 'true' }, ['/', 'web'], ['/api', 'api']);

    it('to where the path / goes, whatever the path is', () => {
      const graph = graphOf([written, CONTROLLER('--enable-ssl-passthrough')]);
      expect(goesTo(graph, requestFor('https://shop.example.com/api'))).toBe('web');
      expect(goesTo(graph, requestFor('http://shop.example.com/api'))).toBe('api');
    });

    it('not without the option of the controller', () => {
      const graph = graphOf([written, CONTROLLER()]);
      expect(goesTo(graph, requestFor('https://shop.example.com/api'))).toBe('api');
    });

    it('perhaps, where nobody shows the controller', () => {
      const [decision] = decisions(graphOf([written]), requestFor('https://shop.example.com/api'));
      expect(decision?.table.served).toBe('maybe');
    });
  });
});

function route(name: string, spec: JsonObject, created?: string): JsonObject {
  return {
    apiVersion: 'route.openshift.io/v1',
    kind: 'Route',
    metadata: { name, namespace: 'shop', ...(created && { creationTimestamp: created }) },
    spec: { host: 'shop.example.com', to: { kind: 'Service', name }, ...spec },
  };
}

const SERVICE: JsonObject = {
  apiVersion: 'v1',
  kind: 'Service',
  metadata: { name: 'web', namespace: 'shop' },
  spec: {
    selector: { app: 'web' },
    ports: [
      { name: 'http', port: 80, targetPort: 8080 },
      { name: 'admin', port: 81, targetPort: 9090 },
    ],
  },
};

describe('the OpenShift router', () => {
  it.each<[JsonObject, string, string]>([
    [{}, 'http', '1 web:80'],
    [{}, 'https', '404'],
    [{ tls: { termination: 'edge' } }, 'http', '404'],
    [{ tls: { termination: 'edge' } }, 'https', '1 web:80'],
    [{ tls: { termination: 'edge', insecureEdgeTerminationPolicy: 'Allow' } }, 'http', '1 web:80'],
    [
      { tls: { termination: 'edge', insecureEdgeTerminationPolicy: 'Redirect' } },
      'http',
      'https://…/… (302)',
    ],
    [{ path: '/api', tls: { termination: 'passthrough' } }, 'https', '1 web:80'],
    [{ port: { targetPort: 'admin' } }, 'http', '1 web:81'],
    [{ port: { targetPort: 9090 } }, 'http', '1 web:81'],
    [
      { to: { name: 'web', weight: 30 }, alternateBackends: [{ name: 'other', weight: 10 }] },
      'http',
      '0.75 web:80, 0.25 other:?',
    ],
  ])('%j by %s: %s', (spec, scheme, expected) => {
    expect(does(graphOf([route('web', spec), SERVICE]), requestFor(`${scheme}://shop.example.com/`))).toBe(
      expected,
    );
  });

  it('tries the longest path first, element by element', () => {
    const graph = graphOf([
      route('web', {}),
      route('api', { path: '/api' }),
      route('v1', { path: '/api/v1' }),
    ]);
    for (const [path, name] of [
      ['/', 'web'],
      ['/api', 'api'],
      ['/apis', 'web'],
      ['/api/v1/x', 'v1'],
    ])
      expect(goesTo(graph, requestFor(`http://shop.example.com${path}`))).toBe(name);
  });

  it('serves a domain', () => {
    const graph = graphOf([route('web', { host: 'any.example.com', wildcardPolicy: 'Subdomain' })]);
    expect(goesTo(graph, requestFor('http://x.example.com/'))).toBe('web');
    expect(goesTo(graph, requestFor('http://x.y.example.com/'))).toBe('-');
  });

  it('gives one path to the older Route', () => {
    const graph = graphOf([
      route('new', {}, '2026-02-01T00:00:00Z'),
      route('old', {}, '2026-01-01T00:00:00Z'),
    ]);
    expect(goesTo(graph, requestFor('http://shop.example.com/'))).toBe('old');
  });
});

describe('a redirect', () => {
  const asked = requestFor('http://shop.example.com:8080/old/cart', { method: 'POST' });
  const stays: Redirect = {
    scheme: undefined,
    host: undefined,
    port: undefined,
    path: undefined,
    status: 302,
  };

  it.each<[Partial<Redirect>, string, string]>([
    [{}, 'http://shop.example.com:8080/old/cart', 'GET'],
    [{ scheme: 'https' }, 'https://shop.example.com/old/cart', 'GET'],
    [{ scheme: 'http', status: 307 }, 'http://shop.example.com/old/cart', 'POST'],
    [{ host: 'www.example.com', port: 81 }, 'http://www.example.com:81/old/cart', 'GET'],
    [{ path: { replaces: 'all', by: '/new' } }, 'http://shop.example.com:8080/new', 'GET'],
    [{ path: { replaces: 'prefix', by: '/new/' } }, 'http://shop.example.com:8080/new/cart', 'GET'],
    [{ path: { replaces: 'prefix', by: '/' } }, 'http://shop.example.com:8080/cart', 'GET'],
  ])('%j leads to %s', (redirect, url, method) => {
    const next = redirected(asked, { ...stays, ...redirect }, { kind: 'prefix', value: '/old' });
    expect([next && urlOf(next), next?.method]).toEqual([url, method]);
  });

  it('that only the controller can read leads nobody knows where', () => {
    expect(
      redirected(asked, { ...stays, text: 'https://$host' }, { kind: 'prefix', value: '/' }),
    ).toBeUndefined();
  });
});
