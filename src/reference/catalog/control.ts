import type { LabelRow, NameRow } from '../row.ts';

const ADMISSION = 'admissionregistration.k8s.io';
const MONITORING = 'monitoring.coreos.com';

/** What the API server calls: webhooks, aggregated APIs, conversions. The port defaults to 443 in all of them. */
export const CONTROL_NAMES: readonly NameRow[] = [
  ...['ValidatingWebhookConfiguration', 'MutatingWebhookConfiguration'].map((kind): NameRow => ({
    id: 'webhook-service',
    from: `${ADMISSION}/${kind}`,
    at: 'webhooks[*].clientConfig.service',
    name: 'name',
    namespace: 'namespace',
    to: 'Service',
    port: { number: 'port', default: 443 },
    effect: 'every API request that matches the webhook fails or skips it',
  })),
  {
    id: 'api-service',
    from: 'apiregistration.k8s.io/APIService',
    at: 'spec.service',
    name: 'name',
    namespace: 'namespace',
    to: 'Service',
    port: { number: 'port', default: 443 },
    effect: 'the API group is unavailable',
  },
  {
    id: 'conversion-service',
    from: 'apiextensions.k8s.io/CustomResourceDefinition',
    at: 'spec.conversion.webhook.clientConfig.service',
    name: 'name',
    namespace: 'namespace',
    to: 'Service',
    port: { number: 'port', default: 443 },
    effect: 'objects of other versions cannot be read or written',
  },
  {
    id: 'certificate-issuer',
    from: 'cert-manager.io/Certificate',
    at: 'spec.issuerRef',
    name: 'name',
    to: {
      kind: 'kind',
      group: 'group',
      default: 'cert-manager.io/Issuer',
      known: ['cert-manager.io/Issuer', 'cert-manager.io/ClusterIssuer'],
    },
    effect: 'no certificate is issued',
  },
  // pkg/controller/certificate-shim/sync.go issuerForIngressLike.
  ...['networking.k8s.io/Ingress', 'gateway.networking.k8s.io/Gateway'].flatMap((from): NameRow[] => [
    {
      id: 'annotated-issuer',
      from,
      at: 'metadata.annotations',
      name: '"cert-manager.io/issuer"',
      to: {
        kind: 'cert-manager.io/issuer-kind',
        group: 'cert-manager.io/issuer-group',
        default: 'cert-manager.io/Issuer',
        known: ['cert-manager.io/Issuer', 'cert-manager.io/ClusterIssuer'],
      },
      effect: 'no certificate is issued',
    },
    {
      id: 'annotated-issuer',
      from,
      at: 'metadata.annotations',
      name: '"cert-manager.io/cluster-issuer"',
      to: 'cert-manager.io/ClusterIssuer',
      effect: 'no certificate is issued',
    },
  ]),
];

/** Selectors of the Prometheus operator. A ServiceMonitor looks at the labels of Services, not of pods. */
export const CONTROL_LABELS: readonly LabelRow[] = [
  {
    id: 'service-monitor',
    from: `${MONITORING}/ServiceMonitor`,
    at: 'spec.selector',
    by: 'labels',
    to: 'Service',
  },
  { id: 'pod-monitor', from: `${MONITORING}/PodMonitor`, at: 'spec.selector', by: 'labels', to: '@pod' },
  {
    id: 'prometheus-service-monitors',
    from: `${MONITORING}/Prometheus`,
    at: 'spec.serviceMonitorSelector',
    by: 'labels',
    to: `${MONITORING}/ServiceMonitor`,
  },
  {
    id: 'prometheus-pod-monitors',
    from: `${MONITORING}/Prometheus`,
    at: 'spec.podMonitorSelector',
    by: 'labels',
    to: `${MONITORING}/PodMonitor`,
  },
];
