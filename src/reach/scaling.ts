import { getAt, numberOf } from '../base/json.ts';
import type { JsonValue } from '../base/json.ts';
import type { Graph } from '../reference/graph.ts';
import type { Resource } from '../resource/resource.ts';

const SCALERS: ReadonlySet<string> = new Set(['hpa-target', 'keda-target']);

/** Whether something else than the manifest decides how many pods a workload has: an autoscaler, or an operator. */
export function isScaledElsewhere(graph: Graph, workload: Resource): boolean {
  return scalersOf(graph, workload).length > 0 || isScaledByOthers(graph, workload);
}

/** How many pods a workload has at most, and what says so. */
export interface MostPods {
  readonly count: number;
  readonly saidBy: Resource;
}

/** Undefined where that is not written: something else decides. */
export function mostPodsOf(graph: Graph, workload: Resource): MostPods | undefined {
  if (isScaledByOthers(graph, workload)) return undefined;
  const replicas = getAt(workload.value, ['spec', 'replicas']) ?? 1;
  const said = [
    { count: numberOf(replicas), saidBy: workload },
    ...scalersOf(graph, workload).map((saidBy) => ({ count: maximumOf(saidBy), saidBy })),
  ];
  let most: MostPods | undefined;
  for (const { count, saidBy } of said) {
    if (count === undefined || saidBy.unrendered !== undefined) return undefined;
    if (most === undefined || count > most.count) most = { count, saidBy };
  }
  return most;
}

function scalersOf(graph: Graph, workload: Resource): readonly Resource[] {
  return graph
    .referencesTo(workload)
    .filter(({ row }) => SCALERS.has(row.id))
    .map(({ from }) => from);
}

/** A ScaledObject that does not say it goes up to 100 (keda apis/keda/v1alpha1 scaledobject_types.go, GetHPAMaxReplicas). */
function maximumOf(scaler: Resource): number | undefined {
  const spec = (key: string): JsonValue | undefined => getAt(scaler.value, ['spec', key]);
  return numberOf(
    scaler.type === 'keda.sh/ScaledObject' ? (spec('maxReplicaCount') ?? 100) : spec('maxReplicas'),
  );
}

function isScaledByOthers(graph: Graph, workload: Resource): boolean {
  if (graph.mayBeDelivered(workload.namespace)) return true;
  // A Rollout runs the template of a Deployment that is scaled down (argo-rollouts docs "Migrating to Rollouts").
  const rollouts = graph
    .all('argoproj.io/Rollout')
    .filter(({ namespace }) => namespace === workload.namespace);
  if (rollouts.some(({ value }) => getAt(value, ['spec', 'workloadRef', 'name']) === workload.name))
    return true;
  const quoted = JSON.stringify(workload.name);
  return graph
    .customResources(workload.namespace)
    .some(({ type, value }) => !KEEP_COUNT.has(type) && JSON.stringify(value.spec ?? null).includes(quoted));
}

/** Custom resources that name workloads, and leave their number of pods alone or say it (`maximumOf`). */
const KEEP_COUNT: ReadonlySet<string> = new Set([
  'autoscaling.k8s.io/VerticalPodAutoscaler',
  'keda.sh/ScaledObject',
]);
