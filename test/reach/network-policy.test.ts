import { describe, expect, it } from 'vitest';
import { flow, policy } from './connections.ts';

/** What it says, the policies, from, to, and what gets through. */
type Row = readonly [title: string, policies: string, from: string, to: string, expected: string];

function table(name: string, rows: readonly Row[]): void {
  describe(name, () => {
    it.each(rows)('%s', (_title, policies, from, to, expected) => {
      expect(flow(policies, from, to)).toBe(expected);
    });
  });
}

const onWeb = (rest: string): string => policy(`podSelector: { matchLabels: { app: web } }\n${rest}`);
const onDb = (rest: string): string => policy(`podSelector: { matchLabels: { app: db } }\n${rest}`, 'db');

table('isolation (NP1 to NP5)', [
  ['without policies everything is open', '', 'shop/web', 'shop/db', 'all'],
  ['a selected pod is isolated for ingress', onDb(''), 'shop/web', 'shop/db', 'none'],
  ['and only the selected pod', onDb(''), 'shop/db', 'shop/web', 'all'],
  ['pods of other namespaces are not selected', policy('podSelector: {}'), 'shop/web', 'ops/prom', 'all'],
  [
    'an absent podSelector selects all pods of the namespace',
    policy('ingress: []'),
    'ops/prom',
    'shop/db',
    'none',
  ],
  [
    'an empty egress list does not isolate egress by itself',
    onWeb('egress: []'),
    'shop/web',
    'shop/db',
    'all',
  ],
  ['a policy with egress rules isolates ingress, too', onWeb('egress: [{}]'), 'ops/prom', 'shop/web', 'none'],
  ['written types are exact: egress only', onWeb('policyTypes: [Egress]'), 'ops/prom', 'shop/web', 'all'],
  ['written types are exact: nothing out', onWeb('policyTypes: [Egress]'), 'shop/web', 'ops/prom', 'none'],
  [
    'rules of a direction that is not listed are inert',
    onWeb('policyTypes: [Ingress]\negress: []\ningress: [{ ports: [{ port: 80 }] }]'),
    'shop/web',
    'ops/prom',
    'all',
  ],
  [
    'the rules of all policies add up',
    onDb('ingress: [{ ports: [{ port: 80 }] }]') + policy('ingress: [{ ports: [{ port: 81 }] }]', 'other'),
    'shop/web',
    'shop/db',
    'TCP 80-81',
  ],
  [
    'both ends must allow it',
    onDb('ingress: [{ ports: [{ port: 80, endPort: 90 }] }]') +
      onWeb('policyTypes: [Egress]\negress: [{ ports: [{ port: 85, endPort: 99 }] }]'),
    'shop/web',
    'shop/db',
    'TCP 85-90',
  ],
  ['an address needs no permission of its own', onWeb('policyTypes: [Egress]'), '8.8.8.8', 'shop/web', 'all'],
]);

table('rules and peers (NP6 to NP8)', [
  ['an absent rule list allows nothing', onDb('policyTypes: [Ingress]'), 'shop/web', 'shop/db', 'none'],
  ['an empty rule list allows nothing', onDb('ingress: []'), 'shop/web', 'shop/db', 'none'],
  ['an empty rule allows everything', onDb('ingress: [{}]'), '8.8.8.8', 'shop/db', 'all'],
  ['an empty from means everybody', onDb('ingress: [{ from: [] }]'), '8.8.8.8', 'shop/db', 'all'],
  ['empty ports mean all ports', onDb('ingress: [{ ports: [] }]'), 'ops/prom', 'shop/db', 'all'],
  [
    'a podSelector means pods of the same namespace',
    onDb('ingress: [{ from: [{ podSelector: {} }] }]'),
    'shop/web',
    'shop/db',
    'all',
  ],
  ['and no others', onDb('ingress: [{ from: [{ podSelector: {} }] }]'), 'ops/prom', 'shop/db', 'none'],
  [
    'a namespaceSelector means all pods in there',
    onDb('ingress: [{ from: [{ namespaceSelector: { matchLabels: { team: b } } }] }]'),
    'ops/prom',
    'shop/db',
    'all',
  ],
  [
    'every namespace has its name as a label',
    onDb(
      'ingress: [{ from: [{ namespaceSelector: { matchLabels: { kubernetes.io/metadata.name: wild } } }] }]',
    ),
    'wild/guest',
    'shop/db',
    'all',
  ],
  [
    'both selectors in one item are ANDed',
    onDb(
      'ingress: [{ from: [{ namespaceSelector: { matchLabels: { team: b } }, podSelector: { matchLabels: { app: web } } }] }]',
    ),
    'ops/prom',
    'shop/db',
    'none',
  ],
  [
    'in two items they are ORed',
    onDb(
      'ingress: [{ from: [{ namespaceSelector: { matchLabels: { team: b } } }, { podSelector: { matchLabels: { app: web } } }] }]',
    ),
    'ops/prom',
    'shop/db',
    'all',
  ],
  [
    'an empty namespaceSelector means all pods',
    onDb('ingress: [{ from: [{ namespaceSelector: {} }] }]'),
    'wild/guest',
    'shop/db',
    'all',
  ],
  [
    'but no addresses',
    onDb('ingress: [{ from: [{ namespaceSelector: {} }] }]'),
    '10.0.0.1',
    'shop/db',
    'none',
  ],
  ['a peer without a field is nobody', onDb('ingress: [{ from: [{}] }]'), 'shop/web', 'shop/db', 'none'],
  [
    'labels of a namespace without a manifest are not known',
    onDb('ingress: [{ from: [{ namespaceSelector: { matchLabels: { team: b } } }], ports: [{ port: 80 }] }]'),
    'wild/guest',
    'shop/db',
    'none ? TCP 80',
  ],
  [
    'peers and ports of a rule are ANDed',
    onDb('ingress: [{ from: [{ podSelector: {} }], ports: [{ port: 80 }] }]'),
    'shop/web',
    'shop/db',
    'TCP 80',
  ],
]);

