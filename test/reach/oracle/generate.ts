import fc from 'fast-check';
import type { Arbitrary } from 'fast-check';
import type { Cluster, ContainerModel, ContainerPort, Labels, Namespace, PodModel } from './cluster.ts';
import { clusterPolicies } from './generate-cluster-policy.ts';
import { networkPolicies } from './generate-network-policy.ts';
import { NAMESPACES, POD_ADDRESSES, PORT_NAMES, PORTS, PROTOCOLS, nullable } from './vocabulary.ts';

/** What clusters to make. */
export interface Shape {
  /** Nothing in it is unknown: every namespace has a manifest, blocks are public, no pod is on its node's network. */
  readonly certain: boolean;
  readonly networkPolicies: boolean;
  readonly clusterPolicies: boolean;
}

/** Clusters that are as small as tells something, and that shrink towards one pod and no policy. */
export function clusters(shape: Shape): Arbitrary<Cluster> {
  return fc
    .record({
      namespaces: shape.certain
        ? fc.tuple(...NAMESPACES.map(manifest))
        : fc.tuple(...NAMESPACES.map(perhaps)),
      pods: fc.array(pods(shape.certain), { minLength: 1, maxLength: 5, size: 'max' }),
      spaced: shape.networkPolicies ? networkPolicies(shape.certain) : fc.constant([]),
      wide: shape.clusterPolicies ? clusterPolicies(shape.certain) : fc.constant([]),
    })
    .map(({ namespaces, pods, spaced, wide }) => ({
      namespaces: namespaces.filter((namespace) => namespace !== undefined),
      pods: pods.map((pod, index) => ({ name: `p${index}`, ...pod })),
      policies: [...spaced, ...wide],
    }));
}

function manifest(name: string): Arbitrary<Namespace> {
  const labels = fc.record<Labels>(
    {
      team: fc.constantFrom('red', 'blue'),
      env: fc.constantFrom('live', ''),
      // The API server overrides what a manifest says here.
      'kubernetes.io/metadata.name': fc.constant('shop'),
    },
    { requiredKeys: [] },
  );
  return fc.record({ name: fc.constant(name), labels: nullable(labels) }, { requiredKeys: ['name'] });
}

function perhaps(name: string): Arbitrary<Namespace | undefined> {
  return fc.option(manifest(name), { nil: undefined, freq: 3 });
}

function pods(certain: boolean): Arbitrary<Omit<PodModel, 'name'>> {
  const labels = fc.record<Labels>(
    { app: fc.constantFrom('web', 'api'), role: fc.constantFrom('x', '') },
    { requiredKeys: [] },
  );
  const onNode = fc.oneof(
    { weight: 6, arbitrary: fc.constant(false) },
    { weight: 1, arbitrary: fc.constant(null) },
    { weight: certain ? 0 : 2, arbitrary: fc.constant(true) },
  );
  return fc
    .record(
      {
        namespace: fc.constantFrom('shop', ...NAMESPACES),
        labels: nullable(labels),
        hostNetwork: onNode,
        podIPs: certain ? fc.constant(null) : nullable(fc.constantFrom(...POD_ADDRESSES)),
        containers: fc.array(container, { minLength: 1, maxLength: 2 }),
        initContainers: nullable(fc.array(initContainer, { maxLength: 2 })),
      },
      { requiredKeys: ['namespace', 'containers'] },
    )
    .map(withoutTwinPorts);
}

const containerPort: Arbitrary<ContainerPort> = fc.record(
  {
    containerPort: fc.constantFrom(...PORTS),
    name: fc.constantFrom(...PORT_NAMES),
    protocol: fc.constantFrom(...PROTOCOLS),
  },
  { requiredKeys: ['containerPort'] },
);

const container: Arbitrary<ContainerModel> = fc.record(
  { ports: nullable(fc.array(containerPort, { maxLength: 3 })) },
  { requiredKeys: [] },
);

const initContainer: Arbitrary<ContainerModel> = fc.record(
  {
    ports: nullable(fc.array(containerPort, { maxLength: 2 })),
    restartPolicy: nullable(fc.constant('Always')),
  },
  { requiredKeys: [] },
);

/**
 * The API refuses two ports of one name in one container. That two containers have one name and protocol with two
 * numbers is accepted, but nobody says which one is meant.
 */
function withoutTwinPorts(pod: Omit<PodModel, 'name'>): Omit<PodModel, 'name'> {
  const taken = new Set<string>();
  const ofContainer = (model: ContainerModel): ContainerModel => {
    if (!model.ports) return model;
    const own = new Set<string>();
    const ports = model.ports.filter(({ name, protocol = 'TCP' }) => {
      if (name === undefined) return true;
      if (own.has(name) || taken.has(`${name} ${protocol}`)) return false;
      own.add(name);
      taken.add(`${name} ${protocol}`);
      return true;
    });
    return { ...model, ports };
  };
  const containers = pod.containers.map(ofContainer);
  return pod.initContainers
    ? { ...pod, containers, initContainers: pod.initContainers.map(ofContainer) }
    : { ...pod, containers };
}
