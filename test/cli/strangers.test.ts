import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';

/** The bundle, as it is installed: `npm test` builds it first. */
const PROGRAM = resolve(import.meta.dirname, '../../dist/cli.js');
const root = mkdtempSync(join(tmpdir(), 'kubeplumb-strangers-'));

afterAll(() => {
  rmSync(root, { recursive: true });
});

interface Run {
  readonly code: number | null;
  readonly out: string;
}

function kubeplumb(text: string, args: readonly string[], flags: readonly string[] = []): Run {
  writeFileSync(join(root, 'all.yaml'), text);
  const { status, stdout, stderr, error } = spawnSync(process.execPath, [...flags, PROGRAM, ...args], {
    cwd: root,
    encoding: 'utf8',
    env: { PATH: process.env.PATH },
    timeout: LONGEST,
  });
  if (error !== undefined) throw error;
  return { code: status, out: stdout + stderr };
}

/** Milliseconds; an engine that goes back needs years for a value of 60 characters. */
const LONGEST = 5_000;
const MANY = 'a'.repeat(60);

const SERVICE = `
apiVersion: v1
kind: Service
metadata: { name: web, namespace: shop }
spec: { selector: { app: web }, ports: [{ port: 80, targetPort: 8080 }] }
---
apiVersion: v1
kind: Pod
metadata: { name: web, namespace: shop, labels: { app: web } }
spec: { containers: [{ name: web, image: web:1, ports: [{ containerPort: 8080 }] }] }
---`;

function httpRoute(match: string): string {
  return `${SERVICE}
apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata: { name: edge, namespace: shop }
spec:
  gatewayClassName: eg
  listeners: [{ name: http, port: 80, protocol: HTTP }]
---
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: { name: web, namespace: shop }
spec:
  parentRefs: [{ name: edge }]
  hostnames: [shop.example.com]
  rules:
    - matches: [${match}]
      backendRefs: [{ name: web, port: 80 }]
`;
}

function nginx(path: string): string {
  return `${SERVICE}
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata:
  name: web
  namespace: shop
  annotations: { nginx.ingress.kubernetes.io/use-regex: 'true' }
spec:
  ingressClassName: nginx
  rules:
    - host: shop.example.com
      http:
        paths:
          - path: ${JSON.stringify(path)}
            pathType: ImplementationSpecific
            backend: { service: { name: web, port: { number: 80 } } }
`;
}

function openshift(path: string): string {
  return `${SERVICE}
apiVersion: route.openshift.io/v1
kind: Route
metadata: { name: web, namespace: shop }
spec: { host: shop.example.com, path: ${JSON.stringify(path)}, to: { kind: Service, name: web }, port: { targetPort: 8080 } }
`;
}

function alb(pattern: string): string {
  return `${SERVICE}
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata:
  name: web
  namespace: shop
  annotations:
    alb.ingress.kubernetes.io/target-type: ip
    alb.ingress.kubernetes.io/conditions.web: '[{"field":"path-pattern","pathPatternConfig":{"values":[${JSON.stringify(pattern)}]}}]'
spec:
  ingressClassName: alb
  rules:
    - host: shop.example.com
      http:
        paths: [{ path: /*, pathType: ImplementationSpecific, backend: { service: { name: web, port: { number: 80 } } } }]
`;
}

function customResource(pattern: string, value: string): string {
  return `
apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: { name: shops.example.com }
spec:
  group: example.com
  scope: Namespaced
  names: { kind: Shop, plural: shops, singular: shop }
  versions:
    - name: v1
      served: true
      storage: true
      schema:
        openAPIV3Schema:
          type: object
          properties:
            spec: { type: object, properties: { code: { type: string, pattern: ${JSON.stringify(pattern)} } } }
---
apiVersion: example.com/v1
kind: Shop
metadata: { name: one, namespace: shop }
spec: { code: ${JSON.stringify(value)} }
`;
}

const trace = (path: string): readonly string[] => [
  'trace',
  'internet',
  `http://shop.example.com${path}`,
  '--path',
  'all.yaml',
];

