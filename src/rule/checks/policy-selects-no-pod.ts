import { mayLabelItself } from '../../reach/self-labelled.ts';
import { isOverwritten } from '../../reach/service/behind.ts';
import { podsElsewhere } from '../../reach/elsewhere.ts';
import { nearMiss } from '../../reach/near-miss.ts';
import type { NearMiss } from '../../reach/near-miss.ts';
import type { Graph } from '../../reference/graph.ts';
import { isPlaceholder } from '../../reference/world.ts';
import { ADDED_KEYS } from '../../resource/pod.ts';
import type { Pod } from '../../resource/pod.ts';
import { contradiction } from '../../resource/implies.ts';
import { nameOf } from '../../resource/resource.ts';
import type { Resource } from '../../resource/resource.ts';
import { formatRequirement, formatSelector } from '../../resource/selector.ts';
import type { Selector } from '../../resource/selector.ts';
import { meets } from '../../resource/together.ts';
import { ofEveryCopy } from '../every-copy.ts';
import type { Check, Finding } from '../rule.ts';

const BASE = ['spec', 'podSelector'];

/**
 * Labels of pods that controllers make for other objects than workloads (cert-manager pkg/issuer/acme/http/pod.go;
 * gateway-api GEP-1762; gateway.envoyproxy.io "Customize EnvoyProxy").
 */
const OF_MADE_PODS: ReadonlySet<string> = new Set([
  'acme.cert-manager.io/http01-solver',
  'gateway.networking.k8s.io/gateway-name',
  'gateway.envoyproxy.io/owning-gateway-name',
]);

/** A policy that selects no pod, and so protects and opens nothing. An empty selector is never one. */
export const check: Check = ofEveryCopy(function* (policy, { graph, reach }) {
  const { subject } = reach.policy(policy);
  if (!isJudged(graph, policy, subject)) return;
  const finding =
    nearFinding(graph, policy, subject) ??
    elsewhereFinding(graph, policy, subject) ??
    absentFinding(graph, policy, subject);
  if (finding !== undefined) yield finding;
});

function isJudged(graph: Graph, policy: Resource, { requirements }: Selector): boolean {
  // What no pod can match at all is reported as that.
  if (contradiction({ requirements }) !== undefined) return false;
  if (requirements.length === 0 || policy.unrendered !== undefined || isOverwritten(graph, policy))
    return false;
  const unclear = requirements.some(
    ({ key, values }) =>
      ADDED_KEYS.has(key) ||
      OF_MADE_PODS.has(key) ||
      [key, ...values].some(isPlaceholder) ||
      values.some((value) => value !== '' && graph.isHidden(value)),
  );
  if (unclear || graph.customResources(policy.namespace).length > 0) return false;
  const { sure, possible } = graph.select(policy.namespace, { requirements });
  return (
    sure.length === 0 && possible.length === 0 && !mayLabelItself(graph, policy.namespace, { requirements })
  );
}

function nearFinding(graph: Graph, policy: Resource, subject: Selector): Finding | undefined {
  const near = nearMiss(graph, policy, policy.namespace, subject);
  if (near === undefined || near.pod.owner.unrendered !== undefined || !meets(policy, near.pod.owner))
    return undefined;
  const at = [...BASE, ...near.requirement.path];
  const place = typeof at.at(-1) === 'string' ? at : [...at, 'values', 0];
  const wanted = formatRequirement(near.requirement);
  return {
    at: near.kind === 'value' ? place : at,
    ...(near.kind === 'key' && place === at ? { part: 'key' } : {}),
    message: `${nameOf(policy)} selects ${wanted}, which no pod has, and so applies to none; ${instead(near)}.`,
    related: [labelsOf(near.pod)],
    fixes:
      near.kind === 'value'
        ? [
            {
              title: `Select ${near.requirement.key}=${near.value}`,
              safety: 'unsafe',
              edits: [{ at: place, value: near.value }],
            },
          ]
        : [],
  };
}

function instead(near: NearMiss): string {
  const { key, values } = near.requirement;
  const owner = nameOf(near.pod.owner);
  switch (near.kind) {
    case 'value':
      return `the pods of ${owner} have ${key}=${near.value}`;
    case 'key':
      return `the pods of ${owner} have ${near.key}=${values[0] ?? ''}`;
    case 'misplaced':
      return `${owner} has it on itself, and not on the pods that it makes`;
  }
}

/** Pods of one other namespace, where no policy of this name stands: environments have copies of both. */
function elsewhereFinding(graph: Graph, policy: Resource, subject: Selector): Finding | undefined {
  const chosen = podsElsewhere(graph, policy.namespace, subject);
  const [pod] = chosen;
  if (pod === undefined || chosen.some(({ namespace }) => namespace !== pod.namespace)) return undefined;
  if (graph.find(policy.type, pod.namespace, policy.name) !== undefined) return undefined;
  // Whoever leaves the namespace out says it when applying, unless the pods stand in the same file.
  if (!policy.namespaceWritten && pod.owner.manifest.file !== policy.manifest.file) return undefined;
  return {
    at: policy.namespaceWritten ? ['metadata', 'namespace'] : ['metadata', 'name'],
    message: `${nameOf(policy)} applies to no pod: those with ${formatSelector(subject)} are in namespace ${pod.namespace}, and a policy applies to pods of its own namespace only.`,
    related: [labelsOf(pod)],
  };
}

function absentFinding(graph: Graph, policy: Resource, subject: Selector): Finding | undefined {
  if (!graph.isComplete(policy, policy.namespace) || graph.pods(policy.namespace).length === 0)
    return undefined;
  if (!graph.closedWorld && graph.mayHoldOtherPods(policy.namespace)) return undefined;
  return {
    at: BASE,
    part: 'key',
    ...(graph.closedWorld ? {} : { severity: 'info' }),
    message: `${nameOf(policy)} selects ${formatSelector(subject)}, which no pod of namespace ${policy.namespace} has; it applies to none.`,
  };
}

function labelsOf({ owner, path }: Pod): NonNullable<Finding['related']>[number] {
  return {
    resource: owner,
    at: [...path, 'metadata', 'labels'],
    part: 'key',
    message: `${nameOf(owner)} labels its pods here`,
  };
}
