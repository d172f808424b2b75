import { overlaps, parseCidr } from '../../base/cidr.ts';
import { slip } from '../../base/nearest.ts';
import type { Path } from '../../base/json.ts';
import type { Graph } from '../../reference/graph.ts';
import type { Pod } from '../../resource/pod.ts';
import { matchesOne } from '../../resource/selector.ts';
import type { Requirement, Selector } from '../../resource/selector.ts';
import { admitsPod } from './policy.ts';
import type { Peer, Policy, PolicyPort, PolicyRule } from './policy.ts';
import { declaredPorts } from '../service/service.ts';

/**
 * Whether a rule lets pods ask the cluster DNS. `unlikely`: only on a cluster where somebody added a label that no
 * distribution sets, or where the DNS pods listen on another port than they are known to.
 */
export type DnsAccess = 'yes' | 'maybe' | 'unlikely' | 'no';

const ORDER: readonly DnsAccess[] = ['no', 'unlikely', 'maybe', 'yes'];

export function widest(all: Iterable<DnsAccess>): DnsAccess {
  let best = 0;
  for (const one of all) best = Math.max(best, ORDER.indexOf(one));
  return ORDER[best] ?? 'no';
}

function narrowest(a: DnsAccess, b: DnsAccess): DnsAccess {
  return ORDER[Math.min(ORDER.indexOf(a), ORDER.indexOf(b))] ?? 'no';
}

/** A rule that is meant for DNS and does not reach it: where, and why. Paths are relative to the policy. */
export type DnsMiss =
  | { readonly why: 'own-namespace' | 'openshift-port' | 'protocol'; readonly at: Path }
  | { readonly why: 'block'; readonly at: Path; readonly cidr: string }
  /** Not meant for DNS: it opens namespaces by a label that others have, and that of the DNS only if somebody put it there. */
  | { readonly why: 'label'; readonly at: Path; readonly label: Requirement }
  | {
      readonly why: 'namespace';
      readonly at: Path;
      readonly label: Requirement;
      readonly meant: string | undefined;
    };

export interface DnsOfRule {
  readonly access: DnsAccess;
  readonly miss?: DnsMiss;
}

export function dnsOfRule(graph: Graph, policy: Policy, rule: PolicyRule): DnsOfRule {
  const udp = rule.ports.length === 0 || rule.ports.some((port) => port.protocol === 'UDP' && holdsDns(port));
  const tcp = rule.ports.find((port) => port.protocol === 'TCP' && port.port !== undefined && holdsDns(port));
  if (!udp && tcp === undefined) return { access: 'no' };
  const meant = isForDns(rule);
  const peers = rule.peers.map((peer) => ({ peer, access: dnsOfPeer(graph, policy, peer, rule, meant) }));
  const reached = rule.peers.length === 0 ? 'yes' : widest(peers.map(({ access }) => access));
  if (udp && (reached === 'yes' || reached === 'maybe')) return { access: reached };
  if (!meant) return udp ? { access: reached, ...missedLabel(graph, peers, reached) } : { access: 'no' };
  if (!udp && tcp !== undefined && reached !== 'no')
    return { access: 'no', miss: { why: 'protocol', at: tcp.path } };
  const closest = peers.find(({ access }) => access === reached)?.peer;
  const miss = closest === undefined ? undefined : missOf(graph, closest, reached, rule);
  return { access: udp ? reached : 'no', ...(miss === undefined ? {} : { miss }) };
}

/**
 * 53 is the port of the cluster DNS, 5353 that of its pods on OpenShift (kubernetes/kubernetes#102286). By name the
 * port is whatever the DNS pods call it: `dns` for UDP and `dns-tcp` for TCP in CoreDNS.
 */
function holdsDns({ port, endPort, protocol }: PolicyPort): boolean {
  if (port === undefined) return true;
  if (typeof port === 'string') return protocol === 'UDP' || /dns|domain/i.test(port);
  const last = endPort ?? port;
  return (port <= 53 && 53 <= last) || (port <= 5353 && 5353 <= last);
}

/** Whether DNS is all that a rule can be for. */
export function isForDns({ ports }: PolicyRule): boolean {
  return (
    ports.length > 0 &&
    ports.every(({ port, endPort }) =>
      typeof port === 'string'
        ? /dns|domain/i.test(port)
        : (port === 53 || port === 5353) && (endPort === undefined || endPort === port),
    )
  );
}

