import { isList, isObject } from '../../base/json.ts';
import type { JsonValue } from '../../base/json.ts';
import type { Resource } from '../../resource/resource.ts';

/**
 * Fields that the API server fills in before a policy sees the object. Source: k/k pkg/apis/core/v1/defaults.go,
 * apps/v1/defaults.go, batch/v1/defaults.go, networking/v1/defaults.go; the admission plugin ServiceAccount.
 */
const FILLED_IN: ReadonlySet<string> = new Set(
  (
    'replicas revisionHistoryLimit progressDeadlineSeconds strategy updateStrategy podManagementPolicy minReadySeconds ' +
    'restartPolicy dnsPolicy terminationGracePeriodSeconds securityContext schedulerName enableServiceLinks ' +
    'serviceAccountName serviceAccount automountServiceAccountToken preemptionPolicy priority tolerations ' +
    'type sessionAffinity internalTrafficPolicy externalTrafficPolicy ipFamilies ipFamilyPolicy clusterIP clusterIPs ' +
    'allocateLoadBalancerNodePorts concurrencyPolicy suspend successfulJobsHistoryLimit failedJobsHistoryLimit ' +
    'backoffLimit completions parallelism completionMode volumeMode persistentVolumeReclaimPolicy policyTypes ' +
    'ingressClassName storageClassName uid creationTimestamp resourceVersion generation namespace'
  ).split(' '),
);

/** Of each container, port or probe; the lists that hold those. */
const FILLED_IN_EACH: ReadonlyMap<string, readonly string[]> = new Map([
  ['imagePullPolicy', ['image']],
  ['terminationMessagePath', ['image']],
  ['terminationMessagePolicy', ['image']],
  ['resources', ['image']],
  ['protocol', ['port', 'containerPort']],
  ['targetPort', ['port']],
  ['nodePort', ['port']],
  ['requests', ['limits']],
  ['timeoutSeconds', ['httpGet']],
  ['periodSeconds', ['httpGet']],
  ['successThreshold', ['httpGet']],
  ['failureThreshold', ['httpGet']],
  ['scheme', ['httpGet']],
  ['pathType', ['backend']],
]);

/** A field that expressions ask for, that the object does not write, and that the API server writes for it. */
export function defaultMissing({ value }: Resource, expressions: readonly string[]): string | undefined {
  const asked = new Set(
    expressions.flatMap((text) => [...text.matchAll(/\.\??(\w+)/g)].map(([, name]) => name ?? '')),
  );
  const counts = new Map<string, number>();
  count(value, counts);
  for (const name of asked) {
    const written = counts.get(name) ?? 0;
    if (FILLED_IN.has(name) && written === 0) return name;
    const holders = FILLED_IN_EACH.get(name) ?? [];
    if (holders.some((holder) => written < (counts.get(holder) ?? 0))) return name;
  }
  return undefined;
}

/** How often each key stands in a value. */
function count(value: JsonValue | undefined, counts: Map<string, number>): void {
  if (isList(value)) for (const item of value) count(item, counts);
  if (!isObject(value)) return;
  for (const [key, entry] of Object.entries(value)) {
    counts.set(key, (counts.get(key) ?? 0) + 1);
    count(entry, counts);
  }
}
