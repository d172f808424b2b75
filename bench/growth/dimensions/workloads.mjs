import { checked, container, deployment, list, object, pod, service, web, workload } from '../objects.mjs';

const label = { app: 'web' };
const job = (name, app) =>
  object('batch/v1', 'Job', name, {
    spec: {
      template: {
        metadata: { labels: { app } },
        spec: { restartPolicy: 'Never', containers: [container()] },
      },
    },
  });
const cronJob = (name, app) =>
  object('batch/v1', 'CronJob', name, {
    spec: { schedule: '0 0 * * *', jobTemplate: { spec: job(name, app).spec } },
  });

/** Workloads, their accounts and their namespaces. */
export const WORKLOADS = [
  ...['Deployment', 'StatefulSet', 'DaemonSet'].map((kind) =>
    checked(`${kind}s with one label`, 60, (count) => [
      service('web', label),
      ...list(count, (index) => workload(kind, `w${index}`, 'web', {}, {})),
    ]),
  ),
  checked('Pods with one label', 60, (count) => [
    service('web', label),
    ...list(count, (index) => pod(`w${index}`, 'web')),
  ]),
  checked('Jobs with one label', 60, (count) => [
    service('web', label),
    ...list(count, (index) => job(`w${index}`, 'web')),
  ]),
  checked('CronJobs with one label', 60, (count) => [
    service('web', label),
    ...list(count, (index) => cronJob(`w${index}`, 'web')),
  ]),
  checked('Pods and Deployments of one label', 40, (count) => [
    ...list(count, (index) => pod(`p${index}`, 'web')),
    ...list(count, (index) => deployment(`w${index}`, 'web')),
  ]),
  checked('Deployments that select by two labels', 40, (count) =>
    list(count, (index) => {
      const labels = { app: 'web', instance: `i${index}` };
      const one = deployment(`w${index}`, 'web');
      one.spec.selector.matchLabels = labels;
      one.spec.template.metadata.labels = labels;
      return one;
    }),
  ),
  checked('Deployments that select by an expression', 40, (count) =>
    list(count, (index) => {
      const one = deployment(`w${index}`, `w${index}`);
      one.spec.selector = { matchExpressions: [{ key: 'app', operator: 'In', values: [`w${index}`] }] };
      return one;
    }),
  ),
  checked('Deployments that do not select their pods', 60, (count) =>
    list(count, (index) => {
      const one = deployment(`w${index}`, `w${index}`);
      one.spec.selector.matchLabels = { app: `x${index}` };
      return one;
    }),
  ),
  checked('Deployments, each on a port of the host', 60, (count) =>
    list(count, (index) =>
      deployment(`w${index}`, `w${index}`, {
        ports: [{ name: 'http', containerPort: 8080, hostPort: 1024 + (index % 60_000) }],
      }),
    ),
  ),
  checked('DaemonSets on one port of the host', 60, (count) =>
    list(count, (index) =>
      workload('DaemonSet', `w${index}`, `w${index}`, {
        ports: [{ name: 'http', containerPort: 8080, hostPort: 8080 }],
      }),
    ),
  ),
  checked('StatefulSets of one headless Service', 60, (count) => [
    service('web', label, { clusterIP: 'None' }),
    ...list(count, (index) => {
      const one = workload('StatefulSet', `w${index}`, 'web');
      one.spec.serviceName = 'web';
      return one;
    }),
  ]),
  checked('Pods with owners', 60, (count) => [
    deployment('web', 'web'),
    object('apps/v1', 'ReplicaSet', 'web-1', { spec: deployment('web', 'web').spec }),
    ...list(count, (index) => {
      const one = pod(`web-1-${index}`, 'web');
      one.metadata.ownerReferences = [
        { apiVersion: 'apps/v1', kind: 'ReplicaSet', name: 'web-1', uid: 'a', controller: true },
      ];
      one.status = { podIPs: [{ ip: `10.1.${index >> 8}.${index & 255}` }], phase: 'Running' };
      return one;
    }),
    service('web', label),
  ]),
  checked('RoleBindings of one Role', 60, (count) => [
    object('rbac.authorization.k8s.io/v1', 'Role', 'reader', {
      rules: [{ apiGroups: [''], resources: ['pods'], verbs: ['get'] }],
    }),
    ...list(count, (index) => object('v1', 'ServiceAccount', `a${index}`)),
    ...list(count, (index) =>
      object('rbac.authorization.k8s.io/v1', 'RoleBinding', `b${index}`, {
        roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name: 'reader' },
        subjects: [{ kind: 'ServiceAccount', name: `a${index}`, namespace: 'shop' }],
      }),
    ),
  ]),
  checked('RoleBindings of one account', 60, (count) => [
    object('v1', 'ServiceAccount', 'app'),
    workload('Deployment', 'web', 'web', {}, { serviceAccountName: 'app' }),
    ...list(count, (index) =>
      object('rbac.authorization.k8s.io/v1', 'Role', `r${index}`, {
        rules: [{ apiGroups: [''], resources: ['configmaps'], verbs: ['create', 'get'] }],
      }),
    ),
    ...list(count, (index) =>
      object('rbac.authorization.k8s.io/v1', 'RoleBinding', `b${index}`, {
        roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name: `r${index}` },
        subjects: [{ kind: 'ServiceAccount', name: 'app', namespace: 'shop' }],
      }),
    ),
  ]),
  checked('subjects of one RoleBinding', 60, (count) => [
    ...list(count, (index) => object('v1', 'ServiceAccount', `a${index}`)),
    object('rbac.authorization.k8s.io/v1', 'RoleBinding', 'all', {
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'view' },
      subjects: list(count, (index) => ({ kind: 'ServiceAccount', name: `a${index}`, namespace: 'shop' })),
    }),
  ]),
  checked('rules of one Role', 60, (count) => [
    object('rbac.authorization.k8s.io/v1', 'Role', 'reader', {
      rules: list(count, (index) => ({ apiGroups: [''], resources: [`things${index}`], verbs: ['get'] })),
    }),
  ]),
  checked('Namespaces with a workload each', 40, (count) =>
    list(count, (index) => [
      { apiVersion: 'v1', kind: 'Namespace', metadata: { name: `n${index}` } },
      ...web().map((one) => ({ ...one, metadata: { ...one.metadata, namespace: `n${index}` } })),
    ]).flat(),
  ),
  checked('Namespaces that one policy lets in', 40, (count) => [
    ...list(count, (index) => [
      { apiVersion: 'v1', kind: 'Namespace', metadata: { name: `n${index}`, labels: { team: 'shop' } } },
      ...web().map((one) => ({ ...one, metadata: { ...one.metadata, namespace: `n${index}` } })),
      {
        apiVersion: 'networking.k8s.io/v1',
        kind: 'NetworkPolicy',
        metadata: { name: 'in', namespace: `n${index}` },
        spec: {
          podSelector: {},
          ingress: [{ from: [{ namespaceSelector: { matchLabels: { team: 'shop' } } }] }],
        },
      },
    ]).flat(),
  ]),
  checked('labels of one Deployment', 60, (count) => {
    const labels = Object.fromEntries(list(count, (index) => [`label-${index}`, `v${index}`]));
    const one = deployment('web', 'web');
    one.metadata.labels = labels;
    one.spec.template.metadata.labels = { app: 'web', ...labels };
    one.spec.selector.matchLabels = { app: 'web', ...labels };
    return [one, service('web', labels)];
  }),
  checked('annotations of one object', 100, (count) => [
    ...web().map((one) => ({
      ...one,
      metadata: {
        ...one.metadata,
        annotations: Object.fromEntries(list(count, (index) => [`example.com/a${index}`, `v${index}`])),
      },
    })),
  ]),
  checked('PersistentVolumeClaims and their pods', 40, (count) => [
    ...list(count, (index) =>
      object('v1', 'PersistentVolumeClaim', `c${index}`, {
        spec: {
          accessModes: ['ReadWriteOnce'],
          storageClassName: 'fast',
          resources: { requests: { storage: '1Gi' } },
        },
      }),
    ),
    ...list(count, (index) =>
      workload(
        'Deployment',
        `w${index}`,
        `w${index}`,
        {},
        {
          volumes: [{ name: 'data', persistentVolumeClaim: { claimName: `c${index}` } }],
        },
      ),
    ),
  ]),
  checked('objects of one name', 40, (count) => list(count, () => web()).flat()),
];
