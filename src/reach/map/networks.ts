import { getAt, objectOf } from '../../base/json.ts';
import type { Graph } from '../../reference/graph.ts';
import { machineOf } from '../../resource/machine.ts';
import type { Pod } from '../../resource/pod.ts';
import { nameOf } from '../../resource/resource.ts';
import type { Resource } from '../../resource/resource.ts';
import { readLabelSelector } from '../../resource/selector.ts';
import { admitsNamespace } from '../policy/policy.ts';

/** The network that leads to pods. `default`: that of the cluster; `host`: that of their nodes. */
type Network =
  | { readonly is: 'default' | 'host' }
  | { readonly is: 'primary'; readonly by: Resource }
  /** One that the input does not show, told by its name. */
  | { readonly is: 'unknown'; readonly name: string; readonly by: Resource };

/** Whether what policies let through finds a network: `apart` if there is none, `unknown` if the input cannot tell. */
export interface Joined {
  readonly how: 'apart' | 'unknown';
  /** A sentence without a full stop. */
  readonly message: string;
  readonly by: Resource;
}

/**
 * Networks that divide the pods of a cluster: primary ones of OVN-Kubernetes, which are isolated from each other and from
 * the default one but for DNS and the API server (ovn-kubernetes docs "User Defined Networks"; openshift-docs
 * nw-udn-limitations), in namespaces that were made with a label for it (go-controller pkg/types RequiredUDNNamespaceLabel),
 * and networks beside that of pods, on which virtual machines may be alone.
 */
export class Networks {
  readonly #graph: Graph;
  readonly #byNamespace = new Map<string, Network>();
  readonly #byPod = new Map<Pod, Network>();
  /** Whether one network leads to all pods, as in most clusters. */
  readonly areOne: boolean;
  readonly #primaries: readonly Resource[];
  /** Objects that join networks again. */
  readonly #joins: boolean;

  constructor(graph: Graph) {
    this.#graph = graph;
    this.#primaries = ['k8s.ovn.org/UserDefinedNetwork', 'k8s.ovn.org/ClusterUserDefinedNetwork']
      .flatMap((type) => graph.all(type))
      .filter(isPrimary);
    this.#joins = graph.resources.some(({ type }) => JOINING.has(type));
    this.areOne = graph.pods().every((pod) => ['default', 'host'].includes(this.#of(pod).is));
  }

  static of(graph: Graph): Networks {
    return graph.memo('networks', () => new Networks(graph));
  }

  /** Undefined where one network leads from one to the other. */
  between(from: Pod, to: Pod): Joined | undefined {
    const [a, b] = [this.#of(from), this.#of(to)];
    if (a.is === 'unknown' || b.is === 'unknown') {
      const unknown = a.is === 'unknown' ? a : b;
      if (unknown.is !== 'unknown' || (a === b && unknown.by.type === 'Namespace')) return undefined;
      return { how: 'unknown', message: `${unknown.name} is not evaluated`, by: unknown.by };
    }
    const primary = a.is === 'primary' ? a : b.is === 'primary' ? b : undefined;
    if (primary === undefined || (a.is === 'primary' && b.is === 'primary' && a.by === b.by))
      return undefined;
    const message = `${describe(a)} and ${describe(b)} are isolated from each other`;
    const open = this.#joins || a.is === 'host' || b.is === 'host' || [from, to].some(isServed);
    return open
      ? { how: 'unknown', message: `${message}, perhaps`, by: primary.by }
      : { how: 'apart', message, by: primary.by };
  }

  /** What is not evaluated: sentences. */
  notes(): readonly string[] {
    const found = this.#graph.pods().flatMap((pod) => {
      const network = this.#of(pod);
      return network.is === 'unknown' ? [network.name] : [];
    });
    return [...new Set(found)].map((name) => `${name} is not evaluated: connections that it leads depend.`);
  }

  #of(pod: Pod): Network {
    let network = this.#byPod.get(pod);
    if (network === undefined) this.#byPod.set(pod, (network = this.#find(pod)));
    return network;
  }

  #find(pod: Pod): Network {
    if (pod.hostNetwork) return { is: 'host' };
    if (machineOf(pod.owner)?.onPodNetwork === false)
      return {
        is: 'unknown',
        name: `The network of ${nameOf(pod.owner)} beside that of pods`,
        by: pod.owner,
      };
    let network = this.#byNamespace.get(pod.namespace);
    if (network === undefined) {
      network = this.#ofNamespace(pod.namespace);
      this.#byNamespace.set(pod.namespace, network);
    }
    return network;
  }

  #ofNamespace(namespace: string): Network {
    const manifest = this.#graph.find('Namespace', '', namespace);
    const isPromised = manifest?.labels[PROMISE] !== undefined;
    if (manifest !== undefined && !isPromised) return { is: 'default' };
    let perhaps: Resource | undefined;
    for (const by of this.#primaries) {
      const match =
        by.kind === 'UserDefinedNetwork' ? by.namespace === namespace : this.#selects(by, namespace);
      if (match === false) continue;
      if (match === true && isPromised) return { is: 'primary', by };
      perhaps ??= by;
    }
    const by = perhaps ?? (isPromised ? manifest : undefined);
    if (by === undefined) return { is: 'default' };
    return { is: 'unknown', name: `The primary network of namespace ${namespace}`, by };
  }

  #selects({ value }: Resource, namespace: string): boolean | undefined {
    const selector = readLabelSelector(objectOf(value.spec).namespaceSelector);
    if (selector === undefined) return false;
    const match = admitsNamespace(this.#graph, selector, namespace);
    return match === 'maybe' ? undefined : match === 'yes';
  }
}

const PROMISE = 'k8s.ovn.org/primary-user-defined-network';

const JOINING: ReadonlySet<string> = new Set([
  'k8s.ovn.org/ClusterNetworkConnect',
  'k8s.ovn.org/RouteAdvertisements',
]);

function isPrimary({ kind, value }: Resource): boolean {
  const spec = getAt(value, kind === 'UserDefinedNetwork' ? ['spec'] : ['spec', 'network']);
  const { layer2, layer3 } = objectOf(spec);
  return [layer2, layer3].some((layer) => objectOf(layer).role === 'Primary');
}

/** Cluster DNS and the API server serve all networks; ports of the default network may be opened by annotation. */
function isServed({ namespace, owner, path }: Pod): boolean {
  const annotations = objectOf(getAt(owner.value, [...path, 'metadata', 'annotations']));
  return (
    ['kube-system', 'openshift-dns', 'openshift-kube-apiserver'].includes(namespace) ||
    annotations['k8s.ovn.org/open-default-ports'] !== undefined
  );
}

function describe(network: Network): string {
  if (network.is === 'primary') return nameOf(network.by);
  return network.is === 'host' ? 'the network of nodes' : 'the default network';
}
