import { checked, container, deployment, list, object, pod, service, web, workload } from '../objects.mjs';

const label = { app: 'web' };
const workloads = (count) => list(count, (index) => deployment(`w${index}`, `w${index}`));
const services = (count, more) => list(count, (index) => service(`s${index}`, label, more));
const to = (targetPort) => ({ ports: [{ name: 'http', port: 80, targetPort }] });
const monitor = (index, spec = {}) =>
  object('monitoring.coreos.com/v1', 'ServiceMonitor', `m${index}`, {
    spec: { selector: { matchLabels: label }, endpoints: [{ port: 'http' }], ...spec },
  });

/** Services and what stands beside them: pods, endpoints, monitors, scalers and budgets. */
export const SERVICES = [
  ...['Deployment', 'StatefulSet', 'DaemonSet'].map((kind) =>
    checked(`Services and ${kind}s of one label`, 40, (count) => [
      ...list(count, (index) => workload(kind, `w${index}`, 'web')),
      ...services(count),
    ]),
  ),
  checked('Services and Pods of one label', 40, (count) => [
    ...list(count, (index) => pod(`w${index}`, 'web')),
    ...services(count),
  ]),
  checked('Services and Deployments of one label, a port that is missing', 30, (count) => [
    ...list(count, (index) => deployment(`w${index}`, 'web')),
    ...services(count, to('missing')),
  ]),
  checked('Services and Deployments of one label, a port that nobody declares', 30, (count) => [
    ...list(count, (index) => deployment(`w${index}`, 'web')),
    ...services(count, to(9999)),
  ]),
  checked('Services and Deployments of one label, different ports', 30, (count) => [
    ...list(count, (index) =>
      deployment(`w${index}`, 'web', { ports: [{ name: 'http', containerPort: 8000 + index }] }),
    ),
    ...services(count),
  ]),
  checked('Services that name the ports of some Deployments', 30, (count) => [
    ...list(count, (index) =>
      deployment(`w${index}`, 'web', {
        ports: [{ name: index % 2 === 0 ? 'http' : 'grpc', containerPort: 8080 }],
      }),
    ),
    ...services(count),
  ]),
  checked('headless Services with one selector', 60, (count) => [
    ...web(),
    ...services(count, { clusterIP: 'None' }),
  ]),
  checked('Services with one selector', 60, (count) => [deployment('web', 'web'), ...services(count)]),
  checked('Services with one selector, a port that is missing', 60, (count) => [
    deployment('web', 'web'),
    ...services(count, to('missing')),
  ]),
  checked('Services of one selector and other labels', 30, (count) => [
    ...list(count, (index) => pod(`w${index}`, 'web', {})).map((one, index) => ({
      ...one,
      metadata: { ...one.metadata, labels: { ...label, 'app.kubernetes.io/name': `w${index}` } },
    })),
    ...services(count),
  ]),
  checked('Services that select no pod', 60, (count) => [
    ...workloads(10),
    ...list(count, (index) => service(`s${index}`, { app: `x${index}` })),
  ]),
  checked('Services that nearly select a workload', 40, (count) => [
    ...workloads(count),
    ...list(count, (index) => service(`s${index}`, { app: `w${index}`, tier: 'front' })),
  ]),
  checked('Services without a selector', 60, (count) => [
    ...web(),
    ...list(count, (index) => service(`s${index}`)),
  ]),
  checked('ports of one Service', 60, (count) => [
    deployment('web', 'web', {
      ports: list(count, (index) => ({ name: `p${index}`, containerPort: 1 + (index % 65_000) })),
    }),
    service('web', label, {
      ports: list(count, (index) => ({
        name: `p${index}`,
        port: 1 + (index % 65_000),
        targetPort: `p${index}`,
      })),
    }),
  ]),
  checked('ports of one Service that are missing', 60, (count) => [
    deployment('web', 'web'),
    service('web', label, {
      ports: list(count, (index) => ({
        name: `p${index}`,
        port: 1 + (index % 65_000),
        targetPort: `x${index}`,
      })),
    }),
  ]),
  checked('Services with node ports', 60, (count) => [
    deployment('web', 'web'),
    ...list(count, (index) =>
      service(`s${index}`, label, {
        type: 'NodePort',
        ports: [{ name: 'http', port: 80, targetPort: 'http', nodePort: 30_000 + (index % 2700) }],
      }),
    ),
  ]),
  checked('Services with one node port', 60, (count) => [
    deployment('web', 'web'),
    ...list(count, (index) =>
      service(`s${index}`, label, {
        type: 'NodePort',
        ports: [{ name: 'http', port: 80, targetPort: 'http', nodePort: 30_000 }],
      }),
    ),
  ]),
  checked('Services with one clusterIP', 60, (count) => [
    deployment('web', 'web'),
    ...services(count, { clusterIP: '10.96.0.20' }),
  ]),
  checked('ServiceMonitors of one Service', 60, (count) => [
    ...web(),
    ...list(count, (index) => monitor(index)),
  ]),
  checked('ServiceMonitors and Services of one label', 40, (count) => [
    deployment('web', 'web'),
    ...services(count).map((one) => ({ ...one, metadata: { ...one.metadata, labels: label } })),
    ...list(count, (index) => monitor(index)),
  ]),
  checked('PodMonitors and Deployments of one label', 40, (count) => [
    ...list(count, (index) => deployment(`w${index}`, 'web')),
    ...list(count, (index) =>
      object('monitoring.coreos.com/v1', 'PodMonitor', `m${index}`, {
        spec: { selector: { matchLabels: label }, podMetricsEndpoints: [{ port: 'http' }] },
      }),
    ),
  ]),
  checked('monitors that a Prometheus picks', 40, (count) => [
    ...web(),
    object('monitoring.coreos.com/v1', 'Prometheus', 'main', {
      spec: { serviceMonitorSelector: { matchLabels: { team: 'shop' } } },
    }),
    ...list(count, (index) => monitor(index)),
  ]),
  checked('HorizontalPodAutoscalers of one Deployment', 60, (count) => [
    ...web(),
    ...list(count, (index) =>
      object('autoscaling/v2', 'HorizontalPodAutoscaler', `h${index}`, {
        spec: {
          scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'web' },
          minReplicas: 1,
          maxReplicas: 3,
          metrics: [
            {
              type: 'Resource',
              resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: 80 } },
            },
          ],
        },
      }),
    ),
  ]),
  checked('PodDisruptionBudgets with one selector', 60, (count) => [
    ...web(),
    ...list(count, (index) =>
      object('policy/v1', 'PodDisruptionBudget', `b${index}`, {
        spec: { maxUnavailable: 1, selector: { matchLabels: label } },
      }),
    ),
  ]),
  checked('PodDisruptionBudgets and Deployments of one label', 40, (count) => [
    ...list(count, (index) => deployment(`w${index}`, 'web')),
    ...list(count, (index) =>
      object('policy/v1', 'PodDisruptionBudget', `b${index}`, {
        spec: { maxUnavailable: 1, selector: { matchLabels: label } },
      }),
    ),
  ]),
  checked('endpoints of an EndpointSlice', 60, (count) => [
    ...web(),
    object('discovery.k8s.io/v1', 'EndpointSlice', 'web-1', {
      metadata: { name: 'web-1', namespace: 'shop', labels: { 'kubernetes.io/service-name': 'web' } },
      addressType: 'IPv4',
      ports: [{ name: 'http', port: 8080, protocol: 'TCP' }],
      endpoints: list(count, (index) => ({ addresses: [`10.1.${index >> 8}.${index & 255}`] })),
    }),
  ]),
  checked('EndpointSlices of one Service', 60, (count) => [
    ...web(),
    ...list(count, (index) =>
      object('discovery.k8s.io/v1', 'EndpointSlice', `web-${index}`, {
        metadata: {
          name: `web-${index}`,
          namespace: 'shop',
          labels: { 'kubernetes.io/service-name': 'web' },
        },
        addressType: 'IPv4',
        ports: [{ name: 'http', port: 8080, protocol: 'TCP' }],
        endpoints: [{ addresses: [`10.1.${index >> 8}.${index & 255}`] }],
      }),
    ),
  ]),
  checked('Deployments that call one Service', 60, (count) => [
    ...web(),
    ...list(count, (index) =>
      deployment(`w${index}`, `w${index}`, { env: [{ name: 'URL', value: 'http://web.shop.svc:80/' }] }),
    ),
  ]),
  checked('probes of a Service without its port', 60, (count) => [
    ...web(),
    ...list(count, (index) =>
      deployment(`w${index}`, `w${index}`, { env: [{ name: 'URL', value: 'http://web.shop.svc:8081/' }] }),
    ),
  ]),
  checked('Deployments that call each a Service', 40, (count) => [
    ...list(count, (index) =>
      deployment(`w${index}`, `w${index}`, {
        env: [{ name: 'URL', value: `http://w${(index + 1) % count}.shop.svc:80/` }],
      }),
    ),
    ...list(count, (index) => service(`w${index}`, { app: `w${index}` })),
  ]),
  checked('Deployments with a probe of a port that is missing', 60, (count) =>
    list(count, (index) =>
      deployment(`w${index}`, 'web', container({ readinessProbe: { httpGet: { port: 'missing' } } })),
    ),
  ),
];
