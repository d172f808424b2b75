import type { Diagnostic, Place, Related } from '../../src/diagnostic/diagnostic.ts';
import type { Manifest } from '../../src/document/document.ts';
import type { CheckResult } from '../../src/workspace/result.ts';

/** A file of one unread document: reports need its text and nothing else. */
export function manifest(file: string, text: string): Manifest {
  return { file, index: 0, offset: 0, document: { text, value: undefined, problems: [] } };
}

/** The place of the first occurrence of a text. */
export function at(manifest: Manifest, needle: string): Place {
  const start = manifest.document.text.indexOf(needle);
  if (start < 0) throw new Error(`${JSON.stringify(needle)} is not in ${manifest.file}`);
  return { file: manifest.file, manifest, span: { start, end: start + needle.length } };
}

export function diagnostic(place: Place, more: Partial<Diagnostic> = {}): Diagnostic {
  return {
    rule: 'some-rule',
    severity: 'error',
    message: 'Something is wrong.',
    related: [],
    fixes: [],
    fingerprint: '0123456789abcdef',
    ...more,
    place,
  };
}

export function related(place: Place, message: string): Related {
  return { place, message };
}

export function result(manifests: readonly Manifest[], diagnostics: readonly Diagnostic[]): CheckResult {
  const count = (severity: string): number => diagnostics.filter((one) => one.severity === severity).length;
  return {
    diagnostics,
    copies: [],
    summary: {
      files: manifests.length,
      documents: manifests.length,
      resources: manifests.length,
      errors: count('error'),
      warnings: count('warning'),
      infos: count('info'),
      copies: 0,
    },
    texts: new Map(manifests.map(({ file, document }) => [file, document.text])),
  };
}

export const INGRESS: Manifest = manifest(
  'shop/ingress.yaml',
  `apiVersion: networking.k8s.io/v1
kind: Ingress
metadata:
  name: web
  namespace: shop
spec:
  rules:
    - http:
        paths:
          - path: /api
            pathType: Prefix
            backend:
              service:
                name: api
                port:
                  number: 8080
          - path: /
`,
);

export const SERVICE: Manifest = manifest(
  'shop/service.yaml',
  `apiVersion: v1
kind: Service
metadata:
  name: api
  namespace: shop
spec:
  selector: { app: api }
  ports:
    - name: http
      port: 80
`,
);

/** A chain over two files, with everything that a finding can have. */
export const CHAIN: CheckResult = result(
  [INGRESS, SERVICE],
  [
    diagnostic(
      {
        ...at(INGRESS, '8080'),
        path: ['spec', 'rules', 0, 'http', 'paths', 0, 'backend', 'service', 'port', 'number'],
      },
      {
        rule: 'ingress-backend-port-missing',
        message: 'Ingress shop/web sends /api to port 8080 of Service shop/api, which has only 80 (http).',
        resource: { apiVersion: 'networking.k8s.io/v1', kind: 'Ingress', namespace: 'shop', name: 'web' },
        related: [
          {
            ...related(at(SERVICE, '80'), 'Service shop/api listens on 80 (http)'),
            resource: { apiVersion: 'v1', kind: 'Service', namespace: 'shop', name: 'api' },
          },
        ],
        fixes: [{ title: 'Use port 80', safety: 'safe', edits: [] }],
      },
    ),
  ],
);
