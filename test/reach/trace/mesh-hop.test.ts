import { describe, expect, it } from 'vitest';
import { internet, requestTrace } from '../../../src/reach/trace/trace.ts';
import { worldOf } from '../policies.ts';
import { requestFor } from '../route/build.ts';
import { app, format, traced } from './told.ts';

const IN_MESH =
  'apiVersion: v1\nkind: Namespace\nmetadata: { name: shop, labels: { istio-injection: enabled } }\n---\n';
const LINKED =
  'apiVersion: v1\nkind: Namespace\nmetadata: { name: shop, annotations: { linkerd.io/inject: enabled } }\n---\n';
const BARE = 'apiVersion: v1\nkind: Namespace\nmetadata: { name: shop }\n---\n';
const APPS = app('shop', 'web') + app('shop', 'api');
const OPEN = 'allowed';
const NOT_TOLD = 'depends, mesh depends';

function istio(kind: string, spec: string, namespace = 'shop'): string {
  const group = kind.endsWith('Policy') || kind.endsWith('Authentication') ? 'security' : 'networking';
  return `
apiVersion: ${group}.istio.io/v1
kind: ${kind}
metadata: { name: one, namespace: ${namespace} }
spec: ${spec}
---
`;
}

function linkerd(kind: string, spec: string): string {
  return `
apiVersion: policy.linkerd.io/v1beta3
kind: ${kind}
metadata: { name: one, namespace: shop }
spec: ${spec}
---
`;
}

const allow = (spec: string, namespace?: string): string => istio('AuthorizationPolicy', spec, namespace);