table('ports (NP9 to NP12, NP22)', [
  [
    'a port is TCP unless written',
    onDb('ingress: [{ ports: [{ port: 53 }] }]'),
    'shop/web',
    'shop/db',
    'TCP 53',
  ],
  [
    'without a port all of the protocol are meant',
    onDb('ingress: [{ ports: [{ protocol: UDP }] }]'),
    'shop/web',
    'shop/db',
    'UDP',
  ],
  [
    'SCTP is a protocol of its own',
    onDb('ingress: [{ ports: [{ protocol: SCTP, port: 80 }] }]'),
    'shop/web',
    'shop/db',
    'SCTP 80',
  ],
  [
    'no protocol but these three',
    onDb('ingress: [{ ports: [{ protocol: ICMP }] }]'),
    'shop/web',
    'shop/db',
    'none',
  ],
  [
    'endPort is inclusive',
    onDb('ingress: [{ ports: [{ port: 8000, endPort: 8002 }, { port: 8003 }] }]'),
    'shop/web',
    'shop/db',
    'TCP 8000-8003',
  ],
  [
    'an endPort below the port leaves nothing',
    onDb('ingress: [{ ports: [{ port: 90, endPort: 80 }] }]'),
    'shop/web',
    'shop/db',
    'none',
  ],
  [
    'a name is that of a port of the destination: ingress',
    policy('ingress: [{ ports: [{ port: http }] }]'),
    'ops/prom',
    'shop/db',
    'TCP 9090',
  ],
  [
    'and egress, for each destination',
    onWeb('policyTypes: [Egress]\negress: [{ ports: [{ port: http }] }]'),
    'shop/web',
    'shop/api',
    'TCP 7070',
  ],
  [
    'with the protocol of the rule',
    policy('ingress: [{ ports: [{ port: http, protocol: UDP }] }]'),
    'ops/prom',
    'shop/web',
    'UDP 8081',
  ],
  ['which may be none', policy('ingress: [{ ports: [{ port: pg }] }]'), 'ops/prom', 'shop/web', 'none'],
  [
    'a name means nothing to an address',
    onWeb('policyTypes: [Egress]\negress: [{ ports: [{ port: http }, { port: 443 }] }]'),
    'shop/web',
    '8.8.8.8',
    'TCP 443',
  ],
]);

const toBlock = (block: string): string =>
  onWeb(`policyTypes: [Egress]\negress: [{ to: [{ ipBlock: ${block} }] }]`);

table('blocks of addresses (NP13 to NP15)', [
  ['a block holds its addresses', toBlock('{ cidr: 8.8.8.0/24 }'), 'shop/web', '8.8.8.255', 'all'],
  ['and no others', toBlock('{ cidr: 8.8.8.0/24 }'), 'shop/web', '8.8.9.0', 'none'],
  ['bits behind the prefix do not count', toBlock('{ cidr: 8.8.8.77/24 }'), 'shop/web', '8.8.8.1', 'all'],
  [
    'exceptions are taken out',
    toBlock('{ cidr: 8.8.8.0/24, except: [8.8.8.128/25] }'),
    'shop/web',
    '8.8.8.128',
    'none',
  ],
  [
    'of this block only',
    onWeb(
      'policyTypes: [Egress]\negress: [{ to: [{ ipBlock: { cidr: 8.8.8.0/24, except: [8.8.8.8/32] } }, { ipBlock: { cidr: 8.8.8.8/31 } }] }]',
    ),
    'shop/web',
    '8.8.8.8',
    'all',
  ],
  [
    'an exception outside takes nothing away',
    toBlock('{ cidr: 8.8.8.0/24, except: [9.0.0.0/8] }'),
    'shop/web',
    '8.8.8.8',
    'all',
  ],
  ['what is no block holds nothing', toBlock('{ cidr: 8.8.8.8 }'), 'shop/web', '8.8.8.8', 'none'],
  ['all of IPv4 is no IPv6', toBlock('{ cidr: 0.0.0.0/0 }'), 'shop/web', '2606:4700::1111', 'none'],
  ['and the reverse', toBlock('{ cidr: "::/0" }'), 'shop/web', '2606:4700::1111', 'all'],
  ['a private block may hold pods', toBlock('{ cidr: 10.0.0.0/8 }'), 'shop/web', 'shop/db', 'none ? all'],
  ['so may everything', toBlock('{ cidr: 0.0.0.0/0 }'), 'shop/web', 'shop/db', 'none ? all'],
  ['so may unique local addresses', toBlock('{ cidr: "fd00::/8" }'), 'shop/web', 'shop/db', 'none ? all'],
  ['a public block does not', toBlock('{ cidr: 8.8.8.0/24 }'), 'shop/web', 'shop/db', 'none'],
  ['of either family', toBlock('{ cidr: "2606:4700::/32" }'), 'shop/web', 'shop/db', 'none'],
  [
    'what its exceptions leave decides',
    toBlock('{ cidr: 8.0.0.0/6, except: [10.0.0.0/8] }'),
    'shop/web',
    'shop/db',
    'none',
  ],
  [
    'a block in front of pods works for sources, too',
    policy('ingress: [{ from: [{ ipBlock: { cidr: 1.1.1.1/32 } }] }]'),
    '1.1.1.1',
    'shop/web',
    'all',
  ],
]);

