import { slip } from '../base/nearest.ts';
import type { Graph } from '../reference/graph.ts';
import { ADDED_KEYS } from '../resource/pod.ts';
import type { Pod } from '../resource/pod.ts';
import type { Requirement, Selector } from '../resource/selector.ts';
import { matches, matchesOne } from '../resource/selector.ts';
import { labelsOfOwner } from './behind.ts';

/** Why a selector that matches no pod nearly matches one: the single thing that a person got wrong. */
export type NearMiss =
  /** One label has another value, a slip of the pen away. */
  | { readonly kind: 'value'; readonly pod: Pod; readonly requirement: Requirement; readonly value: string }
  /** One label has another key, with the same value. */
  | { readonly kind: 'key'; readonly pod: Pod; readonly requirement: Requirement; readonly key: string }
  /** The workload has the labels, its pod template has not. */
  | { readonly kind: 'misplaced'; readonly pod: Pod; readonly requirement: Requirement };

/** Keys that people use for the same thing: which application a pod belongs to. */
const APPLICATION_KEYS: ReadonlySet<string> = new Set([
  'app',
  'name',
  'k8s-app',
  'run',
  'app.kubernetes.io/name',
]);

/** The nearest pod of a namespace for a selector of equalities that matches none. */
export function nearMiss(graph: Graph, namespace: string, selector: Selector): NearMiss | undefined {
  const { requirements } = selector;
  if (
    requirements.some(
      ({ operator, values, key }) => operator !== 'In' || values.length !== 1 || ADDED_KEYS.has(key),
    )
  )
    return undefined;
  const misplaced = labelsOnWorkload(graph, namespace, selector);
  if (misplaced !== undefined) return misplaced;
  for (const requirement of requirements) {
    const others = requirements.filter((other) => other !== requirement);
    const pods = graph.select(namespace, { requirements: others }).sure;
    const miss =
      others.length === 0 ? missAlone(graph, namespace, requirement) : missAmong(pods, requirement);
    if (miss !== undefined) return miss;
  }
  return undefined;
}

function labelsOnWorkload(graph: Graph, namespace: string, selector: Selector): NearMiss | undefined {
  const [first] = selector.requirements;
  if (first === undefined) return undefined;
  const table = graph.memo(`labels of workloads:${namespace}`, () => {
    const pods = new Map<string, Pod[]>();
    for (const pod of graph.pods(namespace)) {
      for (const [key, value] of Object.entries({ ...pod.labels, ...labelsOfOwner(pod) })) {
        const label = `${key}=${value}`;
        const list = pods.get(label);
        if (list === undefined) pods.set(label, [pod]);
        else list.push(pod);
      }
    }
    return pods;
  });
  for (const pod of table.get(`${first.key}=${first.values[0] ?? ''}`) ?? []) {
    if (!pod.written) continue;
    const labels = { ...pod.labels, ...labelsOfOwner(pod) };
    if (matches(selector, { labels }) !== 'yes') continue;
    const requirement = selector.requirements.find((one) => matchesOne(one, pod) !== 'yes');
    if (requirement !== undefined && pod.labels[requirement.key] === undefined)
      return { kind: 'misplaced', pod, requirement };
  }
  return undefined;
}

function missAmong(pods: readonly Pod[], requirement: Requirement): NearMiss | undefined {
  const wanted = requirement.values[0] ?? '';
  const byValue = new Map<string, Pod>();
  for (const pod of pods) {
    const value = pod.labels[requirement.key];
    if (value !== undefined && !byValue.has(value)) byValue.set(value, pod);
  }
  const value = slip(wanted, byValue.keys());
  const near = value === undefined ? undefined : byValue.get(value);
  if (near !== undefined && value !== undefined) return { kind: 'value', pod: near, requirement, value };
  for (const pod of pods) {
    const key = otherKey(pod, requirement);
    if (key !== undefined) return { kind: 'key', pod, requirement, key };
  }
  return undefined;
}

/** A selector of one label: all pods are candidates, by value for the key, by key for the value. */
function missAlone(graph: Graph, namespace: string, requirement: Requirement): NearMiss | undefined {
  const tables = graph.memo(`labels of pods:${namespace}`, () => {
    const byKey = new Map<string, Map<string, Pod>>();
    const byValue = new Map<string, Pod[]>();
    for (const pod of graph.pods(namespace)) {
      for (const [key, value] of Object.entries(pod.labels)) {
        const values = byKey.get(key) ?? new Map<string, Pod>();
        if (!values.has(value)) values.set(value, pod);
        byKey.set(key, values);
        const list = byValue.get(value);
        if (list === undefined) byValue.set(value, [pod]);
        else list.push(pod);
      }
    }
    return { byKey, byValue };
  });
  const values = tables.byKey.get(requirement.key) ?? new Map<string, Pod>();
  const wanted = requirement.values[0] ?? '';
  const value = slip(wanted, values.keys());
  const near = value === undefined ? undefined : values.get(value);
  if (near !== undefined && value !== undefined) return { kind: 'value', pod: near, requirement, value };
  return missAmong(tables.byValue.get(wanted) ?? [], requirement);
}

function otherKey(pod: Pod, { key, values }: Requirement): string | undefined {
  if (pod.open === true || pod.labels[key] !== undefined) return undefined;
  const sameValue = Object.keys(pod.labels).filter((other) => pod.labels[other] === values[0]);
  const near = slip(key, sameValue);
  if (near !== undefined) return near;
  return APPLICATION_KEYS.has(key) ? sameValue.find((other) => APPLICATION_KEYS.has(other)) : undefined;
}
