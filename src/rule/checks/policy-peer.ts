import { stringOf } from '../../base/json.ts';
import type { Path } from '../../base/json.ts';
import { slipOfPeer } from '../../reach/policy/peer.ts';
import type { PeerSlip } from '../../reach/policy/peer.ts';
import type { NearMiss } from '../../reach/near-miss.ts';
import type { Peer } from '../../reach/policy/policy.ts';
import type { Pod } from '../../resource/pod.ts';
import { nameOf } from '../../resource/resource.ts';
import type { Resource } from '../../resource/resource.ts';
import { formatRequirement, formatSelector } from '../../resource/selector.ts';
import type { Check, Context, Finding, RelatedObject } from '../rule.ts';

/** Peers that mean somebody else than their author did. `with.slip` is the kind of slip that the rule looks at. */
export const check: Check = function* (resource, context) {
  const { graph, reach, params } = context;
  const kind = stringOf(params.slip);
  const policy = reach.policy(resource);
  for (const rule of [...policy.ingress, ...policy.egress]) {
    for (const peer of rule.peers) {
      const slip = slipOfPeer(graph, policy, rule, peer);
      if (slip !== undefined && slip.kind === kind) yield findingOf(resource, peer, slip, context);
    }
  }
};

function findingOf(policy: Resource, peer: Peer, slip: PeerSlip, context: Context): Finding {
  const home = policy.namespace;
  const pods = formatSelector(peer.pods ?? { requirements: [] });
  const namespaces = formatSelector(peer.namespaces ?? { requirements: [] });
  switch (slip.kind) {
    case 'dash': {
      const all = formatSelector(slip.namespaces.namespaces ?? { requirements: [] });
      const where = slip.pods[0]?.namespace ?? 'kube-system';
      return {
        at: [...peer.path, 'podSelector'],
        part: 'key',
        message: `This item means pods with ${pods} in namespace ${home}, which has none, and the one beside it all pods of namespaces with ${all}. Without the dash, as one item, they mean the pods in ${where}.`,
        related: relatedPods(slip.pods),
      };
    }
    case 'both':
      return {
        at: peer.path,
        message: `No pod with ${pods} is in a namespace with ${namespaces}, so this peer is nobody; ${namesOf(slip.pods)} ${slip.pods.length === 1 ? 'is' : 'are'} in ${home}. Two items of the list mean either.`,
        related: relatedPods(slip.pods),
      };
    case 'elsewhere':
      return {
        at: [...peer.path, 'podSelector'],
        part: 'key',
        message: `A podSelector alone looks in namespace ${home}, where no pod has ${pods}; ${namesOf(slip.pods)} ${slip.pods.length === 1 ? 'has' : 'have'}. A namespaceSelector is missing.`,
        related: relatedPods(slip.pods),
      };
    case 'namespace':
      return namespaceFinding(slip, [...peer.path, 'namespaceSelector'], context);
    case 'label':
      return labelFinding(slip.near, [...peer.path, 'podSelector'], home);
  }
}

function namespaceFinding(
  { requirement, namespace, value }: Extract<PeerSlip, { kind: 'namespace' }>,
  base: Path,
  { graph }: Context,
): Finding {
  const at = [...base, ...requirement.path];
  const wanted = formatRequirement(requirement);
  const { resource } = graph.namespaceLabels(namespace);
  if (value === undefined) {
    return {
      at,
      ...(isKey(at) ? { part: 'key' } : {}),
      message: `Namespace ${namespace} has no label ${wanted}, so this peer is nobody; kubernetes.io/metadata.name=${namespace} is on it without being written.`,
      related:
        resource === undefined ? [] : [{ resource, message: `Namespace ${namespace} is labelled here` }],
    };
  }
  const place = valueAt(at);
  return {
    at: place,
    severity: 'warning',
    message: `No namespace of these manifests has ${wanted}, so this peer is likely nobody; ${namespace} has ${requirement.key}=${value}.`,
    related:
      resource === undefined
        ? []
        : [{ resource, message: `Namespace ${namespace} has ${requirement.key}=${value}` }],
    fixes: [{ title: `Use ${value}`, safety: 'unsafe', edits: [{ at: place, value }] }],
  };
}

function labelFinding({ pod, ...near }: NearMiss, base: Path, home: string): Finding {
  const at = [...base, ...near.requirement.path];
  const wanted = formatRequirement(near.requirement);
  const owner = nameOf(pod.owner);
  const none = `No pod of namespace ${home} has ${wanted}, so this peer is nobody`;
  const related: readonly RelatedObject[] = relatedPods([pod]);
  switch (near.kind) {
    case 'value': {
      const place = valueAt(at);
      return {
        at: place,
        message: `${none}; the pods of ${owner} have ${near.requirement.key}=${near.value}.`,
        related,
        fixes: [{ title: `Use ${near.value}`, safety: 'unsafe', edits: [{ at: place, value: near.value }] }],
      };
    }
    case 'key':
      return {
        at,
        ...(isKey(at) ? { part: 'key' } : {}),
        message: `${none}; the pods of ${owner} have ${near.key}=${near.requirement.values[0] ?? ''}.`,
        related,
      };
    case 'misplaced':
      return {
        at,
        message: `${none}; ${owner} has it on itself, and not on the pods that it makes.`,
        related,
      };
  }
}

function isKey(at: Path): boolean {
  return typeof at.at(-1) === 'string';
}

/** The value of a label: under matchLabels it stands at the key, in an expression in a list. */
function valueAt(at: Path): Path {
  return isKey(at) ? at : [...at, 'values', 0];
}

function namesOf(pods: readonly Pod[]): string {
  const [first] = pods;
  if (first === undefined) return 'none';
  return pods.length === 1 ? nameOf(first.owner) : `${nameOf(first.owner)} and ${pods.length - 1} more`;
}

function relatedPods(pods: readonly Pod[]): readonly RelatedObject[] {
  return pods.slice(0, 10).map(({ owner, path }) => ({
    resource: owner,
    at: [...path, 'metadata', 'labels'],
    part: 'key' as const,
    message: `${nameOf(owner)} labels its pods here`,
  }));
}
