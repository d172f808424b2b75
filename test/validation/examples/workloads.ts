import { deployment, job, cronJob, autoscaler, letters, row } from './pair.ts';
import type { Pair } from './pair.ts';

export const OF_WORKLOADS: readonly Pair[] = [
  row(
    'replicas',
    'value-out-of-range',
    'spec.replicas',
    deployment('replicas: -1'),
    deployment('replicas: 0'),
    deployment('replicas: 2147483647'),
  ),
  row(
    'a percentage',
    'value-malformed',
    'spec.strategy.rollingUpdate.maxSurge',
    deployment('strategy: {rollingUpdate: {maxSurge: "1"}}'),
    deployment('strategy: {rollingUpdate: {maxSurge: "1%"}}'),
    deployment('strategy: {rollingUpdate: {maxSurge: 200%}}'),
  ),
  row(
    'all pods at most',
    'value-out-of-range',
    'spec.strategy.rollingUpdate.maxUnavailable',
    deployment('strategy: {rollingUpdate: {maxUnavailable: 101%}}'),
    deployment('strategy: {rollingUpdate: {maxUnavailable: 100%}}'),
    deployment('strategy: {rollingUpdate: {maxUnavailable: 101}}'),
  ),
  row(
    'the deadline of a rollout',
    'values-unordered',
    'spec.progressDeadlineSeconds',
    deployment('progressDeadlineSeconds: 5, minReadySeconds: 5'),
    deployment('progressDeadlineSeconds: 6, minReadySeconds: 5'),
    deployment('minReadySeconds: 599'),
  ),
  row(
    'a schedule',
    'value-malformed',
    'spec.schedule',
    cronJob('schedule: "* * * *"'),
    cronJob('schedule: "@every 1h30m"'),
    cronJob('schedule: "0,30 8-17/2 ? JAN-DEC sun,6"'),
    cronJob('schedule: "@midnight"'),
  ),
  row(
    'a time zone',
    'value-malformed',
    'spec.timeZone',
    cronJob('schedule: "@daily", timeZone: Europe/Zurych'),
    cronJob('schedule: "@daily", timeZone: Etc/UTC'),
  ),
  row(
    'a name with room for the time',
    'value-malformed',
    'metadata.name',
    cronJob('schedule: "@daily"').replace('name: import', `name: ${letters(53)}`),
    cronJob('schedule: "@daily"').replace('name: import', `name: ${letters(52)}`),
  ),
  row(
    'indexes',
    'field-forbidden',
    'spec.backoffLimitPerIndex',
    job('backoffLimitPerIndex: 1'),
    job('completionMode: Indexed, completions: 2, backoffLimitPerIndex: 0'),
  ),
  row(
    'exit codes',
    'values-unordered',
    'spec.podFailurePolicy.rules[0].onExitCodes.values[1]',
    job('podFailurePolicy: {rules: [{action: Ignore, onExitCodes: {operator: In, values: [2, 1]}}]}'),
    job('podFailurePolicy: {rules: [{action: Ignore, onExitCodes: {operator: NotIn, values: [0]}}]}'),
    job('podFailurePolicy: {rules: []}'),
  ),
  row(
    'a metric and its source',
    'value-required',
    'spec.metrics[0].pods',
    autoscaler('metrics: [{type: Pods}]'),
    autoscaler(
      'metrics: [{type: Pods, pods: {metric: {name: a}, target: {type: AverageValue, averageValue: 1}}}]',
    ),
    autoscaler('metrics: []'),
  ),
  row(
    'the source of another metric',
    'field-forbidden',
    'spec.metrics[0].pods',
    autoscaler(
      'metrics: [{type: Resource, resource: {name: cpu, target: {type: Utilization, averageUtilization: 1}}, pods: {metric: {name: a}, target: {type: AverageValue, averageValue: 1}}}]',
    ),
    autoscaler(
      'metrics: [{type: Resource, resource: {name: cpu, target: {type: Utilization, averageUtilization: 1}}}]',
    ),
  ),
  row(
    'a window',
    'value-out-of-range',
    'spec.behavior.scaleDown.stabilizationWindowSeconds',
    autoscaler('behavior: {scaleDown: {stabilizationWindowSeconds: 3601}}'),
    autoscaler('behavior: {scaleDown: {stabilizationWindowSeconds: 3600}}'),
    autoscaler('behavior: {scaleUp: {stabilizationWindowSeconds: 0}}'),
  ),
  row(
    'no replica without a wake',
    'value-out-of-range',
    'spec.minReplicas',
    autoscaler('minReplicas: 0'),
    autoscaler('minReplicas: 3'),
    autoscaler(
      'minReplicas: 0, metrics: [{type: External, external: {metric: {name: a}, target: {type: Value, value: 1}}}]',
    ),
  ),
  row(
    'a budget',
    'value-malformed',
    'spec.minAvailable',
    '{apiVersion: policy/v1, kind: PodDisruptionBudget, metadata: {name: b}, spec: {minAvailable: "1"}}',
    '{apiVersion: policy/v1, kind: PodDisruptionBudget, metadata: {name: b}, spec: {minAvailable: 0}}',
    '{apiVersion: policy/v1, kind: PodDisruptionBudget, metadata: {name: b}, spec: {minAvailable: 100%}}',
  ),
  row(
    'rules of failures',
    'value-out-of-range',
    'spec.podFailurePolicy.rules',
    job(`podFailurePolicy: {rules: [${failures(21)}]}`),
    job(`podFailurePolicy: {rules: [${failures(20)}]}`),
  ),
  row(
    'rules of success',
    'value-out-of-range',
    'spec.successPolicy.rules',
    job(`completionMode: Indexed, completions: 30, successPolicy: {rules: [${successes(21)}]}`),
    job(`completionMode: Indexed, completions: 30, successPolicy: {rules: [${successes(20)}]}`),
  ),
];

function failures(count: number): string {
  return Array.from({ length: count }, () => '{action: Ignore, onExitCodes: {operator: In, values: [1]}}').join(', ');
}

function successes(count: number): string {
  return Array.from({ length: count }, (_, index) => `{succeededIndexes: "${index}"}`).join(', ');
}
