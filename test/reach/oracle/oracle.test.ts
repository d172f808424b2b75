import { describe, expect, it } from 'vitest';
import { blockContains, isPublicOnly } from './addresses.ts';
import type {
  Cluster,
  ClusterNetworkPolicy,
  ClusterRule,
  LabelSelector,
  NetworkPolicy,
  NetworkPolicySpec,
  PodModel,
  Protocol,
} from './cluster.ts';
import { underEveryCompletion } from './completions.ts';
import { verdict } from './oracle.ts';
import type { Verdict } from './oracle.ts';
import type { End } from './question.ts';

const app = (name: string): LabelSelector => ({ matchLabels: { app: name } });
const pod = (name: string, more: Partial<PodModel> = {}): PodModel => ({
  name,
  namespace: 'shop',
  labels: { app: name },
  containers: [{ ports: [{ name: 'http', containerPort: 8080 }] }],
  ...more,
});
const policy = (spec: NetworkPolicySpec, name = 'n', namespace = 'shop'): NetworkPolicy => ({
  apiVersion: 'networking.k8s.io/v1',
  kind: 'NetworkPolicy',
  metadata: { name, namespace },
  spec,
});
const wide = (
  tier: 'Admin' | 'Baseline',
  priority: number,
  ingress: readonly ClusterRule[],
  name = `${tier}${priority}`,
): ClusterNetworkPolicy => ({
  apiVersion: 'policy.networking.k8s.io/v1alpha2',
  kind: 'ClusterNetworkPolicy',
  metadata: { name },
  spec: { tier, priority, subject: { namespaces: {} }, ingress },
});

/** shop: web, api, db and host (on its node's network); depot: far; cave, which has no manifest: dark. */
const pods: readonly PodModel[] = [
  pod('web'),
  pod('api', {
    containers: [
      { ports: [{ name: 'http', containerPort: 9090 }] },
      { ports: [{ name: 'dns', containerPort: 53, protocol: 'UDP' }] },
    ],
    initContainers: [
      { restartPolicy: 'Always', ports: [{ name: 'metrics', containerPort: 9102 }] },
      { ports: [{ name: 'setup', containerPort: 7000 }] },
    ],
  }),
  pod('db'),
  pod('host', { hostNetwork: true }),
  pod('far', { namespace: 'depot' }),
  pod('dark', { namespace: 'cave' }),
];

function clusterOf(...policies: Cluster['policies']): Cluster {
  const namespaces = [{ name: 'shop', labels: { team: 'red' } }, { name: 'depot' }];
  return { namespaces, pods, policies };
}

function end(name: string): End {
  const index = pods.findIndex((one) => one.name === name);
  return index < 0 ? { address: name } : { pod: index };
}

/** `web > api TCP 80` */
function ask(cluster: Cluster, question: string): Verdict {
  const [from = '', , to = '', protocol, port] = question.split(' ');
  const known: readonly Protocol[] = ['TCP', 'UDP', 'SCTP'];
  const of = known.find((one) => one === protocol);
  if (of === undefined) throw new Error(`no protocol in ${question}`);
  return verdict(cluster, end(from), end(to), of, Number(port));
}

type Row = readonly [what: string, cluster: Cluster, expected: Readonly<Record<string, Verdict>>];

const from = (
  ...peers: NonNullable<NonNullable<NetworkPolicySpec['ingress']>[number]>['from'][]
): NetworkPolicySpec => ({
  ingress: peers.map((list) => (list === undefined ? {} : { from: list })),
});

