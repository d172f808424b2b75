import fc from 'fast-check';
import type { Arbitrary } from 'fast-check';
import type {
  AdminPort,
  ClusterPeer,
  ClusterProtocol,
  ClusterRule,
  ClusterSpec,
  ClusterSubject,
  DestinationPort,
  NamespacedPods,
  Policy,
} from './cluster.ts';
import {
  OTHER_BLOCKS,
  PORT_NAMES,
  PORTS,
  PROTOCOLS,
  PUBLIC_BLOCKS,
  namespaceSelector,
  nullable,
  podSelector,
} from './vocabulary.ts';

type Version = 'v1alpha1' | 'v1alpha2';

/** The cluster-scoped policies of both versions, as their schemas accept them, and some of a version to come. */
export function clusterPolicies(certain: boolean): Arbitrary<readonly Policy[]> {
  const old = specs('v1alpha1', certain);
  const current = specs('v1alpha2', certain);
  // Where nothing is to be unknown, priorities are told apart by `priorityOf`.
  const priority = fc.constantFrom(0, 5, 1000);
  const one = fc.oneof(
    fc.record({ kind: fc.constant('AdminNetworkPolicy' as const), spec: old, priority }),
    fc.record({
      kind: fc.constant('ClusterNetworkPolicy' as const),
      spec: current,
      priority,
      tier: fc.constantFrom('Admin', 'Baseline'),
    }),
  );
  return fc
    .record({
      some: fc.array(one, { maxLength: 4, size: 'max' }),
      baseline: fc.option(specs('v1alpha1', certain, ['Allow', 'Deny']), { nil: undefined, freq: 2 }),
    })
    .map(({ some, baseline }) => {
      const priorityOf = (priority: number, index: number): number =>
        certain ? (priority + index * 7) % 1001 : priority;
      const policies = some.map((policy, index): Policy => {
        const metadata = { name: `c${index}` };
        const spec = { ...policy.spec, priority: priorityOf(policy.priority, index) };
        return policy.kind === 'AdminNetworkPolicy'
          ? { apiVersion: 'policy.networking.k8s.io/v1alpha1', kind: policy.kind, metadata, spec }
          : {
              apiVersion: 'policy.networking.k8s.io/v1alpha2',
              kind: policy.kind,
              metadata,
              spec: { ...spec, tier: policy.tier },
            };
      });
      const alone = !certain || some.every((policy) => !('tier' in policy) || policy.tier === 'Admin');
      if (baseline === undefined || !alone) return policies;
      return [
        ...policies,
        {
          apiVersion: 'policy.networking.k8s.io/v1alpha1',
          kind: 'BaselineAdminNetworkPolicy',
          metadata: { name: 'default' },
          spec: baseline,
        },
      ];
    });
}

function specs(
  version: Version,
  certain: boolean,
  actions: readonly ClusterRule['action'][] = version === 'v1alpha1'
    ? ['Allow', 'Deny', 'Pass']
    : ['Accept', 'Deny', 'Pass'],
): Arbitrary<ClusterSpec> {
  const ingress = nullable(rules(version, 'from', actions, certain));
  const egress = nullable(rules(version, 'to', actions, certain));
  const directions = fc.oneof(
    { withCrossShrink: true },
    fc.record({ ingress, egress }, { requiredKeys: [] }),
    fc.record({ ingress, egress }),
  );
  return fc.tuple(subjects, directions).map(([subject, rules]) => ({ subject, ...rules }));
}

const namespacedPods: Arbitrary<NamespacedPods> = fc.record({ namespaceSelector, podSelector });

const subjects: Arbitrary<ClusterSubject> = fc.oneof(
  fc.record({ namespaces: namespaceSelector }),
  fc.record({ pods: namespacedPods }),
);