table('the own pod, the own node and the host network (NP17 to NP19)', [
  ['a pod reaches itself', policy('policyTypes: [Ingress, Egress]'), 'shop/web', 'shop/web', 'all'],
  ['two replicas are two pods', policy('policyTypes: [Ingress, Egress]'), 'shop/api', 'shop/api', 'none'],
  [
    'policies of a pod on the host network may not be for it',
    policy('{ ingress: [{ ports: [{ port: 80 }] }] }').replace('namespace: shop', 'namespace: ops'),
    'shop/web',
    'ops/agent',
    'TCP 80 ? TCP 1-79, 81-65535; UDP; SCTP',
  ],
  [
    'labels may not be what it is known by',
    onDb('ingress: [{ from: [{ namespaceSelector: {} }] }]'),
    'ops/agent',
    'shop/db',
    'none ? all',
  ],
  [
    'it may be on the node of the pod that calls it',
    onWeb('policyTypes: [Egress]'),
    'shop/web',
    'ops/agent',
    'none ? all',
  ],
  [
    'it may be on the node of the pod that it calls',
    policy('ingress: []'),
    'ops/agent',
    'shop/web',
    'none ? all',
  ],
  [
    'a rule for everybody is for it, too',
    policy('ingress: [{ ports: [{ port: 80 }] }]'),
    'ops/agent',
    'shop/web',
    'TCP 80 ? TCP 1-79, 81-65535; UDP; SCTP',
  ],
]);

const byHash = (rest: string, name: string): string =>
  policy(`podSelector: { matchLabels: { app: api, pod-template-hash: abc } }\n${rest}`, name);

table('labels that only the cluster knows (LS8)', [
  [
    'a policy that may apply opens nothing for certain but what all of them open',
    byHash('ingress: [{ ports: [{ port: 80, endPort: 82 }] }]', 'a') +
      byHash('ingress: [{ ports: [{ port: 82 }] }]', 'b'),
    'shop/web',
    'shop/api',
    'TCP 82 ? TCP 1-81, 83-65535; UDP; SCTP',
  ],
  [
    'beside one that does apply it may open more',
    byHash('ingress: [{ ports: [{ port: 80 }] }]', 'a') + policy('ingress: [{ ports: [{ port: 81 }] }]', 'b'),
    'shop/web',
    'shop/api',
    'TCP 81 ? TCP 80',
  ],
  [
    'a peer that may match opens nothing for certain',
    onDb(
      'ingress: [{ from: [{ podSelector: { matchExpressions: [{ key: pod-template-hash, operator: In, values: [x] }] } }] }]',
    ),
    'shop/api',
    'shop/db',
    'none ? all',
  ],
]);

describe('names of ports', () => {
  const twice = `
apiVersion: v1
kind: Pod
metadata: { name: twice, namespace: shop }
spec:
  initContainers:
    - { name: i, image: one, ports: [{ name: web, containerPort: 1 }] }
    - { name: s, image: one, restartPolicy: Always, ports: [{ name: web, containerPort: 4 }, { name: side, containerPort: 5 }] }
  containers:
    - { name: a, image: one, ports: [{ name: web, containerPort: 2 }] }
    - { name: b, image: one, ports: [{ name: web, containerPort: 3 }] }
---`;

  it('are those of main containers and sidecars, the first for certain', () => {
    expect(
      flow(twice + policy('ingress: [{ ports: [{ port: web }, { port: side }] }]'), 'ops/prom', 'shop/twice'),
    ).toBe('TCP 2, 5 ? TCP 3-4');
  });

  it('may mean any port where an operator completes the containers', () => {
    const operated = `
apiVersion: example.com/v1
kind: Site
metadata: { name: site, namespace: shop }
spec: { template: { metadata: { labels: { app: site } }, spec: { containers: [{ name: c, image: one }] } } }
---`;
    expect(flow(operated + policy('ingress: [{ ports: [{ port: web }] }]'), 'ops/prom', 'shop/site')).toBe(
      'none ? TCP',
    );
  });
});