describe('an expression that an engine would go back in for ever', () => {
  it.each([
    ['a path of an HTTPRoute', httpRoute('{ path: { type: RegularExpression, value: "/(a+)+b" } }'), '/'],
    ['a path of ingress-nginx', nginx('/(a+)+b$'), '/'],
    ['a path of an OpenShift Route', openshift('/(a+)+b$'), '/'],
    ['a pattern of the AWS Load Balancer Controller', alb(`/${'*a'.repeat(20)}?b`), '/'],
  ])('ends as %s', (_, text, path) => {
    const { out } = kubeplumb(text, trace(`${path}${MANY}!`));
    expect(out).toMatch(/it gets (?:404|503)/);
  });

  it('ends as the pattern of a custom resource, and is a finding', () => {
    const { code, out } = kubeplumb(customResource('^(a+)+$', `${MANY}!`), ['check', 'all.yaml']);
    expect(out).toContain('field-value');
    expect(code).toBe(1);
  });

  it('is none where the value matches', () => {
    const { out } = kubeplumb(customResource('^(a+)+$', MANY), ['check', 'all.yaml']);
    expect(out).not.toContain('field-value');
  });
});

describe('an expression that JavaScript reads in another way', () => {
  it.each([
    ['^[[:alpha:]]+$', 'abc', 'abc1'],
    [String.raw`\A\pL+\z`, 'äb', 'ä1'],
    ['(?i)^ABC$', 'abc', 'abd'],
    [String.raw`^\Qa.b\E$`, 'a.b', 'axb'],
  ])('%s takes %s and not %s', (pattern, good, bad) => {
    expect(kubeplumb(customResource(pattern, good), ['check', 'all.yaml']).out).not.toContain('field-value');
    expect(kubeplumb(customResource(pattern, bad), ['check', 'all.yaml']).out).toContain('field-value');
  });
});

describe('an expression that only PCRE reads', () => {
  it.each([['/(?!admin).*'], [String.raw`/(a)\1`], ['/a++b'], ['/(?>a)b']])(
    '%s depends, and says why',
    (path) => {
      const { out } = kubeplumb(nginx(path), trace('/shop'));
      expect(out).toContain('PCRE only');
    },
  );

  it('is not said of one that RE2 reads alike', () => {
    const { out } = kubeplumb(nginx('/api(/|$)(.*)'), trace('/api/x'));
    expect(out).not.toContain('PCRE only');
    expect(out).toContain('matches GET /api/x');
  });
});

describe('a long value', () => {
  const LONG = 200_000;

  it.each([
    [
      'a quantity',
      SERVICE.replace(
        'image: web:1,',
        `image: web:1, resources: { limits: { cpu: '${'1'.repeat(LONG)}x' } },`,
      ),
    ],
    [
      'a Secret',
      `apiVersion: v1\nkind: Secret\nmetadata: { name: a }\ndata: { a: "${'\\r\\n'.repeat(LONG)}!" }\n`,
    ],
    ['a path of slashes', nginx(`${'/'.repeat(LONG)}x`)],
    ['a path of brackets', nginx(`/${'[('.repeat(LONG)}x`)],
    ['a path of an HTTPRoute', httpRoute(`{ path: { type: PathPrefix, value: "${'/'.repeat(LONG)}x" } }`)],
    ['an address', SERVICE.replace('spec: {', `spec: { clusterIP: '${':'.repeat(LONG)}!',`)],
    ['a value of a custom resource', customResource('^a*$', 'a'.repeat(LONG))],
  ])('is read once: %s', (_, text) => {
    expect(kubeplumb(text, ['check', 'all.yaml', '--format', 'json']).out).toContain('"summary"');
  });
});

describe('where no code may be made of texts', () => {
  const NO_CODE = ['--disallow-code-generation-from-strings'];

  it.each(['1.22', '1.30', '1.34', '1.36'])('kinds of Kubernetes %s are checked', (version) => {
    const args = ['check', 'all.yaml', '--kubernetes-version', version];
    const good = kubeplumb(SERVICE, args, NO_CODE);
    expect(good.out).not.toContain('internal-error');
    expect(good.code).toBe(0);
    const bad = kubeplumb(
      SERVICE.replace('ports: [{ port', 'publishNotReadyAddresses: 7, ports: [{ port'),
      args,
      NO_CODE,
    );
    expect(bad.out).toContain('field-type');
    expect(bad.code).toBe(1);
  });

  it('custom resources are checked by their definition', () => {
    const { out } = kubeplumb(customResource('^a$', 'b'), ['check', 'all.yaml'], NO_CODE);
    expect(out).toContain('field-value');
    expect(out).not.toContain('internal-error');
  });
});
