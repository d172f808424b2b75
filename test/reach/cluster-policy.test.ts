import { describe, expect, it } from 'vitest';
import { clusterPolicy, flow, policy } from './connections.ts';

type Row = readonly [title: string, policies: string, from: string, to: string, expected: string];

function table(name: string, rows: readonly Row[]): void {
  describe(name, () => {
    it.each(rows)('%s', (_title, policies, from, to, expected) => {
      expect(flow(policies, from, to)).toBe(expected);
    });
  });
}

const SHOP = 'namespaces: { matchLabels: { kubernetes.io/metadata.name: shop } }';

/** An AdminNetworkPolicy for the pods of shop with these ingress rules. */
function admin(priority: number, ingress: string, name = `p${priority}`): string {
  return clusterPolicy(
    'AdminNetworkPolicy',
    `priority: ${priority}\nsubject: { ${SHOP} }\ningress:\n${ingress}`,
    name,
  );
}

function baseline(ingress: string): string {
  return clusterPolicy('BaselineAdminNetworkPolicy', `subject: { ${SHOP} }\ningress:\n${ingress}`);
}

/** A ClusterNetworkPolicy for the pods of shop; rules of both directions in `rest`. */
function cluster(tier: string, priority: number, rest: string, name = `c${priority}`): string {
  return clusterPolicy(
    'ClusterNetworkPolicy',
    `tier: ${tier}\npriority: ${priority}\nsubject: { ${SHOP} }\n${rest}`,
    name,
  );
}

const ALL = 'from: [{ namespaces: {} }]';
const port = (number: number): string => `ports: [{ portNumber: { port: ${number} } }]`;
const tcp = (number: number): string => `protocols: [{ tcp: { destinationPort: { number: ${number} } } }]`;

table('the order of tiers (CP1)', [
  [
    'the first rule that matches decides',
    admin(5, `- { action: Allow, ${ALL}, ${port(80)} }\n- { action: Deny, ${ALL} }`),
    'ops/prom',
    'shop/db',
    'TCP 80',
  ],
  [
    'the lower priority is asked first',
    admin(9, `- { action: Allow, ${ALL} }`) + admin(5, `- { action: Deny, ${ALL}, ${port(80)} }`),
    'ops/prom',
    'shop/db',
    'TCP 1-79, 81-65535; UDP; SCTP',
  ],
  [
    'what the admin allows no NetworkPolicy forbids',
    admin(5, `- { action: Allow, ${ALL}, ${port(80)} }`) + policy('ingress: []'),
    'ops/prom',
    'shop/db',
    'TCP 80',
  ],
  [
    'what the admin denies no NetworkPolicy allows',
    admin(5, `- { action: Deny, ${ALL} }`) + policy('ingress: [{}]'),
    'ops/prom',
    'shop/db',
    'none',
  ],
  [
    'what is passed leaves the tier',
    admin(5, `- { action: Pass, ${ALL}, ${port(80)} }\n- { action: Deny, ${ALL} }`) +
      admin(6, `- { action: Deny, ${ALL} }`),
    'ops/prom',
    'shop/db',
    'TCP 80',
  ],
  [
    'and is for NetworkPolicies then',
    admin(5, `- { action: Pass, ${ALL} }`) + policy('ingress: [{ ports: [{ port: 81 }] }]'),
    'ops/prom',
    'shop/db',
    'TCP 81',
  ],
  [
    'the baseline is asked where no NetworkPolicy isolates',
    baseline(`- { action: Allow, ${ALL}, ${port(80)} }\n- { action: Deny, ${ALL} }`),
    'ops/prom',
    'shop/db',
    'TCP 80',
  ],
  [
    'and is not asked where one does',
    baseline(`- { action: Deny, ${ALL} }`) + policy('ingress: [{}]'),
    'ops/prom',
    'shop/db',
    'all',
  ],
  [
    'for each direction by itself (CP9)',
    baseline(`- { action: Deny, ${ALL} }`) + policy('policyTypes: [Egress]\negress: [{}]'),
    'ops/prom',
    'shop/db',
    'none',
  ],
  [
    'pass in the baseline tier leads to the default',
    cluster('Baseline', 5, `ingress:\n- { action: Pass, ${ALL}, ${tcp(80)} }\n- { action: Deny, ${ALL} }`),
    'ops/prom',
    'shop/db',
    'TCP 80',
  ],
  [
    'a ClusterNetworkPolicy is in the tier that it says',
    cluster('Admin', 5, `ingress: [{ action: Deny, ${ALL} }]`) + policy('ingress: [{}]'),
    'ops/prom',
    'shop/db',
    'none',
  ],
  [
    'accept of one end still needs the other',
    cluster('Admin', 5, 'egress: [{ action: Accept, to: [{ namespaces: {} }] }]') +
      policy('podSelector: { matchLabels: { app: db } }\ningress: []'),
    'shop/web',
    'shop/db',
    'none',
  ],
]);