const networkPolicyRows: readonly Row[] = [
  [
    'NP3: without a policy everything is allowed',
    clusterOf(),
    { 'web > api TCP 80': 'allowed', '1.1.1.1 > host UDP 53': 'allowed', 'web > 1.1.1.1 SCTP 9': 'allowed' },
  ],
  [
    'NP1, NP4: a policy isolates the pods it selects, of its namespace, in its direction',
    clusterOf(policy({ podSelector: app('api'), policyTypes: ['Ingress'] })),
    {
      'web > api TCP 80': 'blocked',
      '1.1.1.1 > api TCP 80': 'blocked',
      'api > web TCP 80': 'allowed',
      'api > 1.1.1.1 TCP 80': 'allowed',
      'web > db TCP 80': 'allowed',
      'api > far TCP 80': 'allowed',
    },
  ],
  [
    'NP2: egress: [] does not isolate egress',
    clusterOf(policy({ egress: [] })),
    { 'web > 1.1.1.1 TCP 80': 'allowed', '1.1.1.1 > web TCP 80': 'blocked' },
  ],
  [
    'NP2: an egress rule without types isolates both directions',
    clusterOf(policy({ egress: [{}] })),
    { 'web > 1.1.1.1 TCP 80': 'allowed', '1.1.1.1 > web TCP 80': 'blocked' },
  ],
  [
    'NP2: rules of a direction that is not in the types are inert',
    clusterOf(policy({ policyTypes: ['Egress'], ingress: [{}] })),
    { 'web > 1.1.1.1 TCP 80': 'blocked', '1.1.1.1 > web TCP 80': 'allowed' },
  ],
  [
    'NP2: an empty list of types is none, and no spec at all denies all ingress',
    clusterOf({ ...policy({}), spec: null }, policy({ policyTypes: [] }, 'm', 'depot')),
    { 'web > db TCP 80': 'blocked', 'web > far TCP 80': 'blocked', 'far > 1.1.1.1 TCP 80': 'allowed' },
  ],
  [
    'NP3: the rules of all policies are joined',
    clusterOf(
      policy({ podSelector: app('db'), ingress: [{ from: [{ podSelector: app('web') }] }] }),
      policy({ podSelector: {}, ingress: [{ from: [{ podSelector: app('api') }] }] }, 'm'),
    ),
    {
      'web > db TCP 1': 'allowed',
      'api > db TCP 1': 'allowed',
      'far > db TCP 1': 'blocked',
      'web > api TCP 1': 'blocked',
    },
  ],
  [
    'NP4: egress and ingress must both allow',
    clusterOf(
      policy({
        podSelector: app('web'),
        policyTypes: ['Egress'],
        egress: [{ to: [{ podSelector: app('api') }] }],
      }),
      policy({ podSelector: app('api'), ingress: [{ from: [{ podSelector: app('db') }] }] }, 'm'),
    ),
    { 'web > api TCP 1': 'blocked', 'db > api TCP 1': 'allowed', 'web > db TCP 1': 'blocked' },
  ],
  [
    'NP6: from: [] is everybody, as is an absent one, a null one and a null rule',
    clusterOf(
      policy({ podSelector: app('web'), ...from([]) }),
      policy({ podSelector: app('api'), ...from(undefined) }, 'b'),
      policy({ podSelector: app('db'), ...from(null) }, 'c'),
      policy({ ingress: [null] }, 'd', 'depot'),
    ),
    {
      '1.1.1.1 > web TCP 1': 'allowed',
      'dark > api UDP 1': 'allowed',
      'fd00::1 > db SCTP 1': 'allowed',
      '1.1.1.1 > far TCP 1': 'allowed',
    },
  ],
  [
    'NP7: a podSelector alone is of the own namespace, a namespaceSelector alone is all pods, both are joined by AND',
    clusterOf(
      policy({ podSelector: app('web'), ingress: [{ from: [{ podSelector: {} }] }] }),
      policy({ podSelector: app('api'), ingress: [{ from: [{ namespaceSelector: {} }] }] }, 'b'),
      policy(
        { podSelector: app('db'), ingress: [{ from: [{ namespaceSelector: {}, podSelector: app('far') }] }] },
        'c',
      ),
    ),
    {
      'db > web TCP 1': 'allowed',
      'far > web TCP 1': 'blocked',
      'far > api TCP 1': 'allowed',
      'dark > api TCP 1': 'allowed',
      '10.0.0.1 > api TCP 1': 'blocked',
      'far > db TCP 1': 'allowed',
      'web > db TCP 1': 'blocked',
    },
  ],
  [
    'NP9: the protocol is TCP unless given, and a port without number is all of its protocol',
    clusterOf(
      policy({ podSelector: app('web'), ingress: [{ ports: [{ port: 53 }] }] }),
      policy({ podSelector: app('api'), ingress: [{ ports: [{ protocol: 'UDP' }] }] }, 'b'),
      policy({ podSelector: app('db'), ingress: [{ ports: [null] }] }, 'c'),
    ),
    {
      'far > web TCP 53': 'allowed',
      'far > web UDP 53': 'blocked',
      'far > web TCP 54': 'blocked',
      'far > api UDP 9': 'allowed',
      'far > api TCP 9': 'blocked',
      'far > db TCP 9': 'allowed',
      'far > db SCTP 9': 'blocked',
    },
  ],
  [
    'NP11: a named port is that of the destination, in both directions, of containers and sidecars',
    clusterOf(
      policy({ ingress: [{ ports: [{ port: 'http' }, { port: 'metrics' }, { port: 'setup' }] }] }),
      policy({ policyTypes: ['Egress'], egress: [{ ports: [{ port: 'http' }] }] }, 'm', 'depot'),
      policy({ policyTypes: ['Egress'], egress: [{ ports: [{ port: 'dns' }] }] }, 'k', 'cave'),
    ),
    {
      'web > db TCP 8080': 'allowed',
      'web > db TCP 9090': 'blocked',
      'web > api TCP 9090': 'allowed',
      'web > api TCP 9102': 'allowed',
      'web > api TCP 7000': 'blocked',
      'far > api TCP 9090': 'allowed',
      'far > api TCP 8080': 'blocked',
      'far > 1.1.1.1 TCP 8080': 'blocked',
      'dark > api UDP 53': 'blocked',
    },
  ],
  [
    'NP12: endPort is inclusive',
    clusterOf(
      policy({
        ingress: [
          {
            ports: [
              { port: 80, endPort: 82 },
              { port: 90, endPort: null },
            ],
          },
        ],
      }),
    ),
    {
      'far > web TCP 79': 'blocked',
      'far > web TCP 80': 'allowed',
      'far > web TCP 82': 'allowed',
      'far > web TCP 83': 'blocked',
      'far > web TCP 90': 'allowed',
      'far > web TCP 91': 'blocked',
    },
  ],
  [
    'NP13, NP14, NP15: blocks are exact for addresses, and unknown for pods unless they are all public',
    clusterOf(
      policy({
        podSelector: app('web'),
        ...from([{ ipBlock: { cidr: '0.0.0.0/0', except: ['10.0.0.0/8'] } }]),
      }),
      policy({ podSelector: app('api'), ...from([{ ipBlock: { cidr: '8.8.8.0/24' } }]) }, 'b'),
      policy(
        {
          podSelector: app('db'),
          ...from([
            { ipBlock: { cidr: '8.0.0.0/6', except: ['10.0.0.0/8', '8.8.8.0/24'] } },
            { ipBlock: { cidr: '8.8.8.8/32' } },
          ]),
        },
        'c',
      ),
    ),
    {
      '1.1.1.1 > web TCP 1': 'allowed',
      '10.0.0.1 > web TCP 1': 'blocked',
      'fd00::1 > web TCP 1': 'blocked',
      'far > web TCP 1': 'depends',
      'far > api TCP 1': 'blocked',
      'far > db TCP 1': 'blocked',
      '8.8.8.8 > db TCP 1': 'allowed',
      '8.8.8.9 > db TCP 1': 'blocked',
      '9.1.1.1 > db TCP 1': 'allowed',
    },
  ],
  [
    'NP18: a pod reaches itself',
    clusterOf(policy({ policyTypes: ['Ingress', 'Egress'] })),
    { 'web > web TCP 1': 'allowed', 'web > db TCP 1': 'blocked' },
  ],
  [
    'NP17, NP19: what hinges on a pod of the node network depends',
    clusterOf(policy({ policyTypes: ['Ingress', 'Egress'], ingress: [{ from: [{ podSelector: {} }] }] })),
    {
      'host > web TCP 1': 'depends',
      'web > host TCP 1': 'depends',
      '1.1.1.1 > host TCP 1': 'depends',
      '1.1.1.1 > web TCP 1': 'blocked',
    },
  ],
  [
    'NP19: and is certain where both readings agree',
    clusterOf(policy({ ingress: [{}] })),
    { 'host > web TCP 1': 'allowed', '1.1.1.1 > host TCP 1': 'allowed' },
  ],
  [
    'LS4, LS7: selectors of namespaces',
    clusterOf(
      policy({
        podSelector: app('web'),
        ...from([
          { namespaceSelector: { matchExpressions: [{ key: 'team', operator: 'NotIn', values: ['red'] }] } },
        ]),
      }),
      policy(
        {
          podSelector: app('api'),
          ...from([{ namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'cave' } } }]),
        },
        'b',
      ),
    ),
    {
      'db > web TCP 1': 'blocked',
      'far > web TCP 1': 'allowed',
      'dark > web TCP 1': 'depends',
      'dark > api TCP 1': 'allowed',
      'far > api TCP 1': 'blocked',
    },
  ],
];