describe('what Istio does with a request from shop/web to shop/api', () => {
  it.each([
    ['allows nothing', allow('{}'), NOT_TOLD],
    ['allows nothing, everywhere', allow('{}', 'istio-system'), NOT_TOLD],
    ['allows nothing, in a namespace that is not its own', allow('{}', 'other'), OPEN],
    ['allows nothing to these pods', allow('{ selector: { matchLabels: { app: api } } }'), NOT_TOLD],
    ['allows nothing to other pods', allow('{ selector: { matchLabels: { app: web } } }'), OPEN],
    ['allows all', allow('{ rules: [{}] }'), OPEN],
    ['allows the port', allow('{ rules: [{ to: [{ operation: { ports: ["8080"] } }] }] }'), OPEN],
    ['allows another port', allow('{ rules: [{ to: [{ operation: { ports: ["80"] } }] }] }'), NOT_TOLD],
    ['allows a path', allow('{ rules: [{ to: [{ operation: { paths: ["/x"] } }] }] }'), NOT_TOLD],
    ['allows its namespace', allow('{ rules: [{ from: [{ source: { namespaces: [shop] } }] }] }'), NOT_TOLD],
    ['denies all', allow('{ action: DENY, rules: [{}] }'), NOT_TOLD],
    ['denies nothing', allow('{ action: DENY }'), OPEN],
    [
      'denies to other pods',
      allow('{ action: DENY, selector: { matchLabels: { app: db } }, rules: [{}] }'),
      OPEN,
    ],
    [
      'denies another port',
      allow('{ action: DENY, rules: [{ to: [{ operation: { ports: ["9090"] } }] }] }'),
      OPEN,
    ],
    [
      'denies another namespace',
      allow('{ action: DENY, rules: [{ from: [{ source: { namespaces: ["dev-*", ops] } }] }] }'),
      OPEN,
    ],
    [
      'denies somebody else',
      allow('{ action: DENY, rules: [{ from: [{ source: { principals: [cluster.local/ns/ops/sa/x] } }] }] }'),
      OPEN,
    ],
    ['denies a condition', allow('{ action: DENY, rules: [{ when: [{ key: a, values: [b] }] }] }'), NOT_TOLD],
    ['asks somebody', allow('{ action: CUSTOM, provider: { name: x }, rules: [{}] }'), NOT_TOLD],
    ['writes it down', allow('{ action: AUDIT, rules: [{}] }'), OPEN],
    [
      'only tries',
      'apiVersion: security.istio.io/v1\nkind: AuthorizationPolicy\nmetadata: { name: one, namespace: shop, annotations: { istio.io/dry-run: "true" } }\nspec: {}\n---\n',
      OPEN,
    ],
    [
      'is for a waypoint of the Service',
      allow('{ targetRefs: [{ kind: Service, group: "", name: api }] }'),
      NOT_TOLD,
    ],
    ['is for a waypoint of another', allow('{ targetRefs: [{ kind: Service, group: "", name: db }] }'), OPEN],
    ['takes tokens', istio('RequestAuthentication', '{ jwtRules: [{ issuer: x }] }'), OPEN],
    ['speaks TLS on both sides', istio('PeerAuthentication', '{ mtls: { mode: STRICT } }'), OPEN],
    ['hears of its own namespace', istio('Sidecar', '{ egress: [{ hosts: ["./*"] }] }'), OPEN],
    ['hears of others', istio('Sidecar', '{ egress: [{ hosts: ["istio-system/*", "ops/*"] }] }'), NOT_TOLD],
    [
      'routes them',
      istio('VirtualService', '{ hosts: [api], http: [{ route: [{ destination: { host: db } }] }] }'),
      NOT_TOLD,
    ],
    [
      'hands them on',
      istio(
        'VirtualService',
        '{ hosts: [api], http: [{ timeout: 1s, route: [{ destination: { host: api } }] }] }',
      ),
      OPEN,
    ],
    [
      'routes those of a gateway',
      istio('VirtualService', '{ hosts: [api], gateways: [edge], http: [{ redirect: { uri: / } }] }'),
      OPEN,
    ],
    [
      'speaks TLS of its own',
      istio('DestinationRule', '{ host: api, trafficPolicy: { tls: { mode: SIMPLE } } }'),
      NOT_TOLD,
    ],
    [
      'speaks that of the mesh',
      istio('DestinationRule', '{ host: api, trafficPolicy: { tls: { mode: ISTIO_MUTUAL } } }'),
      OPEN,
    ],
    [
      'speaks none where it must',
      istio('DestinationRule', '{ host: api, trafficPolicy: { tls: { mode: DISABLE } } }') +
        istio('PeerAuthentication', '{ mtls: { mode: STRICT } }'),
      NOT_TOLD,
    ],
    ['changes the proxy', istio('EnvoyFilter', '{ workloadSelector: { labels: { app: api } } }'), NOT_TOLD],
    ['changes that of others', istio('EnvoyFilter', '{ workloadSelector: { labels: { app: db } } }'), OPEN],
  ])('%s', (_what, objects, expected) => {
    expect(format(traced(IN_MESH + APPS + objects, 'shop/web', 'shop/api'))).toBe(expected);
  });

  it('names the policy and the reason', () => {
    const { hops } = traced(IN_MESH + APPS + allow('{}'), 'shop/web', 'shop/api');
    expect(hops.find(({ kind }) => kind === 'mesh')?.message).toBe(
      'Whether Deployment shop/web gets into TCP 8080 of Deployment shop/api is not told: AuthorizationPolicy shop/one allows nothing to them',
    );
  });

  it('finds the namespace that is the root of the mesh', () => {
    const mesh = `
apiVersion: v1
kind: ConfigMap
metadata: { name: istio, namespace: mesh }
data: { mesh: "accessLogFile: /dev/stdout\\nrootNamespace: rules\\n" }
---
`;
    expect(format(traced(IN_MESH + APPS + mesh + allow('{}', 'rules'), 'shop/web', 'shop/api'))).toBe(
      NOT_TOLD,
    );
  });
});

