import { derived } from '../../base/derived.ts';
import { listOf, stringOf } from '../../base/json.ts';
import { podsInSight } from '../../reach/service/behind.ts';
import { serviceType, specOf } from '../../reach/service/service.ts';
import { nameOf } from '../../resource/resource.ts';
import { ofEveryCopy } from '../every-copy.ts';
import type { Check } from '../rule.ts';

/** Workloads whose pods run on some nodes and not on others, whatever the labels of the nodes. */
const SOMEWHERE: ReadonlySet<string> = new Set([
  'apps/Deployment',
  'apps/ReplicaSet',
  'apps/StatefulSet',
  'ReplicationController',
]);

/**
 * A traffic policy Local (`with.field`) of a Service whose pods are not on every node; `with.types` are the types of
 * Services that are looked at, `with.effect` says what happens (api core/v1 types.go ServiceSpec).
 */
export const check: Check = ofEveryCopy(function* (service, { graph, params }) {
  const field = stringOf(params.field) ?? '';
  if (specOf(service)[field] !== 'Local' || !listOf(params.types).includes(serviceType(service))) return;
  const behind = podsInSight(graph, service);
  const first = behind?.all[0];
  if (behind === undefined || first === undefined) return;
  if (!derived(behind.all, 'somewhere', () => behind.all.every(({ owner }) => SOMEWHERE.has(owner.type))))
    return;
  yield {
    at: ['spec', field],
    message: `${field} Local sends requests to pods of the same node only, and ${nameOf(first.owner)} runs on some nodes only; ${stringOf(params.effect) ?? ''}.`,
    related: [{ resource: first.owner, message: `${nameOf(first.owner)} is behind the Service` }],
    fixes: [{ title: 'Use Cluster', safety: 'unsafe', edits: [{ at: ['spec', field], value: 'Cluster' }] }],
  };
});
