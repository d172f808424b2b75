import { getAt } from '../base/json.ts';
import type { Graph } from '../reference/graph.ts';
import type { Resource } from '../resource/resource.ts';

const SCALERS: ReadonlySet<string> = new Set(['hpa-target', 'keda-target']);

/** Whether something else than the manifest decides how many pods a workload has: an autoscaler, or an operator. */
export function isScaledElsewhere(graph: Graph, workload: Resource): boolean {
  if (graph.referencesTo(workload).some(({ row }) => SCALERS.has(row.id))) return true;
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
    .some((owner) => JSON.stringify(owner.value.spec ?? null).includes(quoted));
}
