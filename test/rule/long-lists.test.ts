import { describe, expect, it } from 'vitest';
import { check } from '../../src/workspace/check.ts';

const MANY = Array.from({ length: 300 }, (_none, index) => index);

const workload = (ports: string, extra = ''): string => `
apiVersion: apps/v1
kind: Deployment
metadata: { name: web, namespace: shop }
spec:
  selector: { matchLabels: { app: web } }
  template:
    metadata: { labels: { app: web } }
    spec: { containers: [{ name: web, image: web:1, ports: [${ports}]${extra} }] }
---
`;
const service = (spec: string): string => `
apiVersion: v1
kind: Service
metadata: { name: web, namespace: shop }
spec: { ${spec} }
---
`;
const ports = MANY.map((index) => `{ name: p${index}, containerPort: ${3000 + index} }`).join(', ');
const servicePorts = MANY.map((index) => `{ name: p${index}, port: ${3000 + index} }`).join(', ');
const ingress = `
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: { name: web, namespace: shop }
spec:
  ingressClassName: nginx
  defaultBackend: { service: { name: web, port: { number: 1 } } }
`;
const policy = `
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: web, namespace: shop }
spec:
  podSelector: { matchExpressions: [{ key: tier, operator: In, values: [${MANY.map((index) => `t${index}`).join(', ')}] }] }
`;

describe('a message names at most five of many candidates', () => {
  it.each([
    [
      'target-port-missing',
      workload(ports) + service('selector: { app: web }, ports: [{ port: 80, targetPort: x }]'),
    ],
    ['probe-port-missing', workload(ports, ', readinessProbe: { httpGet: { port: nobody } }')],
    [
      'ingress-backend-port-missing',
      workload('{ containerPort: 3000 }') +
        service(`selector: { app: web }, ports: [${servicePorts}]`) +
        ingress,
    ],
    [
      'policy-selects-no-pod',
      workload('{ containerPort: 3000 }') +
        service('selector: { app: web }, ports: [{ port: 3000 }]') +
        policy,
    ],
  ])('%s', (rule, text) => {
    const found = check([{ file: 'a.yaml', text }], [], { closedWorld: true }).diagnostics.filter(
      (one) => one.rule === rule,
    );
    expect(found).toHaveLength(1);
    const [{ message, related }] = found as [(typeof found)[number]];
    expect(message).toContain('and 295 more');
    for (const said of [message, ...related.map((one) => one.message)]) expect(said.length).toBeLessThan(400);
  });
});
