import { getAt, listOf, objectOf } from '../../base/json.ts';
import { hostPortsOf } from '../../reach/service/host-port.ts';
import { isWhole } from '../../reach/service/behind.ts';
import type { Pod } from '../../resource/pod.ts';
import { nameOf } from '../../resource/resource.ts';
import type { Check } from '../rule.ts';

const REPLICATED: ReadonlySet<string> = new Set([
  'apps/Deployment',
  'apps/ReplicaSet',
  'apps/StatefulSet',
  'ReplicationController',
]);

/** Several replicas that each take the same port of a node (k/k pkg/scheduler/framework/plugins/nodeports). */
export const check: Check = function* (resource, { graph }) {
  if (!REPLICATED.has(resource.type)) return;
  for (const pod of graph.podsOf(resource)) {
    const replicas = pod.replicas ?? 1;
    const [taken] = hostPortsOf(pod, resource.value);
    if (replicas < 2 || taken === undefined || !isWhole(pod) || isSpread(pod)) continue;
    yield {
      at: taken.path,
      message: `Each of the ${replicas} replicas of ${nameOf(resource)} takes port ${taken.port} of its node, so that a node holds one; replicas beyond the number of nodes stay Pending, and a rollout waits for a free node.`,
      related: [
        { resource, at: ['spec', 'replicas'], message: `${nameOf(resource)} has ${replicas} replicas` },
      ],
    };
  }
};

/** Somebody who spreads the replicas over nodes knows that a node holds one. */
function isSpread({ spec }: Pod): boolean {
  if (listOf(spec.topologySpreadConstraints).length > 0) return true;
  const anti = objectOf(getAt(spec, ['affinity', 'podAntiAffinity']));
  return Object.values(anti).some((terms) => listOf(terms).length > 0);
}
