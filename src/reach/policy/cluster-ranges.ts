import { contains, parseCidr } from '../../base/cidr.ts';
import type { Cidr } from '../../base/cidr.ts';
import { parseAddress } from '../../base/addresses.ts';
import { listOf, stringOf } from '../../base/json.ts';
import type { Path } from '../../base/json.ts';
import type { Graph } from '../../reference/graph.ts';
import type { Resource } from '../../resource/resource.ts';
import { specOf } from '../service/service.ts';

/** What a block of addresses is for inside a cluster, and how it is known. */
export type ClusterRange =
  /** The address that a Service asks for. */
  | { readonly kind: 'service'; readonly service: Resource; readonly path: Path }
  /** A part of a range that a ServiceCIDR of the input gives to Services. */
  | { readonly kind: 'service-range'; readonly range: Resource; readonly path: Path; readonly cidr: string }
  /** The range, or the address of the API server in it, that distributions use unless told otherwise. */
  | { readonly kind: 'default'; readonly cidr: string; readonly of: string; readonly apiServer: boolean };

/** Where a block holds addresses of Services and of nothing else; undefined if that is not known. */
export function serviceRange(graph: Graph, block: Cidr): ClusterRange | undefined {
  if (isSingle(block)) {
    const service = addressesOfServices(graph).get(`${block.family}:${block.first}`);
    if (service !== undefined) return service;
  }
  for (const range of graph.all('networking.k8s.io/ServiceCIDR')) {
    for (const [index, entry] of listOf(specOf(range).cidrs).entries()) {
      const text = stringOf(entry) ?? '';
      const cidr = parseCidr(text)?.cidr;
      if (cidr !== undefined && contains(cidr, block))
        return { kind: 'service-range', range, path: ['spec', 'cidrs', index], cidr: text };
    }
  }
  return defaultRange(SERVICE_DEFAULTS, block);
}

/** Where a block is exactly what distributions give to pods unless told otherwise. */
export function podRange(block: Cidr): ClusterRange | undefined {
  const found = defaultRange(POD_DEFAULTS, block);
  return found?.kind === 'default' && found.apiServer ? undefined : found;
}

interface Default {
  readonly cidr: Cidr;
  readonly of: string;
  readonly text: string;
}

function defaults(table: Readonly<Record<string, string>>): readonly Default[] {
  return Object.entries(table).flatMap(([text, of]) => {
    const cidr = parseCidr(text)?.cidr;
    return cidr === undefined ? [] : [{ cidr, of, text }];
  });
}

/**
 * Defaults of `--service-cluster-ip-range`: kubeadm (kubeadm.k8s.io defaults.go), kind, k3s and RKE2, OpenShift, EKS,
 * MicroK8s, GKE.
 */
const SERVICE_DEFAULTS = defaults({
  '10.96.0.0/12': 'kubeadm',
  '10.96.0.0/16': 'kind',
  '10.43.0.0/16': 'k3s and RKE2',
  '172.30.0.0/16': 'OpenShift',
  '172.20.0.0/16': 'EKS',
  '10.100.0.0/16': 'EKS',
  '10.152.183.0/24': 'MicroK8s',
  '34.118.224.0/20': 'GKE',
});

/** Defaults of ranges of pods: flannel, kind and AKS overlays; k3s and RKE2. */
const POD_DEFAULTS = defaults({ '10.244.0.0/16': 'flannel, kind and AKS', '10.42.0.0/16': 'k3s and RKE2' });

function defaultRange(table: readonly Default[], block: Cidr): ClusterRange | undefined {
  for (const { cidr, of, text } of table) {
    if (cidr.first === block.first && cidr.last === block.last)
      return { kind: 'default', cidr: text, of, apiServer: false };
    // The Service `kubernetes` gets the first address (k/k pkg/controlplane/services.go ServiceIPRange).
    if (isSingle(block) && block.family === 4 && block.first === cidr.first + 1n)
      return { kind: 'default', cidr: text, of, apiServer: true };
  }
  return undefined;
}

function isSingle({ first, last }: Cidr): boolean {
  return first === last;
}

function addressesOfServices(graph: Graph): ReadonlyMap<string, ClusterRange> {
  return graph.memo('addresses of services', () => {
    const found = new Map<string, ClusterRange>();
    for (const service of graph.all('Service')) {
      const { clusterIP, clusterIPs } = specOf(service);
      const texts = [
        { text: clusterIP, path: ['spec', 'clusterIP'] },
        ...listOf(clusterIPs).map((text, index) => ({ text, path: ['spec', 'clusterIPs', index] })),
      ];
      for (const { text, path } of texts) {
        const address = parseAddress(stringOf(text) ?? '');
        const key = address === undefined ? '' : `${address.family}:${address.value}`;
        if (address !== undefined && !found.has(key)) found.set(key, { kind: 'service', service, path });
      }
    }
    return found;
  });
}
