import { describe, expect, it } from 'vitest';
import { check } from '../../src/workspace/check.ts';
import { DEFAULT_KUBERNETES_VERSION } from '../../src/workspace/options.ts';

const inNamespace = (namespace: string | undefined): string =>
  namespace === undefined ? '' : `, namespace: ${namespace}`;

const app = (name: string, namespace?: string): string => `apiVersion: apps/v1
kind: Deployment
metadata: { name: ${name}${inNamespace(namespace)} }
spec:
  selector: { matchLabels: { app: ${name} } }
  template:
    metadata: { labels: { app: ${name} } }
    spec: { containers: [{ name: app, image: "app:1", ports: [{ containerPort: 80 }] }] }
---
apiVersion: v1
kind: Service
metadata: { name: ${name}${inNamespace(namespace)} }
spec: { selector: { app: ${name} }, ports: [{ port: 80 }] }
`;

const ingress = (backend: string, namespace?: string): string => `apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: { name: web${inNamespace(namespace)} }
spec: { defaultBackend: { service: { name: ${backend}, port: { number: 80 } } } }
`;

function found(files: Readonly<Record<string, string>>, namespace?: string): readonly string[] {
  const { diagnostics } = check(
    Object.entries(files).map(([file, text]) => ({ file, text })),
    [],
    {
      closedWorld: false,
      kubernetesVersion: DEFAULT_KUBERNETES_VERSION,
      ...(namespace === undefined ? {} : { namespace }),
    },
  );
  return diagnostics.map(({ severity, rule }) => `${severity} ${rule}`);
}

const MISSING = ['error ingress-backend-missing'];

describe('the backend of an Ingress that leaves its namespace out', () => {
  it.each<[string, Readonly<Record<string, string>>, string | undefined, readonly string[]]>([
    [
      'is missing beside an application that leaves it out, too',
      { 'k8s/app.yaml': app('web'), 'k8s/ingress.yaml': ingress('shop') },
      undefined,
      MISSING,
    ],
    [
      'is missing there though objects of other folders name a namespace',
      {
        'k8s/app.yaml': app('web'),
        'k8s/ingress.yaml': ingress('shop'),
        'ops/grafana.yaml': app('grafana', 'ops'),
      },
      undefined,
      MISSING,
    ],
    [
      'is unknown where only others say which namespace there is',
      { 'operator.yaml': app('operator', 'scaler'), 'sample.yaml': ingress('shop') },
      undefined,
      [],
    ],
    [
      'is unknown there though a name is nearly the same',
      { 'operator.yaml': app('operator', 'scaler'), 'sample.yaml': ingress('operatr') },
      undefined,
      [],
    ],
    [
      'is unknown among samples of another folder',
      {
        'operator.yaml': app('operator', 'scaler'),
        'samples/a/app.yaml': app('web'),
        'samples/b/ingress.yaml': ingress('shop'),
      },
      undefined,
      [],
    ],
    [
      'is missing where the command line says the namespace',
      { 'operator.yaml': app('operator', 'scaler'), 'sample.yaml': ingress('shop') },
      'scaler',
      MISSING,
    ],
  ])('%s', (_name, files, namespace, expected) => {
    expect(found(files, namespace)).toEqual(expected);
  });
});

it('samples do not show the whole of a namespace that others write down', () => {
  const files = { 'ingress.yaml': ingress('shop', 'scaler'), 'samples/app.yaml': app('web') };
  expect(found(files)).toEqual([]);
});
