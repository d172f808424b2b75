import type { LabelRow, NameRow, TypeByField } from '../row.ts';

/** Kinds with a /scale subresource in every cluster; a custom resource may have one too. */
const SCALABLE: TypeByField = {
  kind: 'kind',
  apiVersion: 'apiVersion',
  default: 'apps/Deployment',
  known: [
    'apps/Deployment',
    'apps/StatefulSet',
    'apps/ReplicaSet',
    'ReplicationController',
    'argoproj.io/Rollout',
  ],
};

const WORKLOAD: TypeByField = {
  ...SCALABLE,
  known: [...SCALABLE.known, 'apps/DaemonSet', 'batch/Job', 'batch/CronJob'],
};

/** Autoscalers, StatefulSets, storage, RBAC, Argo Rollouts. */
export const WORKLOAD_NAMES: readonly NameRow[] = [
  {
    id: 'statefulset-service',
    from: 'apps/StatefulSet',
    at: 'spec',
    name: 'serviceName',
    to: 'Service',
    effect: 'its pods get no DNS names of their own',
  },
  {
    id: 'hpa-target',
    from: 'autoscaling/HorizontalPodAutoscaler',
    at: 'spec.scaleTargetRef',
    name: 'name',
    to: SCALABLE,
    effect: 'nothing is scaled (FailedGetScale)',
  },
  {
    id: 'vpa-target',
    from: 'autoscaling.k8s.io/VerticalPodAutoscaler',
    at: 'spec.targetRef',
    name: 'name',
    to: WORKLOAD,
    effect: 'nothing is scaled',
  },
  {
    id: 'keda-target',
    from: 'keda.sh/ScaledObject',
    at: 'spec.scaleTargetRef',
    name: 'name',
    to: SCALABLE,
    effect: 'nothing is scaled',
  },
  {
    id: 'claim-storage-class',
    from: 'PersistentVolumeClaim',
    at: 'spec',
    name: 'storageClassName',
    to: 'storage.k8s.io/StorageClass',
    effect: 'the claim stays Pending',
  },
  ...[
    'canary.stableService',
    'canary.canaryService',
    'blueGreen.activeService',
    'blueGreen.previewService',
  ].map((field): NameRow => ({
    id: 'rollout-service',
    from: 'argoproj.io/Rollout',
    at: `spec.strategy.${field.split('.')[0] ?? ''}`,
    name: field.split('.')[1] ?? '',
    to: 'Service',
    effect: 'the rollout is refused (InvalidSpec)',
  })),
  ...['RoleBinding', 'ClusterRoleBinding'].flatMap((kind): NameRow[] => [
    {
      id: 'binding-role',
      from: `rbac.authorization.k8s.io/${kind}`,
      at: 'roleRef',
      name: 'name',
      to: {
        kind: 'kind',
        group: 'apiGroup',
        default: 'rbac.authorization.k8s.io/ClusterRole',
        known: ['rbac.authorization.k8s.io/Role', 'rbac.authorization.k8s.io/ClusterRole'],
      },
      effect: 'the binding grants nothing',
    },
    {
      id: 'binding-subject',
      from: `rbac.authorization.k8s.io/${kind}`,
      at: 'subjects[*]',
      name: 'name',
      to: 'ServiceAccount',
      namespace: 'namespace',
      when: { field: 'kind', is: ['ServiceAccount'] },
      effect: 'nobody gets these rights through it',
    },
  ]),
];

const SELECTING = ['apps/Deployment', 'apps/ReplicaSet', 'apps/StatefulSet', 'apps/DaemonSet', 'batch/Job'];

export const WORKLOAD_LABELS: readonly LabelRow[] = [
  ...SELECTING.map((from): LabelRow => ({
    id: 'workload-selector',
    from,
    at: 'spec.selector',
    by: 'labels',
    to: '@pod',
  })),
  { id: 'controller-selector', from: 'ReplicationController', at: 'spec.selector', by: 'map', to: '@pod' },
  {
    id: 'budget-selector',
    from: 'policy/PodDisruptionBudget',
    at: 'spec.selector',
    by: 'labels',
    to: '@pod',
  },
];
