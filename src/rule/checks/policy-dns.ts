import type { Path } from '../../base/json.ts';
import { getAt, listOf, objectOf } from '../../base/json.ts';
import { blockedDns } from '../../reach/policy/blocked-dns.ts';
import type { BlockedDns } from '../../reach/policy/blocked-dns.ts';
import type { DnsMiss } from '../../reach/policy/dns.ts';
import type { Policy } from '../../reach/policy/policy.ts';
import { nameOf } from '../../resource/resource.ts';
import { formatRequirement, formatSelector } from '../../resource/selector.ts';
import type { Check, Context, Finding, FindingFix, RelatedObject } from '../rule.ts';

/** Pods that may go somewhere and cannot look up where: no policy that limits them lets UDP 53 through to the DNS. */
export const check: Check = function* (resource, { graph, reach }) {
  for (const blocked of blockedDns(graph, reach, resource)) {
    const severity = certain(blocked, graph) ? {} : { severity: 'warning' as const };
    const { miss } = blocked;
    const finding =
      miss === undefined
        ? { ...placeOf(blocked.policy), message: `${reason(blocked)}: ${effect(blocked)}.` }
        : missed(blocked, miss);
    yield { ...finding, ...severity, related: relatedOf(blocked) };
  }
};

/** Not where nothing shows that a name is asked, and where a policy of another author, or another namespace than the one that is written, may still allow DNS. */
function certain({ access, asked, miss, pods, policy }: BlockedDns, graph: Context['graph']): boolean {
  const { resource } = policy;
  if (access === 'unlikely' || pods.length === 0 || !asked) return false;
  if (miss?.why === 'own-namespace' && !resource.namespaceWritten) return false;
  return graph.isComplete(resource, resource.namespace);
}

function placeOf({ resource }: Policy): Pick<Finding, 'at' | 'part'> {
  const spec = objectOf(resource.value.spec);
  if (spec.egress !== undefined) return { at: ['spec', 'egress'], part: 'key' };
  const index = listOf(spec.policyTypes).indexOf('Egress');
  return { at: ['spec', 'policyTypes', Math.max(0, index)] };
}

function reason({ policy, others }: BlockedDns): string {
  const rest =
    others.length === 0
      ? 'no rule of it'
      : others.length === 1
        ? `neither it nor ${nameOf(others[0]?.resource ?? policy.resource)}`
        : `none of the ${others.length + 1} policies that select them`;
  return `${nameOf(policy.resource)} limits egress, and ${rest} allows UDP 53 to the cluster DNS`;
}

function effect({ pods }: BlockedDns): string {
  const owners = [...new Set(pods.map(({ owner }) => nameOf(owner)))];
  const [first] = owners;
  if (first === undefined) return 'pods that it selects cannot look up names';
  const more = owners.length - 1;
  return `pods of ${first}${more === 0 ? '' : ` and ${more} more`} cannot look up any name`;
}

function missed(blocked: BlockedDns, miss: DnsMiss): Pick<Finding, 'at' | 'part' | 'message' | 'fixes'> {
  const { policy } = blocked;
  const then = `; ${effect(blocked)}.`;
  switch (miss.why) {
    case 'own-namespace':
      return {
        at: miss.at,
        part: 'key',
        message: `A podSelector alone looks in namespace ${policy.resource.namespace}, and the DNS pods${labelsAt(policy, miss.at)} are in kube-system: it needs a namespaceSelector beside it${then}`,
      };
    case 'namespace': {
      const { label, meant } = miss;
      if (meant !== undefined) {
        const at = valueOf(miss.at);
        return {
          at,
          message: `There is no cluster DNS in namespace ${label.values[0] ?? ''}. Did you mean ${meant}? As it is${then.slice(1)}`,
          fixes: [
            { title: `Use ${meant}`, safety: 'safe', edits: [{ at, value: meant }] } satisfies FindingFix,
          ],
        };
      }
      return {
        at: miss.at,
        ...(typeof miss.at.at(-1) === 'string' ? { part: 'key' as const } : {}),
        message: `Namespace kube-system has no label ${formatRequirement(label)} unless somebody adds it; every namespace has kubernetes.io/metadata.name. Without it ${effect(blocked)}.`,
      };
    }
    case 'label':
      return {
        at: miss.at,
        ...(typeof miss.at.at(-1) === 'string' ? { part: 'key' as const } : {}),
        message: `This rule opens namespaces with ${formatRequirement(miss.label)}, a label that kube-system with the cluster DNS has only where somebody put it there, and no other rule allows UDP 53 to it; without it ${effect(blocked)}.`,
      };
    case 'block':
      return {
        at: miss.at,
        message: `Pods ask the cluster DNS, and ${miss.cidr} does not hold its address${then}`,
      };
    case 'protocol':
      return {
        at: [...miss.at, 'protocol'],
        message: `This port is TCP${getAt(policy.resource.value, [...miss.at, 'protocol']) === undefined ? ' because no protocol is written' : ''}, and DNS asks over UDP${then}`,
      };
    case 'openshift-port':
      return {
        at: [...miss.at, 'port'],
        message: `The DNS pods of OpenShift listen on 5353, and policies see the port of the pod${then}`,
      };
  }
}

function labelsAt(policy: Policy, at: Path): string {
  const selector = policy.egress
    .flatMap(({ peers }) => peers)
    .find(({ path }) => path.join('.') === at.slice(0, -1).join('.'))?.pods;
  return selector === undefined || selector.requirements.length === 0 ? '' : ` (${formatSelector(selector)})`;
}

/** The value of a label: under matchLabels it stands at the key, in an expression in a list. */
function valueOf(at: Path): Path {
  return typeof at.at(-1) === 'number' ? [...at, 'values', 0] : at;
}

function relatedOf({ pods, others }: BlockedDns): readonly RelatedObject[] {
  const MOST = 10;
  return [
    ...others.slice(0, MOST).map(({ resource }) => ({
      resource,
      message: `${nameOf(resource)} limits the egress of these pods too`,
    })),
    ...pods.slice(0, MOST).map(({ owner, path }) => ({
      resource: owner,
      at: [...path, 'metadata', 'labels'],
      part: 'key' as const,
      message: `pods of ${nameOf(owner)} look up names in vain`,
    })),
  ];
}
