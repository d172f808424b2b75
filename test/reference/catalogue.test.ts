import { describe, expect, it } from 'vitest';
import { LABEL_ROWS, NAME_ROWS } from '../../src/reference/catalog.ts';
import { RULES } from '../../src/rule/catalog.ts';
import { listOf, stringOf } from '../../src/base/json.ts';

const ROLE = 'rbac.authorization.k8s.io';
const GATEWAY = 'gateway.networking.k8s.io';

/** What refers to what in Kubernetes, as its API reference says it: the catalogue must have each of them. */
describe('the catalogue has', () => {
  it.each([
    ['@pod', 'containers[*].env[*].valueFrom.configMapKeyRef', 'name'],
    ['@pod', 'containers[*].env[*].valueFrom.secretKeyRef', 'name'],
    ['@pod', 'initContainers[*].env[*].valueFrom.secretKeyRef', 'name'],
    ['@pod', 'containers[*].envFrom[*].configMapRef', 'name'],
    ['@pod', 'initContainers[*].envFrom[*].secretRef', 'name'],
    ['@pod', 'volumes[*].configMap', 'name'],
    ['@pod', 'volumes[*].secret', 'secretName'],
    ['@pod', 'volumes[*].projected.sources[*].configMap', 'name'],
    ['@pod', 'volumes[*].projected.sources[*].secret', 'name'],
    ['@pod', 'volumes[*].persistentVolumeClaim', 'claimName'],
    ['@pod', '', 'serviceAccountName'],
    ['@pod', 'imagePullSecrets[*]', 'name'],
    ['@pod', '', 'priorityClassName'],
    ['@pod', '', 'runtimeClassName'],
    ['@pod', 'resourceClaims[*]', 'resourceClaimName'],
    ['apps/StatefulSet', 'spec', 'serviceName'],
    ['autoscaling/HorizontalPodAutoscaler', 'spec.scaleTargetRef', 'name'],
    ['autoscaling.k8s.io/VerticalPodAutoscaler', 'spec.targetRef', 'name'],
    ['keda.sh/ScaledObject', 'spec.scaleTargetRef', 'name'],
    ['networking.k8s.io/Ingress', 'spec.rules[*].http.paths[*].backend.service', 'name'],
    ['networking.k8s.io/Ingress', 'spec.rules[*].http.paths[*].backend', 'serviceName'],
    ['networking.k8s.io/Ingress', 'spec.defaultBackend.service', 'name'],
    ['networking.k8s.io/Ingress', 'spec', 'ingressClassName'],
    ['networking.k8s.io/Ingress', 'spec.tls[*]', 'secretName'],
    [`${GATEWAY}/Gateway`, 'spec', 'gatewayClassName'],
    [`${GATEWAY}/Gateway`, 'spec.listeners[*].tls.certificateRefs[*]', 'name'],
    [`${GATEWAY}/HTTPRoute`, 'spec.parentRefs[*]', 'name'],
    [`${GATEWAY}/GRPCRoute`, 'spec.rules[*].backendRefs[*]', 'name'],
    [`${GATEWAY}/HTTPRoute`, 'spec.rules[*].filters[*].requestMirror.backendRef', 'name'],
    [`${GATEWAY}/BackendTLSPolicy`, 'spec.targetRefs[*]', 'name'],
    [`${ROLE}/RoleBinding`, 'roleRef', 'name'],
    [`${ROLE}/ClusterRoleBinding`, 'subjects[*]', 'name'],
    [
      'admissionregistration.k8s.io/ValidatingWebhookConfiguration',
      'webhooks[*].clientConfig.service',
      'name',
    ],
    ['admissionregistration.k8s.io/MutatingWebhookConfiguration', 'webhooks[*].clientConfig.service', 'name'],
    ['apiregistration.k8s.io/APIService', 'spec.service', 'name'],
    ['apiextensions.k8s.io/CustomResourceDefinition', 'spec.conversion.webhook.clientConfig.service', 'name'],
    ['cert-manager.io/Certificate', 'spec.issuerRef', 'name'],
  ])('%s %s.%s', (from, at, name) => {
    expect(NAME_ROWS.filter((row) => row.from === from && row.at === at && row.name === name)).toHaveLength(
      1,
    );
  });

  it.each([
    ['Service', 'spec.selector', '@pod'],
    ['apps/Deployment', 'spec.selector', '@pod'],
    ['ReplicationController', 'spec.selector', '@pod'],
    ['policy/PodDisruptionBudget', 'spec.selector', '@pod'],
    ['networking.k8s.io/NetworkPolicy', 'spec.podSelector', '@pod'],
    ['networking.k8s.io/NetworkPolicy', 'spec.ingress[*].from[*].podSelector', '@pod'],
    ['networking.k8s.io/NetworkPolicy', 'spec.egress[*].to[*].namespaceSelector', 'Namespace'],
    ['monitoring.coreos.com/ServiceMonitor', 'spec.selector', 'Service'],
    ['monitoring.coreos.com/PodMonitor', 'spec.selector', '@pod'],
    [
      'monitoring.coreos.com/Prometheus',
      'spec.serviceMonitorSelector',
      'monitoring.coreos.com/ServiceMonitor',
    ],
    ['@pod', 'topologySpreadConstraints[*].labelSelector', '@pod'],
  ])('%s %s, which selects %s', (from, at, to) => {
    expect(LABEL_ROWS.filter((row) => row.from === from && row.at === at)).toMatchObject([{ to }]);
  });
});

describe('what is named and missing', () => {
  /** Missing targets that break nothing, or of which offline nothing can be said. */
  const tolerated = new Set([
    'image-pull-secret',
    'resource-claim',
    'resource-claim-template',
    'claim-storage-class',
  ]);
  /** Checks of a missing target; all but the first know whether anybody needs it. */
  const checks = ['missing-target', 'statefulset-service-missing', 'ingress-backend-missing'];
  const covered = RULES.filter((rule) => checks.includes(rule.check ?? '')).flatMap((rule) =>
    listOf(rule.with?.rows).map(stringOf),
  );

  it('is the business of exactly one rule', () => {
    const rows = [...new Set(NAME_ROWS.map(({ id }) => id))].filter((id) => !tolerated.has(id));
    expect(covered.filter((id) => !rows.includes(id ?? ''))).toEqual([]);
    expect(covered.filter((id, index) => covered.indexOf(id) !== index)).toEqual([]);
    expect(rows.filter((id) => !covered.includes(id))).toEqual([]);
  });
});
