import { derived } from '../../base/derived.ts';
import { objectOf } from '../../base/json.ts';
import { addTo } from '../../base/multimap.ts';
import { closestPods, isOverwritten } from '../../reach/service/behind.ts';
import { budgetSelector, evictable } from '../../reach/budget.ts';
import type { BudgetField } from '../../reach/budget.ts';
import { isScaledElsewhere } from '../../reach/scaling.ts';
import type { Graph } from '../../reference/graph.ts';
import type { Pod } from '../../resource/pod.ts';
import { nameOf } from '../../resource/resource.ts';
import type { Resource } from '../../resource/resource.ts';
import { areVariants } from '../../resource/together.ts';
import { ofEveryCopy } from '../every-copy.ts';
import { relatedSome } from '../related-some.ts';
import type { Check } from '../rule.ts';

const STUCK = 'no pod of it can ever be evicted, and draining a node waits for ever';

/** A PodDisruptionBudget that leaves no pod to be evicted even while all are healthy. */
export const check: Check = ofEveryCopy(function* (budget, { graph }) {
  if (budget.unrendered !== undefined || isOverwritten(graph, budget)) return;
  const spec = objectOf(budget.value.spec);
  for (const field of ['maxUnavailable', 'minAvailable'] as const) {
    const value = spec[field];
    if (typeof value !== 'number' && typeof value !== 'string') continue;
    const at = ['spec', field];
    if (blocksAny(field, value)) {
      yield { at, message: `${nameOf(budget)} has ${field}: ${value}; ${STUCK}.` };
      continue;
    }
    const known = replicasOf(graph, budget);
    if (known === undefined || evictable(value, field, known.total) !== 0) continue;
    const [owner] = known.owners;
    if (owner === undefined) continue;
    yield {
      at,
      message: `${nameOf(budget)} has ${field}: ${value}, and ${nameOf(owner)} has ${known.total} ${known.total === 1 ? 'replica' : 'replicas'}; ${STUCK}.`,
      related: relatedSome(known.owners, (one) => ({
        resource: one,
        at: ['spec', 'replicas'],
        message: `${nameOf(one)} has the replicas that are counted`,
      })),
    };
  }
});

function blocksAny(field: BudgetField, value: unknown): boolean {
  return field === 'maxUnavailable' ? value === 0 || value === '0%' : value === '100%';
}

const COUNTED: ReadonlySet<string> = new Set([
  'apps/Deployment',
  'apps/ReplicaSet',
  'apps/StatefulSet',
  'ReplicationController',
]);

/** The replicas of everything that the budget selects; undefined where an autoscaler or an operator decides. */
function replicasOf(
  graph: Graph,
  budget: Resource,
): { readonly total: number; readonly owners: readonly Resource[] } | undefined {
  const selector = budgetSelector(budget);
  if (selector === undefined) return undefined;
  const { sure, possible } = graph.select(budget.namespace, selector);
  if (possible.length > 0 || sure.length === 0) return undefined;
  const pods = closestPods(graph, budget, sure);
  return derived(pods, 'counted replicas', () => countReplicas(graph, pods));
}

function countReplicas(graph: Graph, pods: readonly Pod[]): ReturnType<typeof replicasOf> {
  let total = 0;
  const counted = new Map<string, Pod[]>();
  for (const pod of pods) {
    const { owner, replicas } = pod;
    if (!COUNTED.has(owner.type) || owner.unrendered !== undefined || replicas === undefined)
      return undefined;
    if (isScaledElsewhere(graph, owner)) return undefined;
    // One of several variants is applied: they count once, if they count alike.
    const variant = counted
      .get(owner.name)
      ?.find((other) => areVariants(other.owner, owner) && other.owner !== owner);
    if (variant !== undefined && variant.replicas !== replicas) return undefined;
    if (variant === undefined) total += replicas;
    addTo(counted, owner.name, pod);
  }
  return total === 0 ? undefined : { total, owners: pods.map(({ owner }) => owner) };
}