const deny: ClusterRule = { action: 'Deny', from: [{ namespaces: {} }] };
const accept: ClusterRule = { action: 'Accept', from: [{ namespaces: {} }] };
const pass: ClusterRule = { action: 'Pass', from: [{ namespaces: {} }] };
const closed = policy({ podSelector: app('api'), policyTypes: ['Ingress'] });
const open = policy({ podSelector: app('api'), ingress: [{}] });

const clusterPolicyRows: readonly Row[] = [
  [
    'CP1: Admin comes before NetworkPolicy, in order of priority and of rules',
    clusterOf(
      wide('Admin', 1, [accept, deny]),
      wide('Admin', 0, [{ ...deny, from: [{ namespaces: app('no') }] }]),
      closed,
    ),
    { 'web > api TCP 1': 'allowed', '1.1.1.1 > api TCP 1': 'blocked', 'dark > api TCP 1': 'depends' },
  ],
  [
    'CP1: Deny of Admin wins over an allowing NetworkPolicy',
    clusterOf(wide('Admin', 1, [deny]), open),
    { 'web > api TCP 1': 'blocked', '1.1.1.1 > api TCP 1': 'allowed', 'web > web TCP 1': 'allowed' },
  ],
  [
    'CP1: Pass leaves the tier',
    clusterOf(wide('Admin', 1, [pass, deny]), wide('Admin', 2, [deny]), wide('Baseline', 1, [deny]), open),
    { 'web > api TCP 1': 'allowed', 'web > db TCP 1': 'blocked' },
  ],
  [
    'CP1: Baseline is asked where no NetworkPolicy isolates, and Pass there is allowed',
    clusterOf(
      wide('Baseline', 2, [deny]),
      wide('Baseline', 1, [{ action: 'Pass', from: [{ pods: { podSelector: app('far') } }] }]),
      closed,
    ),
    {
      'web > db TCP 1': 'blocked',
      'far > db TCP 1': 'allowed',
      'far > api TCP 1': 'blocked',
      '1.1.1.1 > db TCP 1': 'allowed',
    },
  ],
  [
    'CP2: the winner of a tie is not known, unless all say the same',
    clusterOf(
      wide('Admin', 1, [deny]),
      wide('Admin', 1, [{ ...accept, protocols: [{ tcp: { destinationPort: { number: 80 } } }] }], 'x'),
    ),
    { 'web > db TCP 80': 'depends', 'web > db TCP 81': 'blocked', 'web > db UDP 80': 'blocked' },
  ],
  [
    'CP5: a peer without a known field fails closed',
    clusterOf(
      wide('Admin', 1, [
        { action: 'Accept', from: [{}] },
        { action: 'Pass', from: [{}] },
      ]),
    ),
    { 'web > db TCP 80': 'blocked', '1.1.1.1 > db TCP 80': 'blocked' },
  ],
  [
    'CP6: networks match addresses, and perhaps pods',
    clusterOf({
      ...wide('Admin', 1, []),
      spec: {
        ...wide('Admin', 1, []).spec,
        egress: [{ action: 'Deny', to: [{ networks: ['8.8.8.0/24', '10.0.0.0/8'] }] }],
      },
    }),
    {
      'web > 8.8.8.1 TCP 1': 'blocked',
      'web > 10.1.1.1 TCP 1': 'blocked',
      'web > 1.1.1.1 TCP 1': 'allowed',
      'web > db TCP 1': 'depends',
    },
  ],
  [
    'CP7: pods on the network of their node are neither subjects nor peers',
    clusterOf(wide('Admin', 1, [deny])),
    { 'web > host TCP 1': 'allowed', 'host > web TCP 1': 'allowed' },
  ],
  [
    'CP8: ports and ranges, and names of any protocol',
    clusterOf(
      wide('Admin', 1, [
        {
          ...deny,
          protocols: [
            { destinationNamedPort: 'dns' },
            { tcp: { destinationPort: { range: { start: 10, end: 12 } } } },
          ],
        },
      ]),
    ),
    {
      'web > api UDP 53': 'blocked',
      'web > api TCP 53': 'allowed',
      'web > db UDP 53': 'allowed',
      'web > db TCP 10': 'blocked',
      'web > db TCP 12': 'blocked',
      'web > db TCP 13': 'allowed',
    },
  ],
];