const KUBE_SYSTEM = 'kube-system';
const OPENSHIFT_DNS = 'openshift-dns';

function dnsOfPeer(graph: Graph, policy: Policy, peer: Peer, rule: PolicyRule, meant: boolean): DnsAccess {
  const home = policy.resource.namespace;
  if (peer.block !== undefined) return dnsInBlock(peer.block.cidr);
  if (dnsPods(graph).some((pod) => admitsPod(graph, peer, home, pod) !== 'no')) return 'maybe';
  const pods = dnsAmongPods(peer.pods);
  const { namespaces } = peer;
  if (namespaces === undefined) return home === KUBE_SYSTEM || home === OPENSHIFT_DNS ? pods : 'no';
  const where = dnsNamespaces(graph).map((namespace) => {
    const inside = narrowest(pods, dnsInNamespace(graph, namespaces, namespace));
    const access =
      inside === 'maybe' && !meant && otherLabel(graph, namespaces, namespace) ? 'unlikely' : inside;
    const needs5353 = namespace === OPENSHIFT_DNS && access === 'yes' && !holds5353(rule);
    return needs5353 ? 'unlikely' : access;
  });
  return widest([...where, narrowest(pods, dnsElsewhere(graph, namespaces, meant))]);
}

/** On a cluster whose kube-system is in the input and nothing of OpenShift is, there is no openshift-dns. */
function dnsNamespaces(graph: Graph): readonly string[] {
  return graph.find('Namespace', '', KUBE_SYSTEM) !== undefined &&
    graph.find('Namespace', '', OPENSHIFT_DNS) === undefined
    ? [KUBE_SYSTEM]
    : [KUBE_SYSTEM, OPENSHIFT_DNS];
}

/** Pods of the input that answer on UDP 53, whatever they are called. */
function dnsPods(graph: Graph): readonly Pod[] {
  return graph.memo('dns pods', () =>
    graph
      .pods()
      .filter((pod) =>
        declaredPorts(pod).some(({ port, protocol }) => protocol === 'UDP' && (port === 53 || port === 5353)),
      ),
  );
}

/** Ranges that hold cluster addresses somewhere: private and special ones, and GKE's range of Services. */
const CLUSTER_RANGES = [
  '10.0.0.0/8',
  '172.16.0.0/12',
  '192.168.0.0/16',
  '100.64.0.0/10',
  '169.254.0.0/16',
  '192.0.0.0/16',
  '198.18.0.0/15',
  '240.0.0.0/4',
  '34.118.224.0/20',
].flatMap((text) => parseCidr(text)?.cidr ?? []);

function dnsInBlock(text: string): DnsAccess {
  const block = parseCidr(text)?.cidr;
  if (block === undefined || block.family === 6) return 'maybe';
  return CLUSTER_RANGES.some((range) => overlaps(range, block)) ? 'maybe' : 'no';
}

/** Labels that say which application a pod is: another one than DNS is no DNS. */
const IDENTITY: ReadonlySet<string> = new Set([
  'app',
  'k8s-app',
  'name',
  'run',
  'component',
  'service',
  'app.kubernetes.io/name',
  'app.kubernetes.io/instance',
  'app.kubernetes.io/component',
]);

/** Distributions label their DNS pods in many ways; all of them call it something with `dns`. */
function dnsAmongPods(selector: Selector | undefined): DnsAccess {
  let access: DnsAccess = 'yes';
  for (const { key, operator, values } of selector?.requirements ?? []) {
    const dns = values.some((value) => /dns/i.test(value));
    if (operator === 'In' && !dns && IDENTITY.has(key)) return 'no';
    if (operator === 'NotIn' && dns && IDENTITY.has(key)) return 'no';
    if (!(operator === 'In' && key === 'k8s-app' && values.includes('kube-dns'))) access = 'maybe';
  }
  return access;
}

/** Keys under which people expect the name of a namespace, and no distribution puts it. */
const NAME_KEYS: ReadonlySet<string> = new Set([
  'name',
  'namespace',
  'ns',
  'metadata.name',
  'kubernetes.io/name',
  'kubernetes.io/namespace',
  'kubernetes.io/metadata-name',
  'kubernetes.io/metadata/name',
  'app.kubernetes.io/name',
]);

