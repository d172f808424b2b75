import { isObject, listOf, numberOf, objectOf, stringOf } from '../../base/json.ts';
import type { JsonValue, Path } from '../../base/json.ts';
import type { Graph } from '../../reference/graph.ts';
import type { Pod } from '../../resource/pod.ts';
import type { Resource } from '../../resource/resource.ts';
import { matches, readLabelSelector } from '../../resource/selector.ts';
import type { Match, Selector } from '../../resource/selector.ts';

export type Direction = 'ingress' | 'egress';

/** A NetworkPolicy with the API's defaults filled in (k/k pkg/apis/networking/v1/defaults.go; api networking/v1/types.go). */
export interface Policy {
  readonly resource: Resource;
  /** An absent podSelector is an empty one: all pods of the namespace (NP5). */
  readonly subject: Selector;
  readonly isolates: Readonly<Record<Direction, boolean>>;
  readonly ingress: readonly PolicyRule[];
  readonly egress: readonly PolicyRule[];
}

export interface PolicyRule {
  readonly path: Path;
  /** Empty: every peer, also outside the cluster (`from` absent or `[]`, NP6). */
  readonly peers: readonly Peer[];
  /** Empty: every port of every protocol (NP6). */
  readonly ports: readonly PolicyPort[];
}

export interface Peer {
  readonly path: Path;
  readonly pods: Selector | undefined;
  readonly namespaces: Selector | undefined;
  readonly block: { readonly cidr: string; readonly except: readonly string[] } | undefined;
}

export interface PolicyPort {
  readonly path: Path;
  /** TCP unless written (NP9). */
  readonly protocol: string;
  /** Undefined: all ports of the protocol. A string is the name of a container port of the destination (NP11). */
  readonly port: number | string | undefined;
  readonly endPort: number | undefined;
}

export function readPolicy(resource: Resource): Policy {
  const spec = objectOf(resource.value.spec);
  const types = listOf(spec.policyTypes);
  const egress = readRules(spec.egress, 'egress', 'to');
  return {
    resource,
    subject: readLabelSelector(spec.podSelector) ?? { requirements: [] },
    isolates: {
      ingress: types.length === 0 || types.includes('Ingress'),
      egress: types.length === 0 ? egress.length > 0 : types.includes('Egress'),
    },
    ingress: readRules(spec.ingress, 'ingress', 'from'),
    egress,
  };
}

function readRules(
  value: JsonValue | undefined,
  direction: Direction,
  peerKey: 'from' | 'to',
): readonly PolicyRule[] {
  return listOf(value).map((entry, index) => {
    const rule = objectOf(entry);
    const path: Path = ['spec', direction, index];
    return {
      path,
      peers: listOf(rule[peerKey]).map((peer, i) => readPeer(peer, [...path, peerKey, i])),
      ports: listOf(rule.ports).map((port, i) => readPort(port, [...path, 'ports', i])),
    };
  });
}

function readPeer(value: JsonValue, path: Path): Peer {
  const peer = objectOf(value);
  const block = peer.ipBlock;
  return {
    path,
    pods: readLabelSelector(peer.podSelector),
    namespaces: readLabelSelector(peer.namespaceSelector),
    block: isObject(block)
      ? {
          cidr: stringOf(block.cidr) ?? '',
          except: listOf(block.except).filter((entry): entry is string => typeof entry === 'string'),
        }
      : undefined,
  };
}

function readPort(value: JsonValue, path: Path): PolicyPort {
  const port = objectOf(value);
  return {
    path,
    protocol: stringOf(port.protocol) ?? 'TCP',
    port: numberOf(port.port) ?? stringOf(port.port),
    endPort: numberOf(port.endPort),
  };
}

/** Whether a peer's selectors admit a pod, seen from a policy of `home`. An ipBlock says nothing about pods here. */
export function admitsPod(graph: Graph, peer: Peer, home: string, pod: Pod): Match {
  if (peer.pods === undefined && peer.namespaces === undefined) return 'no';
  const namespace =
    peer.namespaces === undefined
      ? yesNo(pod.namespace === home)
      : admitsNamespace(graph, peer.namespaces, pod.namespace);
  if (namespace === 'no') return 'no';
  const labels = peer.pods === undefined ? 'yes' : matches(peer.pods, pod);
  if (labels === 'no') return 'no';
  return labels === 'yes' && namespace === 'yes' ? 'yes' : 'maybe';
}

/** Labels of a namespace without a manifest are unknown, but for the name label. */
export function admitsNamespace(graph: Graph, selector: Selector, namespace: string): Match {
  return matches(selector, graph.namespaceLabels(namespace));
}

function yesNo(condition: boolean): Match {
  return condition ? 'yes' : 'no';
}
