import { derived } from '../../base/derived.ts';
import { slip } from '../../base/nearest.ts';
import type { Graph } from '../../reference/graph.ts';
import { isPlaceholder } from '../../reference/world.ts';
import { ADDED_KEYS } from '../../resource/pod.ts';
import type { Pod } from '../../resource/pod.ts';
import { meets } from '../../resource/together.ts';
import type { Requirement, Selector } from '../../resource/selector.ts';
import { isForDns } from './dns.ts';
import { podsElsewhere } from '../elsewhere.ts';
import { nearMiss } from '../near-miss.ts';
import type { NearMiss } from '../near-miss.ts';
import { admitsNamespace, admitsPod } from './policy.ts';
import type { Peer, Policy, PolicyRule } from './policy.ts';

/** Why a peer of a policy means somebody else than the author did. At most one reason for each peer. */
export type PeerSlip =
  /** Two items where one was meant: a namespaceSelector and the podSelector of pods in there. */
  | { readonly kind: 'dash'; readonly namespaces: Peer; readonly pods: readonly Pod[] }
  /** One item where two were meant: no pod is in the namespaces, though there are such pods and such namespaces. */
  | { readonly kind: 'both'; readonly pods: readonly Pod[]; readonly namespaces: readonly string[] }
  /** A podSelector that only pods of other namespaces have. */
  | { readonly kind: 'elsewhere'; readonly pods: readonly Pod[] }
  /** A label that no namespace has: `value` is what one nearly has, else the manifest of one so named lacks it. */
  | {
      readonly kind: 'namespace';
      readonly requirement: Requirement;
      readonly namespace: string;
      readonly value: string | undefined;
    }
  /** A label that no pod has, where one is nearly called so. */
  | { readonly kind: 'label'; readonly near: NearMiss };

const METADATA_NAME = 'kubernetes.io/metadata.name';

export function slipOfPeer(graph: Graph, policy: Policy, rule: PolicyRule, peer: Peer): PeerSlip | undefined {
  const table = graph.memo('slips of peers', () => new Map<Peer, PeerSlip | undefined>());
  if (!table.has(peer)) table.set(peer, findSlip(graph, policy, rule, peer));
  return table.get(peer);
}

function findSlip(graph: Graph, policy: Policy, rule: PolicyRule, peer: Peer): PeerSlip | undefined {
  const { resource } = policy;
  if (resource.unrendered !== undefined || peer.block !== undefined) return undefined;
  if ([peer.pods, peer.namespaces].some((selector) => selector !== undefined && isUndecided(graph, selector)))
    return undefined;
  if (peer.namespaces === undefined) return slipOfPods(graph, policy, rule, peer);
  // Whether DNS is reached is a question of its own.
  if (isForDns(rule)) return undefined;
  const label = slipOfNamespace(graph, peer.namespaces);
  if (label !== undefined) return label;
  return peer.pods === undefined ? undefined : slipOfBoth(graph, policy, peer.namespaces, peer.pods);
}

/** Words that are filled in later, keys that controllers write, and labels that an unread document holds. */
export function isUndecided(graph: Graph, { requirements }: Selector): boolean {
  return requirements.some(
    ({ key, values }) =>
      ADDED_KEYS.has(key) ||
      isPlaceholder(key) ||
      values.some((value) => isPlaceholder(value) || (value !== '' && graph.isHidden(value))),
  );
}

function slipOfPods(graph: Graph, policy: Policy, rule: PolicyRule, peer: Peer): PeerSlip | undefined {
  const { pods } = peer;
  if (pods === undefined || pods.requirements.length === 0) return undefined;
  const home = policy.resource.namespace;
  const sibling = derived(rule.peers, 'sibling', () =>
    rule.peers.find((other) => other.namespaces !== undefined && other.pods === undefined),
  );
  const isDns = pods.requirements.some(({ key, values }) => key === 'k8s-app' && values.includes('kube-dns'));
  if (sibling?.namespaces !== undefined && isDns && home !== 'kube-system') {
    if (
      admitsNamespace(graph, sibling.namespaces, 'kube-system') === 'yes' &&
      sibling.namespaces.requirements.length > 0
    )
      return { kind: 'dash', namespaces: sibling, pods: [] };
  }
  if (isForDns(rule)) return undefined;
  const here = graph.select(home, pods);
  if (here.sure.length > 0 || here.possible.length > 0) return undefined;
  if (graph.mayHoldOtherPods(home)) return undefined;
  // Whoever leaves the namespace out may mean the one of these pods.
  const elsewhere = policy.resource.namespaceWritten ? podsElsewhere(graph, home, pods) : [];
  if (elsewhere.length > 0) {
    const { namespaces } = sibling ?? {};
    const within =
      namespaces === undefined || namespaces.requirements.length === 0
        ? []
        : elsewhere.filter((pod) => admitsNamespace(graph, namespaces, pod.namespace) === 'yes');
    if (sibling !== undefined && within.length > 0)
      return { kind: 'dash', namespaces: sibling, pods: within };
    return graph.pods(home).length === 0 || isAdmitted(graph, policy, rule, elsewhere)
      ? undefined
      : { kind: 'elsewhere', pods: elsewhere };
  }
  const near = nearMiss(graph, policy.resource, home, pods);
  if (
    near === undefined ||
    near.pod.owner.unrendered !== undefined ||
    !meets(policy.resource, near.pod.owner)
  )
    return undefined;
  return { kind: 'label', near };
}

