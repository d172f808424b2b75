import { slip } from '../base/nearest.ts';
import type { Graph } from '../reference/graph.ts';
import { ADDED_KEYS } from '../resource/pod.ts';
import type { Pod } from '../resource/pod.ts';
import type { Requirement, Selector } from '../resource/selector.ts';
import { formatSelector, matches, matchesOne } from '../resource/selector.ts';
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
    const miss = missAmong(candidatesOf(graph, namespace, { requirements: others }), requirement);
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
        push(pods, `${key}=${value}`, pod);
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

/** The values of one key, each with the first pod that has it. */
interface Values {
  readonly pods: Map<string, Pod>;
  /** By how they begin and how they end. */
  readonly ends: Map<string, string[]>;
}

/** The pods that match all but one requirement, by their labels. */
interface Candidates {
  readonly byKey: ReadonlyMap<string, Values>;
  readonly byValue: ReadonlyMap<string, readonly Pod[]>;
}

/** Computed once for all selectors that differ in one label only: there may be as many as pods. */
function candidatesOf(graph: Graph, namespace: string, selector: Selector): Candidates {
  return graph.memo(`candidates:${namespace}:${formatSelector(selector)}`, () => {
    const byKey = new Map<string, Values>();
    const byValue = new Map<string, Pod[]>();
    for (const pod of graph.select(namespace, selector).sure) {
      for (const [key, value] of Object.entries(pod.labels)) {
        const values = byKey.get(key) ?? { pods: new Map<string, Pod>(), ends: new Map<string, string[]>() };
        byKey.set(key, values);
        if (!values.pods.has(value)) {
          values.pods.set(value, pod);
          for (const end of endsOf(value)) push(values.ends, end, value);
        }
        push(byValue, value, pod);
      }
    }
    return { byKey, byValue };
  });
}

function missAmong({ byKey, byValue }: Candidates, requirement: Requirement): NearMiss | undefined {
  const wanted = requirement.values[0] ?? '';
  const values = byKey.get(requirement.key);
  if (values !== undefined) {
    const value = slip(wanted, alike(wanted, values));
    const pod = value === undefined ? undefined : values.pods.get(value);
    if (pod !== undefined && value !== undefined) return { kind: 'value', pod, requirement, value };
  }
  for (const pod of byValue.get(wanted) ?? []) {
    const key = otherKey(pod, requirement);
    if (key !== undefined) return { kind: 'key', pod, requirement, key };
  }
  return undefined;
}

/** Comparing with each of thousands of values takes too long: then one end of the word must be right. */
function alike(wanted: string, { pods, ends }: Values): Iterable<string> {
  return pods.size > MANY ? endsOf(wanted).flatMap((end) => ends.get(end) ?? []) : pods.keys();
}

function endsOf(value: string): readonly string[] {
  return [`${value.slice(0, 2)}…`, `…${value.slice(-2)}`];
}

const MANY = 200;

function otherKey(pod: Pod, { key, values }: Requirement): string | undefined {
  if (pod.open === true || pod.labels[key] !== undefined) return undefined;
  const sameValue = Object.keys(pod.labels).filter((other) => pod.labels[other] === values[0]);
  const near = slip(key, sameValue);
  if (near !== undefined) return near;
  return APPLICATION_KEYS.has(key) ? sameValue.find((other) => APPLICATION_KEYS.has(other)) : undefined;
}

function push<K, V>(map: Map<K, V[]>, key: K, value: V): void {
  const list = map.get(key);
  if (list === undefined) map.set(key, [value]);
  else list.push(value);
}