function dnsInNamespace(graph: Graph, selector: Selector, namespace: string): DnsAccess {
  const known = graph.namespaceLabels(namespace);
  let access: DnsAccess = 'yes';
  for (const requirement of selector.requirements) {
    const match = matchesOne(requirement, known);
    if (match === 'no') return 'no';
    if (match === 'yes') continue;
    const named = requirement.operator === 'In' && NAME_KEYS.has(requirement.key);
    if (named && !requirement.values.includes(namespace)) return 'no';
    access = narrowest(access, named ? 'unlikely' : 'maybe');
  }
  return access;
}

/**
 * A label by which a rule opens namespaces, which the manifests put on some and say nothing of for that of the DNS: the rule is
 * for those.
 */
function otherLabel(graph: Graph, selector: Selector, namespace: string): Requirement | undefined {
  const open = graph.namespaceLabels(namespace);
  const others = graph.all('Namespace');
  return selector.requirements.find(
    (requirement) =>
      (requirement.operator === 'In' || requirement.operator === 'Exists') &&
      matchesOne(requirement, open) === 'maybe' &&
      others.some((one) => matchesOne(requirement, one) === 'yes'),
  );
}

function missedLabel(
  graph: Graph,
  peers: readonly { readonly peer: Peer; readonly access: DnsAccess }[],
  reached: DnsAccess,
): { readonly miss?: DnsMiss } {
  if (reached !== 'unlikely') return {};
  for (const { peer, access } of peers) {
    const { namespaces } = peer;
    const label = namespaces && otherLabel(graph, namespaces, KUBE_SYSTEM);
    if (access === reached && label !== undefined)
      return { miss: { why: 'label', at: [...peer.path, 'namespaceSelector', ...label.path], label } };
  }
  return {};
}

/** A namespace that is named, and is none of those known for DNS: some clusters run theirs elsewhere. */
function dnsElsewhere(graph: Graph, selector: Selector, meant: boolean): DnsAccess {
  const name = namespaceNamed(selector);
  if (name === undefined || name === KUBE_SYSTEM || name === OPENSHIFT_DNS) return 'no';
  if (slip(name, [KUBE_SYSTEM, OPENSHIFT_DNS]) !== undefined) return 'no';
  if (/dns/i.test(name)) return 'maybe';
  return meant && graph.pods(name).length === 0 ? 'maybe' : 'no';
}

function namespaceNamed({ requirements }: Selector): string | undefined {
  const label = requirements.find(
    ({ key, operator }) => operator === 'In' && (key === 'kubernetes.io/metadata.name' || NAME_KEYS.has(key)),
  );
  return label?.values[0];
}

function holds5353({ ports }: PolicyRule): boolean {
  return (
    ports.length === 0 ||
    ports.some(({ port, endPort }) => typeof port !== 'number' || (port <= 5353 && 5353 <= (endPort ?? port)))
  );
}

function missOf(graph: Graph, peer: Peer, access: DnsAccess, rule: PolicyRule): DnsMiss | undefined {
  if (peer.block !== undefined)
    return { why: 'block', at: [...peer.path, 'ipBlock', 'cidr'], cidr: peer.block.cidr };
  if (peer.namespaces === undefined) {
    return dnsAmongPods(peer.pods) === 'no'
      ? undefined
      : { why: 'own-namespace', at: [...peer.path, 'podSelector'] };
  }
  if (dnsAmongPods(peer.pods) === 'no') return undefined;
  const base: Path = [...peer.path, 'namespaceSelector'];
  const wrong = peer.namespaces.requirements.find(
    (requirement) => matchesOne(requirement, graph.namespaceLabels(KUBE_SYSTEM)) !== 'yes',
  );
  if (wrong === undefined) return undefined;
  if (access === 'unlikely' && wrong.values.includes(OPENSHIFT_DNS) && !holds5353(rule))
    return { why: 'openshift-port', at: rule.ports[0]?.path ?? rule.path };
  return {
    why: 'namespace',
    at: [...base, ...wrong.path],
    label: wrong,
    meant: slip(wrong.values[0] ?? '', [KUBE_SYSTEM, OPENSHIFT_DNS]),
  };
}