table('ties (CP2)', [
  [
    'whoever matches may win',
    admin(5, `- { action: Allow, ${ALL}, ${port(80)} }`, 'a') +
      admin(5, `- { action: Deny, ${ALL}, ports: [{ portRange: { start: 80, end: 81 } }] }`, 'b'),
    'ops/prom',
    'shop/db',
    'TCP 1-79, 82-65535; UDP; SCTP ? TCP 80',
  ],
  [
    'those of one opinion decide',
    admin(5, `- { action: Deny, ${ALL} }`, 'a') + admin(5, `- { action: Deny, ${ALL} }`, 'b'),
    'ops/prom',
    'shop/db',
    'none',
  ],
  [
    'kinds share the tier and its priorities',
    admin(5, `- { action: Allow, ${ALL} }`) + cluster('Admin', 5, `ingress: [{ action: Deny, ${ALL} }]`),
    'ops/prom',
    'shop/db',
    'none ? all',
  ],
  [
    'a BaselineAdminNetworkPolicy has no place among the policies of its tier',
    baseline(`- { action: Deny, ${ALL}, ${port(80)} }`) +
      cluster('Baseline', 0, `ingress: [{ action: Accept, ${ALL}, ${tcp(80)} }]`) +
      cluster('Baseline', 9, `ingress: [{ action: Deny, ${ALL} }]`),
    'ops/prom',
    'shop/db',
    'none ? TCP 80',
  ],
]);

table('what is no policy, and what fails closed (CP3 to CP5)', [
  [
    'the only baseline is called default',
    baseline(`- { action: Deny, ${ALL} }`).replace('name: default', 'name: other'),
    'ops/prom',
    'shop/db',
    'all',
  ],
  [
    'the baseline passes nothing',
    baseline(`- { action: Pass, ${ALL} }\n- { action: Deny, ${ALL} }`),
    'ops/prom',
    'shop/db',
    'none',
  ],
  [
    'there are two tiers',
    cluster('Middle', 5, `ingress: [{ action: Deny, ${ALL} }]`),
    'ops/prom',
    'shop/db',
    'all',
  ],
  [
    'without rules for a direction it is left alone',
    cluster('Admin', 5, 'egress: [{ action: Deny, to: [{ namespaces: {} }] }]'),
    'ops/prom',
    'shop/db',
    'all',
  ],
  [
    'nobody is meant by an empty list',
    admin(5, '- { action: Deny, from: [] }'),
    'ops/prom',
    'shop/db',
    'all',
  ],
  [
    'an unknown peer is denied everything',
    admin(5, `- { action: Deny, from: [{ planets: {} }], ${port(80)} }`),
    'ops/prom',
    'shop/db',
    'none',
  ],
  ['also where it should pass', admin(5, '- { action: Pass, from: [{}] }'), 'ops/prom', 'shop/db', 'none'],
  [
    'and allowed nothing',
    admin(5, `- { action: Allow, from: [{}, { namespaces: {} }] }\n- { action: Deny, ${ALL} }`),
    'ops/prom',
    'shop/db',
    'none',
  ],
  [
    'blocks are for egress',
    admin(5, '- { action: Deny, from: [{ networks: [0.0.0.0/0] }] }'),
    '8.8.8.8',
    'shop/db',
    'none',
  ],
]);

const egress = (rules: string): string => cluster('Admin', 5, `egress:\n${rules}`);

