import { getAt, stringOf } from '../../base/json.ts';
import { nameOf } from '../../resource/resource.ts';
import type { Check } from '../rule.ts';

/** What each kind takes for its pods: k/k pkg/apis/apps/validation, ValidatePodTemplateSpecForRC, pkg/apis/batch/validation. */
const ALWAYS = new Set([
  'apps/Deployment',
  'apps/ReplicaSet',
  'apps/StatefulSet',
  'apps/DaemonSet',
  'ReplicationController',
]);
const ENDING = new Set(['batch/Job', 'batch/CronJob']);

/** A restartPolicy that the kind does not take, or the lack of one where the default is not taken. */
export const check: Check = function* (resource, { graph }) {
  if (resource.unrendered !== undefined) return;
  const [pod] = graph.podsOf(resource);
  if (pod?.written !== true) return;
  const at = [...pod.path, 'spec', 'restartPolicy'];
  const written = stringOf(getAt(resource.value, at));
  if (ALWAYS.has(resource.type) && (written === 'OnFailure' || written === 'Never'))
    yield {
      at,
      message: `restartPolicy of ${nameOf(resource)} is ${written}, but a ${resource.kind} takes Always only; the API server rejects it.`,
      fixes: [{ title: 'Use Always', safety: 'safe', edits: [{ at, value: 'Always' }] }],
    };
  if (ENDING.has(resource.type) && (written === undefined || written === 'Always'))
    yield {
      at: written === undefined ? pod.path : at,
      ...(written === undefined ? { part: 'key' as const } : {}),
      message: `restartPolicy of ${nameOf(resource)} is ${written ?? 'not written, and Always unless it is'}, but a ${resource.kind} takes OnFailure or Never; the API server rejects it.`,
    };
};