describe('who is in the mesh', () => {
  const label = (value: string): string => `labels: { app: api, sidecar.istio.io/inject: "${value}" }`;
  const api = (more: string, spec?: string): string => app('shop', 'web') + app('shop', 'api', more, spec);
  it.each([
    ['the namespace says so', IN_MESH + APPS, NOT_TOLD],
    ['the pods say no', IN_MESH + api(label('false')), OPEN],
    ['the pods say yes', BARE + api(label('true')), NOT_TOLD],
    ['the namespace says no', IN_MESH.replace('enabled', 'disabled') + api(label('true')), OPEN],
    ['the pods use the network of their node', IN_MESH + api('', 'hostNetwork: true, '), OPEN],
    ['the namespace is not written', APPS, NOT_TOLD],
    [
      'it is an ambient mesh',
      IN_MESH.replace('istio-injection: enabled', 'istio.io/dataplane-mode: ambient') + APPS,
      NOT_TOLD,
    ],
    [
      'a revision is named',
      IN_MESH.replace('istio-injection: enabled', 'istio.io/rev: canary') + APPS,
      NOT_TOLD,
    ],
  ])('%s', (_what, objects, expected) => {
    expect(format(traced(objects + allow('{}', 'istio-system'), 'shop/web', 'shop/api'))).toBe(expected);
  });

  it('is not told of a namespace without a label and with policies of its own', () => {
    expect(format(traced(BARE + APPS + allow('{}'), 'shop/web', 'shop/api'))).toBe(NOT_TOLD);
  });

  const STRICT = istio('PeerAuthentication', '{ mtls: { mode: STRICT } }');
  it.each([
    ['speaks its TLS', IN_MESH + APPS + STRICT, 'shop/web', OPEN],
    [
      'does not',
      IN_MESH + app('shop', 'api') + app('out', 'web') + BARE.replace('shop', 'out') + STRICT,
      'out/web',
      NOT_TOLD,
    ],
    ['may not', IN_MESH + app('shop', 'api') + app('out', 'web') + STRICT, 'out/web', NOT_TOLD],
    [
      'need not, on this port',
      IN_MESH +
        app('shop', 'api') +
        app('out', 'web') +
        istio(
          'PeerAuthentication',
          '{ selector: { matchLabels: { app: api } }, mtls: { mode: STRICT }, portLevelMtls: { 8080: { mode: PERMISSIVE } } }',
        ),
      'out/web',
      OPEN,
    ],
    [
      'need not, by the closer policy',
      IN_MESH +
        app('shop', 'api') +
        app('out', 'web') +
        istio('PeerAuthentication', '{ mtls: { mode: STRICT } }', 'istio-system') +
        istio('PeerAuthentication', '{ mtls: { mode: PERMISSIVE } }'),
      'out/web',
      OPEN,
    ],
  ])('a client %s', (_what, objects, from, expected) => {
    expect(format(traced(objects, from, 'shop/api'))).toBe(expected);
  });
});

