/**
 * The plain model that the oracle reads: the objects of the API as JSON, with every optional field absent, null or
 * given, as manifests have them. `manifestsOf` writes the same cluster for the engine.
 */
export interface Cluster {
  /** The namespaces that have a manifest; of others only the name is known. */
  readonly namespaces: readonly Namespace[];
  readonly pods: readonly PodModel[];
  readonly policies: readonly Policy[];
}

export type Labels = Readonly<Record<string, string>>;

export interface Namespace {
  readonly name: string;
  readonly labels?: Labels | null;
}

export interface PodModel {
  readonly name: string;
  readonly namespace: string;
  readonly labels?: Labels | null;
  readonly hostNetwork?: boolean | null;
  /** Of its status, where it was running. */
  readonly podIPs?: readonly string[] | null;
  readonly containers: readonly ContainerModel[];
  readonly initContainers?: readonly ContainerModel[] | null;
}

export interface ContainerModel {
  readonly ports?: readonly ContainerPort[] | null;
  /** Of init containers: `Always` makes a sidecar. */
  readonly restartPolicy?: string | null;
}

export interface ContainerPort {
  readonly name?: string;
  readonly containerPort: number;
  readonly protocol?: Protocol;
}

export type Protocol = 'TCP' | 'UDP' | 'SCTP';
export type Direction = 'ingress' | 'egress';

export interface LabelSelector {
  readonly matchLabels?: Labels | null;
  readonly matchExpressions?: readonly Requirement[] | null;
}

export interface Requirement {
  readonly key: string;
  readonly operator: 'In' | 'NotIn' | 'Exists' | 'DoesNotExist';
  readonly values?: readonly string[] | null;
}

export type Policy = NetworkPolicy | AdminNetworkPolicy | BaselineAdminNetworkPolicy | ClusterNetworkPolicy;

export interface NetworkPolicy {
  readonly apiVersion: 'networking.k8s.io/v1';
  readonly kind: 'NetworkPolicy';
  readonly metadata: { readonly name: string; readonly namespace?: string };
  readonly spec?: NetworkPolicySpec | null;
}

export interface NetworkPolicySpec {
  readonly podSelector?: LabelSelector | null;
  readonly policyTypes?: readonly ('Ingress' | 'Egress')[] | null;
  readonly ingress?: readonly (NetworkPolicyRule | null)[] | null;
  readonly egress?: readonly (NetworkPolicyRule | null)[] | null;
}

/** `from` belongs to ingress, `to` to egress. */
export interface NetworkPolicyRule {
  readonly from?: readonly NetworkPolicyPeer[] | null;
  readonly to?: readonly NetworkPolicyPeer[] | null;
  readonly ports?: readonly (NetworkPolicyPort | null)[] | null;
}

export interface NetworkPolicyPeer {
  readonly podSelector?: LabelSelector | null;
  readonly namespaceSelector?: LabelSelector | null;
  readonly ipBlock?: IpBlock | null;
}

export interface IpBlock {
  readonly cidr: string;
  readonly except?: readonly string[] | null;
}

export interface NetworkPolicyPort {
  readonly protocol?: Protocol | null;
  readonly port?: number | string | null;
  readonly endPort?: number | null;
}

export interface AdminNetworkPolicy {
  readonly apiVersion: 'policy.networking.k8s.io/v1alpha1';
  readonly kind: 'AdminNetworkPolicy';
  readonly metadata: { readonly name: string };
  readonly spec: ClusterSpec & { readonly priority: number };
}

export interface BaselineAdminNetworkPolicy {
  readonly apiVersion: 'policy.networking.k8s.io/v1alpha1';
  readonly kind: 'BaselineAdminNetworkPolicy';
  readonly metadata: { readonly name: string };
  readonly spec: ClusterSpec;
}

export interface ClusterNetworkPolicy {
  readonly apiVersion: 'policy.networking.k8s.io/v1alpha2';
  readonly kind: 'ClusterNetworkPolicy';
  readonly metadata: { readonly name: string };
  readonly spec: ClusterSpec & { readonly tier: Tier; readonly priority: number };
}

export type Tier = 'Admin' | 'Baseline';

export interface ClusterSpec {
  readonly subject: ClusterSubject;
  readonly ingress?: readonly ClusterRule[] | null;
  readonly egress?: readonly ClusterRule[] | null;
}

export interface ClusterSubject {
  readonly namespaces?: LabelSelector;
  readonly pods?: NamespacedPods;
}

export interface NamespacedPods {
  readonly namespaceSelector?: LabelSelector | null;
  readonly podSelector?: LabelSelector | null;
}

export interface ClusterRule {
  readonly action: 'Allow' | 'Accept' | 'Deny' | 'Pass';
  readonly from?: readonly ClusterPeer[];
  readonly to?: readonly ClusterPeer[];
  /** Of v1alpha1. */
  readonly ports?: readonly AdminPort[] | null;
  /** Of v1alpha2. */
  readonly protocols?: readonly ClusterProtocol[] | null;
}

/** Exactly one field is set. None is what an object of a newer version looks like. */
export interface ClusterPeer {
  readonly namespaces?: LabelSelector;
  readonly pods?: NamespacedPods;
  readonly nodes?: LabelSelector;
  readonly networks?: readonly string[];
  readonly domainNames?: readonly string[];
}

export interface AdminPort {
  readonly portNumber?: { readonly protocol?: Protocol; readonly port: number };
  readonly portRange?: { readonly protocol?: Protocol; readonly start: number; readonly end: number };
  readonly namedPort?: string;
}

export interface ClusterProtocol {
  readonly tcp?: { readonly destinationPort: DestinationPort };
  readonly udp?: { readonly destinationPort: DestinationPort };
  readonly sctp?: { readonly destinationPort: DestinationPort };
  readonly destinationNamedPort?: string;
}

export interface DestinationPort {
  readonly number?: number;
  readonly range?: { readonly start: number; readonly end: number };
}

/** The cluster as a file of manifests: JSON documents, divided as in YAML. */
export function manifestsOf(cluster: Cluster, replicas?: number): string {
  const namespaces = cluster.namespaces.map(({ name, labels }) => ({
    apiVersion: 'v1',
    kind: 'Namespace',
    metadata: { name, labels },
  }));
  const pods = cluster.pods.map(
    ({ name, namespace, labels, hostNetwork, podIPs, containers, initContainers }) => {
      const spec = {
        hostNetwork,
        containers: containers.map((container, index) => ({ name: `c${index}`, image: 'i', ...container })),
        initContainers: initContainers?.map((container, index) => ({
          name: `i${index}`,
          image: 'i',
          ...container,
        })),
      };
      if (replicas === undefined)
        return {
          apiVersion: 'v1',
          kind: 'Pod',
          metadata: { name, namespace, labels },
          spec,
          status: podIPs && { phase: 'Running', podIP: podIPs[0], podIPs: podIPs.map((ip) => ({ ip })) },
        };
      return {
        apiVersion: 'apps/v1',
        kind: 'StatefulSet',
        metadata: { name, namespace },
        spec: {
          replicas,
          serviceName: name,
          selector: { matchLabels: labels ?? {} },
          template: { metadata: { labels }, spec },
        },
      };
    },
  );
  return [...namespaces, ...pods, ...cluster.policies]
    .map((object) => JSON.stringify(object))
    .join('\n---\n');
}
