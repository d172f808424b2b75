import { parseAddress, partition } from '../../base/addresses.ts';
import type { Address, AddressRange } from '../../base/addresses.ts';
import { addTo } from '../../base/multimap.ts';
import type { Graph } from '../../reference/graph.ts';
import type { Pod } from '../../resource/pod.ts';
import { isWhole } from '../service/behind.ts';
import { declaredPorts } from '../service/service.ts';
import { namesOf } from './rule-ports.ts';
import type { Unseen } from './unseen.ts';

/**
 * One end of a connection: pods of a template, an address outside the cluster's pods (or its IPv4 or IPv6 literal), or
 * something that no manifest shows.
 */
export type End =
  { readonly pod: Pod } | { readonly address: string | Address } | { readonly unseen: Unseen };

/** Ends that no policy of the input tells apart. */
export type EndClass = PodClass | AddressClass | UnseenClass;

/** Pods equal in namespace, labels, host network, the ports that names can mean, and the blocks that hold their addresses. */
export interface PodClass {
  readonly kind: 'pods';
  readonly index: number;
  /** One of them; policies see the same of all. */
  readonly pod: Pod;
}

/** Addresses between two bounds of the blocks in all policies. */
export interface AddressClass {
  readonly kind: 'addresses';
  readonly index: number;
  readonly range: AddressRange;
}

export interface UnseenClass {
  readonly kind: 'unseen';
  readonly index: number;
  readonly unseen: Unseen;
}

export class EndClasses {
  readonly pods: readonly PodClass[];
  /** The whole space in order, IPv4 first. */
  readonly addresses: readonly AddressClass[];
  /** Indexes of the classes of pods and addresses that resolve names of ports alike. */
  readonly byPortNames: ReadonlyMap<string, readonly number[]>;
  /** Indexes of the pods that may be on any pod's own node. */
  readonly onNodes: readonly number[];
  readonly #ranges: readonly AddressRange[];
  readonly #ofPod = new Map<Pod, PodClass>();
  readonly #unseen = new Map<string, UnseenClass>();

  /** `blocks` are those of all policies, exceptions among them. */
  constructor(graph: Graph, blocks: Iterable<AddressRange>) {
    const ranges = partition(blocks);
    const classes = new Map<string, PodClass>();
    for (const pod of graph.pods()) {
      const key = `${keyOf(pod)}${pod.addresses === undefined ? '' : rangesOf(pod.addresses, ranges)}`;
      const found = classes.get(key) ?? { kind: 'pods', index: classes.size, pod };
      classes.set(key, found);
      this.#ofPod.set(pod, found);
    }
    this.pods = [...classes.values()];
    this.#ranges = ranges;
    this.addresses = ranges.map((range, index) => ({
      kind: 'addresses',
      index: this.pods.length + index,
      range,
    }));
    const byPortNames = new Map<string, number[]>();
    for (const end of [...this.pods, ...this.addresses]) addTo(byPortNames, namesOf(end), end.index);
    this.byPortNames = byPortNames;
    this.onNodes = this.pods.filter(({ pod }) => pod.hostNetwork).map(({ index }) => index);
  }

  /** Throws a RangeError for a pod of another graph, and for an address that is none. */
  of(end: End): EndClass {
    if ('unseen' in end) return this.#ofUnseen(end.unseen);
    if ('pod' in end) return this.ofPod(end.pod);
    const { address } = end;
    const found = this.#ofAddress(typeof address === 'string' ? parseAddress(address) : address);
    if (found === undefined)
      throw new RangeError(`${typeof address === 'string' ? address : address.value} is no address`);
    return found;
  }

  /** Throws a RangeError for a pod of another graph. */
  ofPod(pod: Pod): PodClass {
    const found = this.#ofPod.get(pod);
    if (found === undefined) throw new RangeError('The pod is not of this graph');
    return found;
  }

  #ofUnseen(unseen: Unseen): UnseenClass {
    let found = this.#unseen.get(unseen.name);
    if (found === undefined) {
      const index = this.pods.length + this.addresses.length + this.#unseen.size;
      found = { kind: 'unseen', index, unseen };
      this.#unseen.set(unseen.name, found);
    }
    return found;
  }

  #ofAddress(address: Address | undefined): AddressClass | undefined {
    return address && this.addresses[indexOf(address, this.#ranges)];
  }
}

/** The index of the range that holds an address, of ranges in order and without gaps. */
function indexOf(address: Address, ranges: readonly AddressRange[]): number {
  let low = 0;
  let high = ranges.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    const range = ranges[middle];
    if (range !== undefined && isBefore(range, address)) low = middle + 1;
    else high = middle;
  }
  return low;
}

function rangesOf(addresses: readonly Address[], ranges: readonly AddressRange[]): string {
  const indexes = new Set(addresses.map((address) => indexOf(address, ranges)));
  return [...indexes].sort((a, b) => a - b).join(',');
}

function isBefore({ family, last }: AddressRange, address: Address): boolean {
  return family === address.family ? last < address.value : family < address.family;
}

function keyOf(pod: Pod): string {
  return JSON.stringify([
    pod.namespace,
    Object.entries(pod.labels).sort(([a], [b]) => (a < b ? -1 : 1)),
    [...pod.added].sort(),
    pod.open === true,
    pod.hostNetwork,
    isWhole(pod),
    declaredPorts(pod).map(({ name, port, protocol }) => [name, port, protocol]),
  ]);
}
