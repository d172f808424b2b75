import { Candidates } from '../../base/candidates.ts';
import { derived } from '../../base/derived.ts';
import { getAt } from '../../base/json.ts';
import { isOverwritten } from '../../reach/service/behind.ts';
import type { Graph } from '../../reference/graph.ts';
import { nameOf, stringMap } from '../../resource/resource.ts';
import type { Resource } from '../../resource/resource.ts';
import { formatSelector, matches, readLabelSelector, readMapSelector } from '../../resource/selector.ts';
import type { Requirement, Selector } from '../../resource/selector.ts';
import { areVariants, meets } from '../../resource/together.ts';
import type { Check, Finding, RelatedObject } from '../rule.ts';

/**
 * A workload whose selector matches pods of others, where that breaks something: an autoscaler counts what the selector of
 * its target matches, and a controller adopts a Pod that nobody controls. Workloads themselves tell their pods apart by
 * ownerReferences (kubernetes pkg/controller/controller_ref_manager.go, ClaimPods), so that alone is no finding.
 */
export const check: Check = function* (resource, { graph }) {
  if (resource.unrendered !== undefined || isOverwritten(graph, resource)) return;
  if (resource.type === 'Pod') yield* adopted(graph, resource);
  else yield* counted(graph, resource);
};

function* counted(graph: Graph, workload: Resource): Generator<Finding> {
  const selector = selectorOf(workload);
  const [scaler] = scalersOf(graph, workload);
  if (selector === undefined || scaler === undefined) return;
  const named: Resource[] = [];
  for (const other of othersOf(graph, workload, selector)) {
    if (named.length < MOST) named.push(other);
    const [rival] = scalersOf(graph, other);
    if (rival === undefined || rival === scaler) continue;
    // Where each matches the pods of the other, both come here; the pair is said once.
    if (isMutual(workload, other) && graph.isBefore(workload, other)) return;
    yield {
      at: ['spec', 'selector'],
      message: `The selector of ${nameOf(workload)} (${formatSelector(selector)}) matches the pods of ${nameOf(other)}, too, so that ${nameOf(scaler)} and ${nameOf(rival)} both count them; Kubernetes scales by neither (AmbiguousSelector).`,
      related: related(scaler, [other, rival]),
    };
    return;
  }
  const [first] = named;
  if (first === undefined) return;
  yield {
    at: ['spec', 'selector'],
    message: `${nameOf(scaler)} counts the pods that the selector of ${nameOf(workload)} (${formatSelector(selector)}) matches, and those of ${nameOf(first)} are among them; it scales by the load of both.`,
    related: related(scaler, named),
  };
}

function related(scaler: Resource, others: readonly Resource[]): readonly RelatedObject[] {
  return [
    { resource: scaler, at: ['spec', 'scaleTargetRef'], message: `${nameOf(scaler)} scales it` },
    ...others.map((other) => ({ resource: other, message: `${nameOf(other)} is here` })),
  ];
}

/** The autoscalers of a workload that are certainly applied with it. */
function scalersOf(graph: Graph, workload: Resource): readonly Resource[] {
  return graph
    .referencesTo(workload)
    .filter(({ row, from }) => SCALING.has(row.id) && from.unrendered === undefined && meets(from, workload))
    .map(({ from }) => from);
}

/** The other workloads whose pods the selector certainly matches, one after the other. */
function* othersOf(graph: Graph, workload: Resource, selector: Selector): Generator<Resource> {
  const { sure } = graph.select(workload.namespace, selector);
  const owners = derived(sure, 'selecting owners', () =>
    [...new Set(sure.map(({ owner }) => owner))].filter(
      (one) => SELECTING.has(one.type) && one.unrendered === undefined && !isOverwritten(graph, one),
    ),
  );
  for (const other of owners) if (other !== workload && meets(other, workload)) yield other;
}

function isMutual(workload: Resource, other: Resource): boolean {
  const selector = selectorOf(other);
  const labels = getAt(workload.value, ['spec', 'template', 'metadata', 'labels']);
  return selector !== undefined && matches(selector, { labels: stringMap(labels) }) === 'yes';
}

function* adopted(graph: Graph, pod: Resource): Generator<Finding> {
  const adopter = adoptersOf(graph, pod).find((one) => !areVariants(one, pod) && adopts(graph, one, pod));
  const selector = adopter === undefined ? undefined : selectorOf(adopter);
  if (adopter === undefined || selector === undefined) return;
  yield {
    at: ['metadata', 'labels'],
    message: `${nameOf(adopter)} selects ${formatSelector(selector)}, which ${nameOf(pod)} has, too, so that it adopts the Pod as one of its own; what is then too many is deleted.`,
    related: [
      { resource: adopter, at: ['spec', 'selector'], message: `${nameOf(adopter)} selects the Pod here` },
    ],
  };
}

/** Those that may adopt a Pod, in their order: the ones that ask for one of its labels, and those that ask for no value. */
function adoptersOf(graph: Graph, pod: Resource): readonly Resource[] {
  const table = graph.memo(`adopters of ${pod.namespace}`, () => {
    const found = new Candidates<Resource>(1);
    const all = graph.inNamespace(pod.namespace).flatMap((one) => {
      const selector = ADOPTING.has(one.type) ? selectorOf(one) : undefined;
      return selector === undefined ? [] : [{ one, words: selector.requirements.flatMap(wordsOf) }];
    });
    const counts = new Map<string, number>();
    for (const { words } of all)
      for (const word of words.flat()) counts.set(word, (counts.get(word) ?? 0) + 1);
    const countOf = (words: readonly string[]): number =>
      words.reduce((sum, word) => sum + (counts.get(word) ?? 0), 0);
    for (const { one, words } of all) {
      const [rarest = ['']] = words.toSorted((a, b) => countOf(a) - countOf(b));
      found.add(one, [rarest]);
    }
    return found;
  });
  return [...table.among([['', ...Object.entries(pod.labels).map(([key, value]) => `${key}=${value}`)]])];
}

function wordsOf({ key, operator, values }: Requirement): readonly (readonly string[])[] {
  return operator === 'In' ? [values.map((value) => `${key}=${value}`)] : [];
}

function adopts(graph: Graph, owner: Resource, pod: Resource): boolean {
  const selector = selectorOf(owner);
  return (
    selector !== undefined &&
    matches(selector, { labels: pod.labels }) === 'yes' &&
    meets(owner, pod) &&
    owner.unrendered === undefined &&
    !isOverwritten(graph, owner)
  );
}

/** More of them help nobody. */
const MOST = 10;

const SCALING: ReadonlySet<string> = new Set(['hpa-target', 'keda-target']);

/** Those that select pods by what is written; the ReplicaSets of a Deployment ask for their pod-template-hash, too. */
const ADOPTING: ReadonlySet<string> = new Set(['apps/ReplicaSet', 'apps/DaemonSet', 'ReplicationController']);

const SELECTING: ReadonlySet<string> = new Set([...ADOPTING, 'apps/Deployment', 'apps/StatefulSet']);

function selectorOf(resource: Resource): Selector | undefined {
  if (!SELECTING.has(resource.type)) return undefined;
  const value = getAt(resource.value, ['spec', 'selector']);
  const selector =
    resource.type === 'ReplicationController' ? readMapSelector(value) : readLabelSelector(value);
  return selector === undefined || selector.requirements.length === 0 ? undefined : selector;
}