describe('the oracle', () => {
  it.each([...networkPolicyRows, ...clusterPolicyRows])('%s', (_what, cluster, expected) => {
    const said = Object.keys(expected).map((question) => [question, ask(cluster, question)]);
    expect(Object.fromEntries(said)).toEqual(expected);
  });

  it('reads the policies of v1alpha1 as well', () => {
    const subject = { pods: { namespaceSelector: {}, podSelector: app('api') } };
    const cluster = clusterOf(
      {
        apiVersion: 'policy.networking.k8s.io/v1alpha1',
        kind: 'AdminNetworkPolicy',
        metadata: { name: 'a' },
        spec: {
          priority: 7,
          subject,
          ingress: [
            { action: 'Allow', from: [{ namespaces: {} }], ports: [{ namedPort: 'http' }] },
            { action: 'Pass', from: [{ namespaces: {} }], ports: [{ portNumber: { port: 80 } }] },
            { action: 'Deny', from: [{ namespaces: {} }], ports: [{ portRange: { start: 1, end: 99 } }] },
          ],
        },
      },
      {
        apiVersion: 'policy.networking.k8s.io/v1alpha1',
        kind: 'BaselineAdminNetworkPolicy',
        metadata: { name: 'default' },
        spec: { subject, ingress: [{ action: 'Deny', from: [{ namespaces: {} }] }] },
      },
    );
    const questions = ['9090', '80', '81', '100'].map((port) => ask(cluster, `web > api TCP ${port}`));
    expect(questions).toEqual(['allowed', 'blocked', 'blocked', 'blocked']);
    expect(ask(cluster, '1.1.1.1 > api TCP 81')).toBe('allowed');
  });
});