/** Whether another peer is for these pods, or their namespace has the same policy: one copy for each environment. */
function isAdmitted(
  graph: Graph,
  { resource, ingress, egress }: Policy,
  rule: PolicyRule,
  pods: readonly Pod[],
): boolean {
  const rules = ingress.includes(rule) ? ingress : egress;
  return pods.some(
    (pod) =>
      graph.find(resource.type, pod.namespace, resource.name) !== undefined ||
      rules.some(({ peers }) =>
        peers.some((peer) => admitsPod(graph, peer, resource.namespace, pod) === 'yes'),
      ),
  );
}

function slipOfNamespace(graph: Graph, { requirements }: Selector): PeerSlip | undefined {
  const known = graph.memo('slips of namespace labels', () => new Map<string, NamespaceSlip | undefined>());
  for (const requirement of requirements) {
    const { key, operator, values } = requirement;
    const [value] = values;
    if (operator !== 'In' || value === undefined || values.length !== 1) continue;
    const label = `${key}=${value}`;
    if (!known.has(label)) known.set(label, slipOfLabel(graph, key, value));
    const found = known.get(label);
    if (found !== undefined) return { kind: 'namespace', requirement, ...found };
  }
  return undefined;
}

interface NamespaceSlip {
  readonly namespace: string;
  readonly value: string | undefined;
}

function slipOfLabel(graph: Graph, key: string, value: string): NamespaceSlip | undefined {
  const byValue = labelsOfNamespaces(graph).get(key) ?? new Map<string, string>();
  if (byValue.has(value)) return undefined;
  // The value names a namespace whose manifest is here and lacks the label: the author thought it had it.
  if (key !== METADATA_NAME && NAMING_KEY.test(key)) {
    const named = graph.find('Namespace', '', value);
    if (named !== undefined && named.unrendered === undefined) return { namespace: value, value: undefined };
  }
  const near = slip(value, byValue.keys());
  const namespace = near === undefined ? undefined : byValue.get(near);
  return namespace === undefined ? undefined : { namespace, value: near };
}

/** Key, value, and a namespace that has them: the name label of all namespaces, and what manifests of some say. */
function labelsOfNamespaces(graph: Graph): ReadonlyMap<string, ReadonlyMap<string, string>> {
  return graph.memo('labels of namespaces', () => {
    const byKey = new Map<string, Map<string, string>>();
    const names = graph.all('Namespace').map(({ name }) => name);
    for (const namespace of new Set([...graph.namespaces(), ...names, ...INITIAL])) {
      for (const [key, value] of Object.entries(graph.namespaceLabels(namespace).labels)) {
        const byValue = byKey.get(key) ?? new Map<string, string>();
        if (!byValue.has(value)) byValue.set(value, namespace);
        byKey.set(key, byValue);
      }
    }
    return byKey;
  });
}

/** Keys under which people expect the name of a namespace. */
const NAMING_KEY = /(^|[./-])(name|namespace|ns)$/;

const INITIAL = ['default', 'kube-system', 'kube-public', 'kube-node-lease'];

/** Judged only where the namespaces that the selector can mean are all here with their labels and their pods. */
function slipOfBoth(
  graph: Graph,
  policy: Policy,
  namespaces: Selector,
  pods: Selector,
): PeerSlip | undefined {
  if (namespaces.requirements.length === 0 || pods.requirements.length === 0) return undefined;
  if (pods.requirements.some(({ operator }) => operator !== 'In')) return undefined;
  const meant = graph
    .namespaces()
    .filter((namespace) => admitsNamespace(graph, namespaces, namespace) === 'yes');
  if (meant.length === 0 || meant.some((namespace) => graph.pods(namespace).length === 0)) return undefined;
  for (const namespace of meant) {
    const { sure, possible } = graph.select(namespace, pods);
    if (sure.length > 0 || possible.length > 0) return undefined;
    if (graph.mayHoldOtherPods(namespace) || !graph.isComplete(policy.resource, namespace)) return undefined;
  }
  const home = policy.resource.namespace;
  const found = graph.select(home, pods).sure;
  return meant.includes(home) || found.length === 0
    ? undefined
    : { kind: 'both', pods: found, namespaces: meant };
}