describe('what Linkerd does with it', () => {
  const server = (more = '', port = '8080'): string =>
    linkerd('Server', `{ podSelector: { matchLabels: { app: api } }, port: ${port}${more} }`);
  it.each([
    ['nothing', '', OPEN],
    ['a Server for the port', server(), NOT_TOLD],
    ['a Server for its name', server('', 'http'), NOT_TOLD],
    ['a Server for another port', server('', '9090'), OPEN],
    ['a Server for other pods', server().replace('app: api', 'app: db'), OPEN],
    ['a Server that is open', server(', accessPolicy: all-unauthenticated'), OPEN],
    ['a Server that only notes it', server(', accessPolicy: audit'), OPEN],
    [
      'an authorization of everybody',
      server() +
        linkerd('ServerAuthorization', '{ server: { name: one }, client: { unauthenticated: true } }'),
      OPEN,
    ],
    [
      'an authorization of some',
      server() +
        linkerd('ServerAuthorization', '{ server: { name: one }, client: { meshTLS: { identities: [x] } } }'),
      NOT_TOLD,
    ],
    [
      'an authorization without a Server',
      linkerd('AuthorizationPolicy', '{ targetRef: { kind: Server, name: x } }'),
      OPEN,
    ],
    [
      'a route for the Service',
      linkerd('HTTPRoute', '{ parentRefs: [{ kind: Service, name: api }] }'),
      NOT_TOLD,
    ],
  ])('%s', (_what, objects, expected) => {
    expect(format(traced(LINKED + APPS + objects, 'shop/web', 'shop/api'))).toBe(expected);
  });

  it.each([
    ['deny', NOT_TOLD],
    ['all-authenticated', OPEN],
    ['cluster-unauthenticated', OPEN],
    ['all-unauthenticated', OPEN],
  ])('the default %s', (policy, expected) => {
    const home = LINKED.replace('enabled', `enabled, config.linkerd.io/default-inbound-policy: ${policy}`);
    expect(format(traced(home + APPS, 'shop/web', 'shop/api'))).toBe(expected);
  });

  it('has no say over pods without its proxy', () => {
    const home = LINKED.replace('enabled', 'disabled');
    expect(format(traced(home + APPS + server(), 'shop/web', 'shop/api'))).toBe(OPEN);
  });
});

describe('what others do', () => {
  it.each([
    ['consul.hashicorp.com/v1alpha1', 'ServiceIntentions', '{ destination: { name: api } }', NOT_TOLD],
    ['consul.hashicorp.com/v1alpha1', 'ServiceIntentions', '{ destination: { name: db } }', OPEN],
    [
      'access.smi-spec.io/v1alpha3',
      'TrafficTarget',
      '{ destination: { kind: ServiceAccount, name: x } }',
      NOT_TOLD,
    ],
    [
      'vpcresources.k8s.aws/v1beta1',
      'SecurityGroupPolicy',
      '{ podSelector: { matchLabels: { app: api } } }',
      NOT_TOLD,
    ],
    [
      'vpcresources.k8s.aws/v1beta1',
      'SecurityGroupPolicy',
      '{ podSelector: { matchLabels: { app: db } } }',
      OPEN,
    ],
    ['cilium.io/v2', 'CiliumEnvoyConfig', '{ services: [{ name: api, namespace: shop }] }', NOT_TOLD],
  ])('%s %s %s', (apiVersion, kind, spec, expected) => {
    const object = `apiVersion: ${apiVersion}\nkind: ${kind}\nmetadata: { name: one, namespace: shop }\nspec: ${spec}\n---\n`;
    expect(format(traced(APPS + object, 'shop/web', 'shop/api'))).toBe(expected);
  });
});

describe('what is attached to a Gateway or its routes', () => {
  const edge = `
apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata: { name: edge, namespace: shop }
spec: { gatewayClassName: eg, listeners: [{ name: web, port: 80, protocol: HTTP }] }
---
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: { name: api, namespace: shop }
spec: { parentRefs: [{ name: edge }], hostnames: [api.test], rules: [{ backendRefs: [{ name: api, port: 80 }] }] }
---
`;
  const policy = (kind: string, name: string): string => `
apiVersion: gateway.envoyproxy.io/v1alpha1
kind: SecurityPolicy
metadata: { name: one, namespace: shop }
spec: { targetRefs: [{ group: gateway.networking.k8s.io, kind: ${kind}, name: ${name} }], jwt: {} }
---
`;
  it.each([
    ['nothing', '', OPEN],
    ['a policy for the Gateway', policy('Gateway', 'edge'), NOT_TOLD],
    ['a policy for the route', policy('HTTPRoute', 'api'), NOT_TOLD],
    ['a policy for another route', policy('HTTPRoute', 'web'), OPEN],
  ])('%s', (_what, object, expected) => {
    const { graph } = worldOf(APPS + edge + object);
    expect(format(requestTrace(graph, { outside: internet(graph) }, requestFor('http://api.test/')))).toBe(
      expected,
    );
  });
});