describe('the addresses of a block', () => {
  it.each([
    ['10.1.0.0/16', [], '10.1.255.255', true],
    ['10.1.0.0/16', [], '10.2.0.0', false],
    ['10.1.2.3/16', [], '10.1.0.0', true],
    ['0.0.0.0/0', [], '::1', false],
    ['::/0', [], '1.1.1.1', false],
    ['fd00::/8', ['fd00::/64'], 'fd00::1', false],
    ['fd00::/8', ['fd00::/64'], 'fd00:0:0:1::', true],
  ])('%s except %j: %s is %s', (cidr, except, address, expected) => {
    expect(blockContains({ cidr, except }, address)).toBe(expected);
  });

  it.each([
    ['8.8.8.0/24', [], true],
    ['8.0.0.0/6', [], false],
    ['8.0.0.0/6', ['10.0.0.0/9', '10.128.0.0/9'], true],
    ['8.0.0.0/6', ['10.0.0.0/9'], false],
    ['10.0.0.0/9', [], false],
    ['::/0', [], false],
    ['2600:1f00::/24', [], true],
  ])('%s except %j: all public is %s', (cidr, except, expected) => {
    expect(isPublicOnly({ cidr, except })).toBe(expected);
  });
});

it('walks through every completion once', () => {
  const walks = underEveryCompletion((choose) => {
    const first = choose('a', 2);
    return first === 0 ? `0${choose('b', 3)}${choose('a', 2)}` : '1';
  });
  expect([...walks]).toEqual(['000', '010', '020', '1']);
});
