import { describe, expect, it } from 'vitest';
import { exposureOf } from '../../src/reach/map/exposure.ts';
import { workloadsOf } from '../../src/reach/map/workload.ts';
import { clusterPolicy, graphWith, policy } from './connections.ts';

/** `ingress TCP 80? from <peers>  <policy>[<path>]` of the openings of one workload in one direction. */
function exposure(policies: string, direction: 'ingress' | 'egress', of = 'db'): readonly string[] {
  const graph = graphWith(policies);
  const workload = workloadsOf(graph).find(({ resource }) => resource.name === of);
  if (workload === undefined) throw new Error(`there is no ${of}`);
  return exposureOf(graph, workload)
    .filter((one) => one.direction === direction)
    .map(({ ports, verdict, peers, rule, limited }) => {
      const why =
        rule === undefined
          ? limited
            ? 'no rule closes it'
            : 'no policy'
          : `${rule.policy.name} ${rule.path.join('.')}`;
      return `${ports}${verdict === 'depends' ? '?' : ''} ${direction === 'ingress' ? 'from' : 'to'} ${peers} | ${why}`;
    });
}

const SHOP = 'namespaces: { matchLabels: { kubernetes.io/metadata.name: shop } }';
const EVERYBODY = 'all pods of all namespaces';
const DENY_ALL = policy('policyTypes: [Ingress, Egress]', 'deny');

function admin(rules: string, priority = 5, name = `p${priority}`): string {
  return clusterPolicy('AdminNetworkPolicy', `priority: ${priority}\nsubject: { ${SHOP} }\n${rules}`, name);
}

function baseline(rules: string): string {
  return clusterPolicy('BaselineAdminNetworkPolicy', `subject: { ${SHOP} }\n${rules}`);
}

function cluster(tier: string, rules: string): string {
  return clusterPolicy(
    'ClusterNetworkPolicy',
    `tier: ${tier}\npriority: 5\nsubject: { ${SHOP} }\n${rules}`,
    'cnp',
  );
}

const ANY = 'from: [{ namespaces: {} }]';
const port = (number: number): string => `ports: [{ portNumber: { port: ${number} } }]`;
const TEAM_B = 'from: [{ namespaces: { matchLabels: { team: b } } }]';

