/**
 * What may grow in the manifests of a user, one dimension each: a command, its files for a size, and the size that counts as 1×.
 * The bench prints what each costs at 1×, 4× and 16×; a test holds the steps that it takes to linear growth.
 */
import { block, deployment, document, policy, service } from './objects.mjs';

const list = (count, make) => Array.from({ length: count }, (_, index) => make(index));
const address = (index) => `10.${index >> 16}.${(index >> 8) & 255}.${index & 255}`;

export const DIMENSIONS = [
  {
    name: 'workloads without policies, mapped as text',
    base: 60,
    command: ['connectivity', '.'],
    files: (count) => ({
      'a.yaml': document(...list(count, (index) => deployment(`w${index}`, `w${index}`))),
    }),
  },
  {
    name: 'workloads without policies, as grouped json',
    base: 60,
    command: ['connectivity', '.', '--format', 'json', '--grouped'],
    files: (count) => ({
      'a.yaml': document(...list(count, (index) => deployment(`w${index}`, `w${index}`))),
    }),
  },
  {
    name: 'workloads under one policy that denies, mapped as text',
    base: 60,
    command: ['connectivity', '.'],
    files: (count) => ({
      'a.yaml': document(
        ...list(count, (index) => deployment(`w${index}`, `w${index}`)),
        policy('deny', {}, []),
      ),
    }),
  },
  {
    name: 'workloads without policies, as csv',
    base: 60,
    // The connections are what is printed: pairs.
    order: 2,
    command: ['connectivity', '.', '--format', 'csv'],
    files: (count) => ({
      'a.yaml': document(...list(count, (index) => deployment(`w${index}`, `w${index}`))),
    }),
  },
  {
    name: 'blocks in two rules of a policy',
    base: 60,
    command: ['check', '.'],
    files: (count) => ({
      'a.yaml': document(
        deployment('web', 'web'),
        policy('blocks', { app: 'web' }, [
          { from: list(count, (index) => block(address(index))) },
          { from: list(count, (index) => block(address(index + 70_000))) },
        ]),
      ),
    }),
  },
  {
    name: 'rules with a port and a block in a policy',
    base: 60,
    command: ['check', '.'],
    files: (count) => ({
      'a.yaml': document(
        deployment('web', 'web'),
        policy(
          'rules',
          { app: 'web' },
          list(count, (index) => ({
            from: [block(address(index))],
            ports: [{ port: 1024 + (index % 50_000) }],
          })),
        ),
      ),
    }),
  },
  {
    name: 'policies that select all of 100 pods',
    base: 60,
    command: ['check', '.'],
    files: (count) => ({
      'a.yaml': document(
        ...list(100, (index) => deployment(`w${index}`, `w${index}`)),
        ...list(count, (index) =>
          policy(`p${index}`, {}, [{ from: [{ podSelector: { matchLabels: { app: `w${index % 100}` } } }] }]),
        ),
      ),
    }),
  },
  {
    name: 'env from the keys of one ConfigMap',
    base: 200,
    command: ['check', '.'],
    files: (count) => ({
      'a.yaml': document(
        {
          apiVersion: 'v1',
          kind: 'ConfigMap',
          metadata: { name: 'settings', namespace: 'shop' },
          data: Object.fromEntries(list(count, (index) => [`key-${index}`, 'value'])),
        },
        deployment('web', 'web', {
          env: list(count, (index) => ({
            name: `KEY_${index}`,
            valueFrom: { configMapKeyRef: { name: 'settings', key: `key-${index}` } },
          })),
        }),
      ),
    }),
  },
  {
    name: 'Ingresses with expressions on one host',
    base: 60,
    command: ['check', '.'],
    files: (count) => ({
      'a.yaml': document(
        deployment('web', 'web'),
        service('web', { app: 'web' }),
        ...list(count, (index) => ({
          apiVersion: 'networking.k8s.io/v1',
          kind: 'Ingress',
          metadata: {
            name: `i${index}`,
            namespace: 'shop',
            annotations: { 'nginx.ingress.kubernetes.io/use-regex': 'true' },
          },
          spec: {
            ingressClassName: 'nginx',
            rules: [
              {
                host: 'shop.example.com',
                http: {
                  paths: [
                    {
                      path: `/a${index}/[0-9]+`,
                      pathType: 'ImplementationSpecific',
                      backend: { service: { name: 'web', port: { number: 80 } } },
                    },
                  ],
                },
              },
            ],
          },
        })),
      ),
    }),
  },
  {
    name: 'Services and Deployments of one label',
    base: 40,
    command: ['check', '.'],
    files: (count) => ({
      'a.yaml': document(
        ...list(count, (index) => deployment(`w${index}`, 'web')),
        ...list(count, (index) => service(`s${index}`, { app: 'web' })),
      ),
    }),
  },
  {
    name: 'Services with one selector',
    base: 60,
    command: ['check', '.'],
    files: (count) => ({
      'a.yaml': document(
        deployment('web', 'web'),
        ...list(count, (index) => service(`s${index}`, { app: 'web' })),
      ),
    }),
  },
  {
    name: 'Deployments with one label',
    base: 60,
    command: ['check', '.'],
    files: (count) => ({
      'a.yaml': document(
        service('web', { app: 'web' }),
        ...list(count, (index) => deployment(`w${index}`, 'web')),
      ),
    }),
  },
  {
    name: 'workloads of one namespace under its policies',
    base: 60,
    command: ['check', '.'],
    files: (count) => ({
      'a.yaml': document(
        ...list(count, (index) => deployment(`w${index}`, `w${index}`)),
        policy('deny', {}, []),
        policy('web', { app: 'w0' }, [{ from: [{ podSelector: { matchLabels: { app: 'w1' } } }] }]),
      ),
    }),
  },
  {
    name: 'workloads, each with a Service and a policy',
    base: 40,
    command: ['check', '.'],
    files: (count) => ({
      'a.yaml': document(
        ...list(count, (index) => deployment(`w${index}`, `w${index}`)),
        ...list(count, (index) => service(`w${index}`, { app: `w${index}` })),
        ...list(count, (index) =>
          policy(`w${index}`, { app: `w${index}` }, [
            {
              from: [{ podSelector: { matchLabels: { app: `w${(index + 1) % count}` } } }],
              ports: [{ port: 8080 }],
            },
          ]),
        ),
      ),
    }),
  },
  {
    name: 'ignore comments in a row',
    base: 500,
    command: ['check', '.'],
    files: (count) => ({
      'a.yaml': `${'# kubeplumb-ignore selector-matches-nothing: so it is\n'.repeat(count)}${document(deployment('web', 'web')).slice('---\n'.length)}`,
    }),
  },
  {
    name: 'copies of a definition and its objects',
    base: 20,
    command: ['check', '.'],
    files: (count) =>
      Object.fromEntries(
        list(count, (index) => [
          `copy-${index}/a.yaml`,
          document(definition(), {
            apiVersion: 'example.com/v1',
            kind: 'Widget',
            metadata: { name: 'one', namespace: 'shop' },
            spec: { size: 1 },
          }),
        ]),
      ),
  },
  {
    name: 'definitions without objects',
    base: 20,
    command: ['check', '.'],
    files: (count) => ({ 'a.yaml': document(...list(count, (index) => definition(`Widget${index}`))) }),
  },
  {
    name: 'blocks in what a change adds',
    base: 60,
    command: ['diff', 'before', 'after'],
    files: (count) => ({
      'before/a.yaml': document(...changed([])),
      'after/a.yaml': document(...changed(list(count, (index) => block(address(index * 2))))),
    }),
  },
];

function changed(from) {
  return [
    ...list(37, (index) => deployment(`w${index}`, `w${index}`)),
    policy('blocks', {}, from.length === 0 ? [] : [{ from }]),
  ];
}

function definition(kind = 'Widget') {
  const plural = `${kind.toLowerCase()}s`;
  return {
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: { name: `${plural}.example.com` },
    spec: {
      group: 'example.com',
      scope: 'Namespaced',
      names: { kind, plural, singular: kind.toLowerCase(), listKind: `${kind}List` },
      versions: [
        {
          name: 'v1',
          served: true,
          storage: true,
          schema: {
            openAPIV3Schema: {
              type: 'object',
              properties: {
                spec: {
                  type: 'object',
                  'x-kubernetes-validations': [{ rule: 'self.size > 0' }],
                  properties: Object.fromEntries([
                    ['size', { type: 'integer', minimum: 0 }],
                    ...list(30, (index) => [
                      `field${index}`,
                      { type: 'string', description: 'A field.', maxLength: 63 },
                    ]),
                  ]),
                },
              },
            },
          },
        },
      ],
    },
  };
}
