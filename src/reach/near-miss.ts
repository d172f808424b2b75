import { addTo } from '../base/multimap.ts';
import { slip } from '../base/nearest.ts';
import type { Graph } from '../reference/graph.ts';
import { ADDED_KEYS } from '../resource/pod.ts';
import type { Pod } from '../resource/pod.ts';
import type { Resource } from '../resource/resource.ts';
import type { Requirement, Selector } from '../resource/selector.ts';
import { formatSelector, matches, matchesOne } from '../resource/selector.ts';
import { sharesFolder } from '../resource/together.ts';
import { labelsOfOwner } from './service/behind.ts';

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

/**
 * The nearest pod of a namespace for a selector of equalities that matches none. Of pods that are equally near, it is one
 * of the file of `from`, whose selector it is, else one of its folder: copies for other environments have the same labels.
 */
export function nearMiss(
  graph: Graph,
  from: Resource,
  namespace: string,
  selector: Selector,
): NearMiss | undefined {
  const { requirements } = selector;
  if (
    requirements.some(
      ({ operator, values, key }) => operator !== 'In' || values.length !== 1 || ADDED_KEYS.has(key),
    )
  )
    return undefined;
  const misplaced = labelsOnWorkload(graph, from, namespace, selector);
  if (misplaced !== undefined) return misplaced;
  for (const requirement of requirements) {
    const others = requirements.filter((other) => other !== requirement);
    const miss = missAmong(candidatesOf(graph, namespace, { requirements: others }), requirement, from);
    if (miss !== undefined) return miss;
  }
  return undefined;
}

function labelsOnWorkload(
  graph: Graph,
  from: Resource,
  namespace: string,
  selector: Selector,
): NearMiss | undefined {
  const [first] = selector.requirements;
  if (first === undefined) return undefined;
  const table = graph.memo(`labels of workloads:${namespace}`, () => {
    const pods = new Map<string, Pod[]>();
    for (const pod of graph.pods(namespace)) {
      for (const [key, value] of Object.entries({ ...pod.labels, ...labelsOfOwner(pod) })) {
        addTo(pods, `${key}=${value}`, pod);
      }
    }
    return pods;
  });
  return closest(from, table.get(`${first.key}=${first.values[0] ?? ''}`) ?? [], (pod) => {
    if (!pod.written) return undefined;
    const labels = { ...pod.labels, ...labelsOfOwner(pod) };
    if (matches(selector, { labels }) !== 'yes') return undefined;
    const requirement = selector.requirements.find((one) => matchesOne(one, pod) !== 'yes');
    return requirement === undefined || pod.labels[requirement.key] !== undefined
      ? undefined
      : { kind: 'misplaced', pod, requirement };
  });
}

/** The miss of a pod of the file, else of the folder, else the first: each looked at only if there is none before. */
function closest(
  from: Resource,
  pods: readonly Pod[],
  missOf: (pod: Pod) => NearMiss | undefined,
): NearMiss | undefined {
  let inFolder: NearMiss | undefined;
  let first: NearMiss | undefined;
  for (const pod of pods) {
    const isOfFile = pod.owner.manifest.file === from.manifest.file;
    if (!isOfFile && first !== undefined && (inFolder !== undefined || !sharesFolder(pod.owner, from)))
      continue;
    const miss = missOf(pod);
    if (miss === undefined) continue;
    if (isOfFile) return miss;
    first ??= miss;
    if (sharesFolder(pod.owner, from)) inFolder ??= miss;
  }
  return inFolder ?? first;
}

/** The values of one key, each with the pods that have it. */
interface Values {
  readonly pods: Map<string, Pod[]>;
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
        const values = byKey.get(key) ?? {
          pods: new Map<string, Pod[]>(),
          ends: new Map<string, string[]>(),
        };
        byKey.set(key, values);
        if (!values.pods.has(value)) for (const end of endsOf(value)) addTo(values.ends, end, value);
        addTo(values.pods, value, pod);
        addTo(byValue, value, pod);
      }
    }
    return { byKey, byValue };
  });
}

function missAmong(
  { byKey, byValue }: Candidates,
  requirement: Requirement,
  from: Resource,
): NearMiss | undefined {
  const wanted = requirement.values[0] ?? '';
  const values = byKey.get(requirement.key);
  if (values !== undefined) {
    const value = slip(wanted, alike(wanted, values));
    if (value !== undefined)
      return closest(from, values.pods.get(value) ?? [], (pod) => ({
        kind: 'value',
        pod,
        requirement,
        value,
      }));
  }
  return closest(from, byValue.get(wanted) ?? [], (pod) => {
    const key = otherKey(pod, requirement);
    return key === undefined ? undefined : { kind: 'key', pod, requirement, key };
  });
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
