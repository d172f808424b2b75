import { expect, it } from 'vitest';
import type { Cluster, Labels, LabelSelector, NetworkPolicySpec, PodModel } from './cluster.ts';
import { verdict } from './oracle.ts';
import type { Verdict } from './oracle.ts';
import type { End } from './question.ts';

const pod = (name: string, namespace: string, labels: Labels): PodModel => ({
  name,
  namespace,
  labels,
  containers: [{}],
});

const pods: readonly PodModel[] = [
  pod('web', 'default', { app: 'web' }),
  pod('books', 'default', { app: 'books', role: 'api' }),
  pod('search', 'default', { app: 'books', role: 'search' }),
  pod('watch', 'default', { type: 'watch' }),
  pod('live', 'live', { app: 'web' }),
  pod('ops', 'ops', { type: 'watch' }),
  pod('other', 'ops', { app: 'other' }),
  pod('dns', 'kube-system', { 'k8s-app': 'kube-dns' }),
];

const namespaces = [
  { name: 'default' },
  { name: 'live', labels: { purpose: 'live' } },
  { name: 'ops', labels: { team: 'ops' } },
];

const only = (labels: Labels): LabelSelector => ({ matchLabels: labels });
const web = only({ app: 'web' });

/** Which pods, and the internet, reach a target on a port of TCP; the other pods of the cluster do not. */
interface Reached {
  readonly by: readonly string[];
  /** Those of which the files do not tell. */
  readonly perhaps?: readonly string[];
  readonly port?: number;
}

const DNS = {
  to: [
    {
      namespaceSelector: only({ 'kubernetes.io/metadata.name': 'kube-system' }),
      podSelector: only({ 'k8s-app': 'kube-dns' }),
    },
  ],
  ports: [{ port: 53, protocol: 'UDP' as const }, { port: 53 }],
};

const INTERNET = '1.1.1.1';
const EVERYBODY = ['web', 'books', 'search', 'watch', 'live', 'ops', 'other', 'dns', INTERNET];

const recipes: readonly (readonly [
  string,
  readonly NetworkPolicySpec[],
  Readonly<Record<string, Reached>>,
])[] = [
  [
    'nobody reaches an application with an empty list of ingress rules',
    [{ podSelector: web, ingress: [] }],
    { web: { by: ['web'] }, books: { by: EVERYBODY } },
  ],
  [
    'only what shares a label reaches an application',
    [
      {
        podSelector: only({ app: 'books', role: 'api' }),
        ingress: [{ from: [{ podSelector: only({ app: 'books' }) }] }],
      },
    ],
    { books: { by: ['books', 'search'] }, search: { by: EVERYBODY } },
  ],
  [
    'a rule without fields opens what another policy closes',
    [
      { podSelector: web, ingress: [] },
      { podSelector: web, ingress: [{}] },
    ],
    { web: { by: EVERYBODY } },
  ],
  [
    'a whole namespace is closed, also to itself, but not what leaves it',
    [{ podSelector: {}, ingress: [] }],
    { web: { by: ['web'] }, books: { by: ['books'] }, other: { by: EVERYBODY } },
  ],
  [
    'a namespace is open to itself alone, its selector of pods with matchLabels: null',
    [{ podSelector: { matchLabels: null }, ingress: [{ from: [{ podSelector: {} }] }] }],
    { web: { by: ['web', 'books', 'search', 'watch'] } },
  ],
  [
    'all namespaces reach an application, what is outside does not',
    [{ podSelector: web, ingress: [{ from: [{ namespaceSelector: {} }] }] }],
    { web: { by: EVERYBODY.filter((name) => name !== '1.1.1.1') } },
  ],
  [
    'one namespace reaches an application; one without a manifest may have the label',
    [{ podSelector: web, ingress: [{ from: [{ namespaceSelector: only({ purpose: 'live' }) }] }] }],
    { web: { by: ['web', 'live'], perhaps: ['dns'] } },
  ],
  [
    'some pods of another namespace reach an application',
    [
      {
        podSelector: web,
        ingress: [
          { from: [{ namespaceSelector: only({ team: 'ops' }), podSelector: only({ type: 'watch' }) }] },
        ],
      },
    ],
    { web: { by: ['web', 'ops'] } },
  ],
  [
    'one port is open to some pods',
    [
      {
        podSelector: web,
        ingress: [{ ports: [{ port: 5000 }], from: [{ podSelector: only({ role: 'api' }) }] }],
      },
    ],
    { web: { by: ['web', 'books'], port: 5000 } },
  ],
  [
    'other ports stay closed to them',
    [
      {
        podSelector: web,
        ingress: [{ ports: [{ port: 5000 }], from: [{ podSelector: only({ role: 'api' }) }] }],
      },
    ],
    { web: { by: ['web'], port: 5001 } },
  ],
  [
    'any of several selectors is enough',
    [
      {
        podSelector: web,
        ingress: [
          {
            from: [
              { podSelector: only({ app: 'books', role: 'search' }) },
              { podSelector: only({ type: 'watch' }) },
            ],
          },
        ],
      },
    ],
    { web: { by: ['web', 'search', 'watch'] } },
  ],
  [
    'an application may call nobody',
    [{ podSelector: web, policyTypes: ['Egress'], egress: [] }],
    {
      '1.1.1.1': { by: EVERYBODY.filter((name) => name !== 'web' && name !== '1.1.1.1') },
      web: { by: EVERYBODY },
    },
  ],
  [
    'a whole namespace may call nobody',
    [{ podSelector: {}, policyTypes: ['Egress'], egress: [] }],
    {
      '1.1.1.1': { by: ['live', 'ops', 'other', 'dns'] },
      dns: { by: ['live', 'ops', 'other', 'dns', '1.1.1.1'] },
    },
  ],
  [
    'an application may call the cluster DNS alone',
    [{ podSelector: web, policyTypes: ['Egress'], egress: [DNS] }],
    {
      dns: { by: EVERYBODY, port: 53 },
      books: { by: EVERYBODY.filter((name) => name !== 'web'), port: 53 },
    },
  ],
];

it.each(recipes)('%s', (_what, specs, targets) => {
  const cluster: Cluster = {
    namespaces,
    pods,
    policies: specs.map((spec, index) => ({
      apiVersion: 'networking.k8s.io/v1',
      kind: 'NetworkPolicy',
      metadata: { name: `n${index}` },
      spec,
    })),
  };
  for (const [target, { by, perhaps = [], port = 80 }] of Object.entries(targets)) {
    const sources = EVERYBODY.filter((name) => name !== INTERNET || target !== INTERNET);
    const said = (wanted: Verdict): readonly string[] =>
      sources.filter((source) => verdict(cluster, end(source), end(target), 'TCP', port) === wanted);
    expect({ target, allowed: said('allowed'), depends: said('depends') }).toEqual({
      target,
      allowed: EVERYBODY.filter((name) => by.includes(name)),
      depends: perhaps,
    });
  }
});

function end(name: string): End {
  const index = pods.findIndex((one) => one.name === name);
  return index < 0 ? { address: name } : { pod: index };
}