table('peers (CP5 to CP7)', [
  [
    'pods are those of both selectors',
    admin(
      5,
      '- { action: Deny, from: [{ pods: { namespaceSelector: { matchLabels: { team: b } }, podSelector: { matchLabels: { app: prom } } } }] }',
    ),
    'ops/prom',
    'shop/db',
    'none',
  ],
  [
    'and no others',
    admin(
      5,
      '- { action: Deny, from: [{ pods: { namespaceSelector: { matchLabels: { team: b } }, podSelector: { matchLabels: { app: web } } } }] }',
    ),
    'ops/prom',
    'shop/db',
    'all',
  ],
  [
    'a namespace without a manifest may have the label',
    admin(5, '- { action: Deny, from: [{ namespaces: { matchLabels: { team: b } } }] }'),
    'wild/guest',
    'shop/db',
    'none ? all',
  ],
  ['an address is in no namespace', admin(5, `- { action: Deny, ${ALL} }`), '8.8.8.8', 'shop/db', 'all'],
  [
    'networks hold their addresses',
    egress('- { action: Deny, to: [{ networks: [9.9.9.0/24, 8.8.8.0/24] }] }'),
    'shop/web',
    '8.8.8.8',
    'none',
  ],
  [
    'and perhaps pods',
    egress('- { action: Deny, to: [{ networks: [0.0.0.0/0] }] }'),
    'shop/web',
    'shop/db',
    'none ? all',
  ],
  [
    'but not public ones',
    egress('- { action: Deny, to: [{ networks: [8.8.8.0/24] }] }'),
    'shop/web',
    'shop/db',
    'all',
  ],
  [
    'an address may be that of a node',
    egress('- { action: Deny, to: [{ nodes: {} }] }'),
    'shop/web',
    '10.0.0.1',
    'none ? all',
  ],
  [
    'a pod has none of a node',
    egress('- { action: Deny, to: [{ nodes: {} }] }'),
    'shop/web',
    'shop/db',
    'all',
  ],
  [
    'unless it is on the host network',
    egress('- { action: Deny, to: [{ nodes: {} }] }'),
    'shop/web',
    'ops/agent',
    'none ? all',
  ],
  [
    'a domain may be at an address',
    egress(
      '- { action: Accept, to: [{ domainNames: ["*.example.com"] }], protocols: [{ tcp: { destinationPort: { number: 443 } } }] }\n- { action: Deny, to: [{ networks: ["0.0.0.0/0", "::/0"] }] }',
    ),
    'shop/web',
    '8.8.8.8',
    'none ? TCP 443',
  ],
  [
    'pods on the host network are no peers',
    admin(5, `- { action: Deny, ${ALL} }`),
    'ops/agent',
    'shop/db',
    'all',
  ],
  [
    'and no subjects',
    clusterPolicy(
      'AdminNetworkPolicy',
      `priority: 5\nsubject: { namespaces: {} }\ningress: [{ action: Deny, ${ALL} }]`,
    ),
    'shop/web',
    'ops/agent',
    'all',
  ],
  [
    'a subject that may be meant may be denied',
    clusterPolicy(
      'AdminNetworkPolicy',
      `priority: 5\nsubject: { namespaces: { matchLabels: { team: w } } }\ningress: [{ action: Deny, ${ALL}, ${port(80)} }]`,
    ),
    'shop/web',
    'wild/guest',
    'TCP 1-79, 81-65535; UDP; SCTP ? TCP 80',
  ],
  [
    'with all of its rules or with none',
    clusterPolicy(
      'AdminNetworkPolicy',
      `priority: 5\nsubject: { namespaces: { matchLabels: { team: w } } }\ningress:\n- { action: Allow, ${ALL}, ${port(80)} }\n- { action: Deny, ${ALL}, ${port(80)} }`,
    ),
    'shop/web',
    'wild/guest',
    'all',
  ],
]);

const allowOnly = (ports: string): string =>
  admin(5, `- { action: Allow, ${ALL}, ports: ${ports} }\n- { action: Deny, ${ALL} }`);
const acceptOnly = (protocols: string): string =>
  cluster(
    'Admin',
    5,
    `ingress:\n- { action: Accept, ${ALL}, protocols: ${protocols} }\n- { action: Deny, ${ALL} }`,
  );

table('ports (CP8)', [
  [
    'a number is TCP unless written',
    allowOnly('[{ portNumber: { port: 80 } }]'),
    'ops/prom',
    'shop/db',
    'TCP 80',
  ],
  [
    'a range has both ends',
    allowOnly('[{ portRange: { protocol: UDP, start: 80, end: 90 } }]'),
    'ops/prom',
    'shop/db',
    'UDP 80-90',
  ],
  [
    'a name is of any protocol',
    allowOnly('[{ namedPort: http }]'),
    'ops/prom',
    'shop/web',
    'TCP 8080; UDP 8081',
  ],
  ['no items mean all ports', allowOnly('[]'), 'ops/prom', 'shop/db', 'all'],
  [
    'protocols have numbers and ranges',
    acceptOnly(
      '[{ tcp: { destinationPort: { number: 80 } } }, { udp: { destinationPort: { range: { start: 1, end: 3 } } } }]',
    ),
    'ops/prom',
    'shop/db',
    'TCP 80; UDP 1-3',
  ],
  ['a protocol without a port means all of it', acceptOnly('[{ sctp: {} }]'), 'ops/prom', 'shop/db', 'SCTP'],
  [
    'names are those of the destination',
    acceptOnly('[{ destinationNamedPort: pg }]'),
    'ops/prom',
    'shop/db',
    'TCP 5432',
  ],
  ['what is no protocol is no port', acceptOnly('[{ icmp: {} }]'), 'ops/prom', 'shop/db', 'none'],
]);
