import { describe, expect, it } from 'vitest';
import { check } from '../../src/workspace/check.ts';
import { refusals } from './refusals.ts';

/** A line each: causes that kube-apiserver 1.35.4 refused, one minimal example of each. */
describe('what a real API server refused is an error', () => {
  const rows = refusals().map((row) => [`${row.kind} ${row.path} ${row.group}`, row] as const);

  it.skipIf(rows.length === 0).each(rows.filter(([name]) => !UNTOLD.has(name)))(
    '%s',
    (_name, { example }) => {
      const { diagnostics } = check([{ file: 'a.yaml', text: example }], [], {
        closedWorld: false,
        kubernetesVersion: '1.35',
      });
      expect(diagnostics.filter(({ severity }) => severity === 'error')).not.toEqual([]);
    },
  );

  it.skipIf(rows.length === 0)('for 95 of 100 at least, and the rest has a reason', () => {
    const told = rows.filter(([name]) => !UNTOLD.has(name));
    expect(told.length / rows.length).toBeGreaterThanOrEqual(0.95);
  });
});

/** What is not told, and why. */
const REASONS: Readonly<Record<string, readonly string[]>> = {
  'it has nothing but what a patch for Kustomize changes, and is noted as one': [
    'CronJob spec.failedJobsHistoryLimit int-range',
    'CronJob spec.successfulJobsHistoryLimit int-range',
    'DaemonSet spec.minReadySeconds int-range',
    'DaemonSet spec.revisionHistoryLimit int-range',
    'DaemonSet spec.updateStrategy.rollingUpdate.maxSurge int-range',
    'Deployment spec.progressDeadlineSeconds int-range',
    'Deployment spec.replicas int-range',
    'Deployment spec.revisionHistoryLimit int-range',
    'Deployment spec.strategy.rollingUpdate.maxUnavailable int-range',
    'Deployment spec.template.spec.containers[*].livenessProbe.periodSeconds int-range',
    'Deployment spec.template.spec.containers[*].livenessProbe.tcpSocket.port int-range',
    'HorizontalPodAutoscaler spec.behavior.scaleDown.policies[*].value int-range',
    'HorizontalPodAutoscaler spec.behavior.scaleUp.policies[*].value int-range',
    'HorizontalPodAutoscaler spec.metrics[*].resource.target.averageUtilization int-range',
    'Job spec.backoffLimit int-range',
    'Job spec.backoffLimitPerIndex int-range',
    'Job spec.completions int-range',
    'Job spec.maxFailedIndexes int-range',
    'Job spec.parallelism int-range',
    'Job spec.podFailurePolicy.rules[*].onExitCodes.values[*] int-range',
    'Job spec.successPolicy.rules[*].succeededCount int-range',
    'Pod and pod templates spec.containers[*].ports[*] duplicate',
    'ReplicaSet spec.minReadySeconds int-range',
    'ReplicaSet spec.replicas int-range',
    'Rollout .spec.replicas other',
    'Rollout .spec.replicas range',
    'StatefulSet spec.ordinals.start int-range',
    'StatefulSet spec.replicas int-range',
    'StatefulSet spec.revisionHistoryLimit int-range',
  ],
  'A Pod alone in its file and without a name may be the template of a program that names it: a warning.': [
    'Pod metadata.name name-missing',
  ],
  'Its text is all capitals, which stands for a placeholder.': ['CertificateSigningRequest spec.request pem'],
  'A selector whose value is left out.': [
    'ReplicationController spec.template.metadata.labels template-labels',
  ],
  'Its text has $(HOST), which stands for a placeholder.': ['Pod metadata.labels label-value'],
};

const UNTOLD: ReadonlySet<string> = new Set(Object.values(REASONS).flat());
