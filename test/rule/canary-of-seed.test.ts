import { describe, expect, it } from 'vitest';
import { check } from '../../src/index.ts';

/** The split of seed-001, a stable and a canary Service behind one Ingress, as two Ingresses of ingress-nginx. */
function manifests(canary: {
  readonly service?: string;
  readonly pathType?: string;
  readonly weight?: string;
}): string {
  const { service = 'canary-svc', pathType = 'Prefix', weight = '10' } = canary;
  const one = (name: string, type: string, backend: string, annotations: string): string => `
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: { name: ${name}, annotations: { ${annotations} } }
spec:
  ingressClassName: nginx
  rules:
    - http:
        paths: [{ path: /, pathType: ${type}, backend: { service: { name: ${backend}, port: { number: 80 } } } }]
`;
  const services = ['stable', 'canary'].map(
    (version) => `
apiVersion: v1
kind: Service
metadata: { name: ${version}-svc }
spec: { selector: { app: myapp, version: ${version} }, ports: [{ port: 80, targetPort: 8080 }] }
---
apiVersion: v1
kind: Pod
metadata: { name: ${version}, labels: { app: myapp, version: ${version} } }
spec: { containers: [{ name: app, image: one, ports: [{ containerPort: 8080 }] }] }
`,
  );
  const prefix = 'nginx.ingress.kubernetes.io/canary';
  return [
    ...services,
    one('app', 'Prefix', 'stable-svc', ''),
    one('app-canary', pathType, service, `${prefix}: "true", ${prefix}-weight: "${weight}"`),
  ].join('---');
}

describe('a canary of seed-001', () => {
  it.each([
    ['as it should be', {}, []],
    ['at a Service that does not exist', { service: 'next-svc' }, ['ingress-backend-missing']],
    ['at the Service of its primary', { service: 'stable-svc' }, ['ingress-canary-same-backend']],
    ['with weight 0', { weight: '0' }, ['ingress-canary-never']],
    ['with another pathType', { pathType: 'Exact' }, ['ingress-canary-without-primary']],
  ])('%s', (_name, canary, expected) => {
    const { diagnostics } = check([{ file: 'a.yaml', text: manifests(canary) }]);
    expect(diagnostics.map(({ rule }) => rule)).toEqual(expected);
  });
});