function rules(
  version: Version,
  side: 'from' | 'to',
  actions: readonly ClusterRule['action'][],
  certain: boolean,
): Arbitrary<readonly ClusterRule[]> {
  const list = version === 'v1alpha1' ? 'ports' : 'protocols';
  const inside = fc.array(insidePeers(certain), { minLength: 1, maxLength: 2 });
  const action = fc.constantFrom(...actions);
  const selecting = fc
    .record({ action, peers: inside, ports: fc.option(portsOf(version, true), { nil: undefined }) })
    .map(({ action, peers, ports }): ClusterRule => ({
      action,
      [side]: peers,
      ...(ports === undefined ? {} : { [list]: ports }),
    }));
  if (side === 'from') return fc.array(selecting, { maxLength: 3 });
  // CP8: a named port does not go together with nodes, networks or domain names.
  const outside = fc
    .record({ action, peers: fc.array(outsidePeers(certain), { minLength: 1, maxLength: 2 }), more: inside })
    .map(({ action, peers, more }) => ({
      action,
      to: [
        // CP5: domain names are for allowing only.
        ...(action === 'Allow' || action === 'Accept'
          ? peers
          : peers.filter(({ domainNames }) => domainNames === undefined)),
        ...more.slice(1),
      ],
    }))
    .filter(({ to }) => to.length > 0);
  const reaching = fc
    .tuple(outside, fc.option(portsOf(version, false), { nil: undefined }))
    .map(([rule, ports]): ClusterRule => (ports === undefined ? rule : { ...rule, [list]: ports }));
  return fc.array(fc.oneof(selecting, reaching), { maxLength: 3 });
}

function insidePeers(certain: boolean): Arbitrary<ClusterPeer> {
  return fc.oneof(
    { weight: 8, arbitrary: fc.record({ namespaces: namespaceSelector }) },
    { weight: 8, arbitrary: fc.record({ pods: namespacedPods }) },
    { weight: certain ? 0 : 1, arbitrary: fc.constant({}) },
  );
}

function outsidePeers(certain: boolean): Arbitrary<ClusterPeer> {
  const blocks = certain ? PUBLIC_BLOCKS : [...PUBLIC_BLOCKS, ...OTHER_BLOCKS];
  const networks = fc.uniqueArray(fc.constantFrom(...blocks.map(({ cidr }) => cidr)), {
    minLength: 1,
    maxLength: 2,
  });
  return fc.oneof(
    { weight: 8, arbitrary: fc.record({ networks }) },
    { weight: certain ? 0 : 1, arbitrary: fc.constant({ nodes: {} }) },
    { weight: certain ? 0 : 1, arbitrary: fc.constant({ domainNames: ['example.com'] }) },
  );
}

function portsOf(
  version: Version,
  named: boolean,
): Arbitrary<readonly (AdminPort & ClusterProtocol)[] | null> {
  const one: Arbitrary<AdminPort & ClusterProtocol> =
    version === 'v1alpha1' ? adminPorts(named) : clusterProtocols(named);
  return nullable(fc.array(one, { minLength: 1, maxLength: 2 }));
}

const protocol = fc.constantFrom(...PROTOCOLS);
const range = fc.constantFrom({ start: 53, end: 80 }, { start: 81, end: 8080 }, { start: 1, end: 65535 });

function adminPorts(named: boolean): Arbitrary<AdminPort> {
  const portNumber = fc.record({ protocol, port: fc.constantFrom(...PORTS) }, { requiredKeys: ['port'] });
  const portRange = fc
    .tuple(range, fc.option(protocol, { nil: undefined }))
    .map(([ends, protocol]) => (protocol === undefined ? ends : { ...ends, protocol }));
  return fc.oneof(
    { weight: 2, arbitrary: fc.record({ portNumber }) },
    { weight: 1, arbitrary: fc.record({ portRange }) },
    { weight: named ? 2 : 0, arbitrary: fc.record({ namedPort: fc.constantFrom(...PORT_NAMES) }) },
  );
}

function clusterProtocols(named: boolean): Arbitrary<ClusterProtocol> {
  const destinationPort: Arbitrary<DestinationPort> = fc.oneof(
    fc.record({ number: fc.constantFrom(...PORTS) }),
    fc.record({ range }),
  );
  const match = fc.record({ destinationPort });
  return fc.oneof(
    { weight: 3, arbitrary: fc.record({ tcp: match }) },
    { weight: 2, arbitrary: fc.record({ udp: match }) },
    { weight: 1, arbitrary: fc.record({ sctp: match }) },
    { weight: named ? 3 : 0, arbitrary: fc.record({ destinationNamedPort: fc.constantFrom(...PORT_NAMES) }) },
  );
}