describe('what is open to pods that are not there', () => {
  it.each<[string, string, readonly string[]]>([
    ['everything without a policy', '', [`all from ${EVERYBODY} | no policy`]],
    ['nothing where all is denied', DENY_ALL, []],
    [
      'what an Admin Allow opens beside a policy that denies all',
      DENY_ALL + admin(`ingress: [{ action: Allow, ${ANY}, ${port(80)} }]`),
      [`TCP 80 from ${EVERYBODY} | p5 spec.ingress.0`],
    ],
    ['nothing behind an Admin Deny', admin(`ingress: [{ action: Deny, ${ANY} }]`), []],
    [
      'not what an Admin Deny closes, whatever NetworkPolicies allow',
      policy('ingress: [{}]') + admin(`ingress: [{ action: Deny, ${ANY} }]`),
      [],
    ],
    [
      'all but the denied port',
      admin(`ingress: [{ action: Deny, ${ANY}, ${port(22)} }]`),
      [`TCP 1-21, 23-65535; UDP; SCTP from ${EVERYBODY} | no rule closes it`],
    ],
    [
      'all but the denied pods',
      admin(`ingress: [{ action: Deny, ${TEAM_B} }]`),
      [`all from ${EVERYBODY}, but not all pods of namespaces with team=b | no rule closes it`],
    ],
    [
      'the denied pods only where the ports are the same',
      policy('ingress: [{ ports: [{ port: 80 }] }]') +
        admin(`ingress: [{ action: Deny, ${TEAM_B}, ${port(22)} }]`),
      [`TCP 80 from ${EVERYBODY} | policy spec.ingress.0`],
    ],
    [
      'what is passed on, and the default lets in',
      admin(`ingress: [{ action: Pass, ${TEAM_B} }, { action: Deny, ${ANY} }]`),
      ['all from all pods of namespaces with team=b | p5 spec.ingress.0'],
    ],
    [
      'what is passed on, and a NetworkPolicy lets in',
      admin(`ingress: [{ action: Pass, ${TEAM_B} }, { action: Deny, ${ANY} }]`) +
        policy('ingress: [{ ports: [{ port: 80 }] }]'),
      ['TCP 80 from all pods of namespaces with team=b | policy spec.ingress.0'],
    ],
    ['nothing behind a baseline', baseline(`ingress: [{ action: Deny, ${ANY} }]`), []],
    [
      'what a NetworkPolicy opens before the baseline is asked',
      baseline(`ingress: [{ action: Deny, ${ANY} }]`) +
        policy('ingress: [{ from: [{ podSelector: { matchLabels: { app: web } } }] }]'),
      ['all from pods with app=web of namespace shop | policy spec.ingress.0'],
    ],
    [
      'by a ClusterNetworkPolicy of either tier',
      cluster(
        'Baseline',
        `ingress: [{ action: Accept, ${TEAM_B}, protocols: [{ udp: { destinationPort: { number: 53 } } }] }, { action: Deny, ${ANY} }]`,
      ),
      ['UDP 53 from all pods of namespaces with team=b | cnp spec.ingress.0'],
    ],
    [
      'names as the numbers of the own pods',
      DENY_ALL + admin(`ingress: [{ action: Allow, ${ANY}, ports: [{ namedPort: http }] }]`),
      [`TCP 9090 from ${EVERYBODY} | p5 spec.ingress.0`],
    ],
    [
      'names of a NetworkPolicy alike, and none that the pods do not declare',
      policy('ingress: [{ ports: [{ port: pg }, { port: metrics }] }]'),
      [`TCP 5432 from ${EVERYBODY} | policy spec.ingress.0`],
    ],
    [
      'what is open to all once',
      policy(
        'ingress:\n- ports: [{ port: 80 }]\n- from: [{ namespaceSelector: { matchLabels: { team: b } } }]\n  ports: [{ port: 80 }, { port: 81 }]',
      ),
      [
        `TCP 80 from ${EVERYBODY} | policy spec.ingress.0`,
        'TCP 81 from all pods of namespaces with team=b | policy spec.ingress.1',
      ],
    ],
    [
      'pods of its own namespace by the labels of that namespace',
      policy('ingress: [{ from: [{ podSelector: {} }] }]') +
        admin('ingress: [{ action: Deny, from: [{ namespaces: { matchLabels: { team: a } } }] }]'),
      [],
    ],
    [
      'what depends on which of two policies is asked first',
      admin(`ingress: [{ action: Deny, ${ANY} }]`, 5, 'a') +
        admin(`ingress: [{ action: Allow, ${ANY} }]`, 5, 'b'),
      [`all? from ${EVERYBODY} | b spec.ingress.0`],
    ],
    ['no block of public addresses', policy('ingress: [{ from: [{ ipBlock: { cidr: 8.8.8.0/24 } }] }]'), []],
  ])('%s', (_, policies, expected) => {
    expect(exposure(policies, 'ingress')).toEqual(expected);
  });

  it.each<[string, string, readonly string[]]>([
    ['everything without a policy', '', [`all to ${EVERYBODY} | no policy`]],
    [
      'names that each destination resolves',
      policy('policyTypes: [Egress]\negress: [{ ports: [{ port: http }, { port: 53, protocol: UDP }] }]'),
      [`TCP http to ${EVERYBODY} | policy spec.egress.0`, `UDP 53 to ${EVERYBODY} | policy spec.egress.0`],
    ],
    [
      'nothing by a name behind a Deny',
      policy('policyTypes: [Egress]\negress: [{ ports: [{ port: http }] }]') +
        admin('egress: [{ action: Deny, to: [{ namespaces: {} }] }]'),
      [],
    ],
    [
      'nothing where all networks are denied',
      admin('egress: [{ action: Deny, to: [{ networks: [0.0.0.0/0, "::/0"] }] }]'),
      [],
    ],
    [
      'what is open before all networks are denied',
      admin(
        `egress: [{ action: Allow, to: [{ pods: { namespaceSelector: {}, podSelector: { matchLabels: { k8s-app: kube-dns } } } }], ${port(53)} }, { action: Deny, to: [{ networks: [0.0.0.0/0, "::/0"] }] }]`,
      ),
      ['TCP 53 to pods with k8s-app=kube-dns of all namespaces | p5 spec.egress.0'],
    ],
  ])('to the outside of the pods: %s', (_, policies, expected) => {
    expect(exposure(policies, 'egress')).toEqual(expected);
  });

  it('depends where policies act that nobody evaluates', () => {
    const foreign =
      '{ apiVersion: cilium.io/v2, kind: CiliumNetworkPolicy, metadata: { name: x, namespace: shop } }\n---';
    expect(exposure(foreign, 'ingress')).toEqual([`all? from ${EVERYBODY} | no policy`]);
  });
});
