import { objectOf } from '../base/json.ts';
import { stringMap } from './resource.ts';
import type { Labels, Resource } from './resource.ts';

/**
 * Labels of pods that an operator makes for a custom resource without a pod template of its own. Only what each
 * project documents; operators add more, so these pods are open. `{name}` is the resource's name.
 * Sources: prometheus-operator pkg/prometheus/server/statefulset.go and pkg/alertmanager/operator.go;
 * cloudnative-pg docs labels_annotations.md; strimzi docs "Labels"; ECK docs "labels"; rabbitmq cluster-operator
 * internal/metadata/label.go; knative serving pkg/apis/serving/register.go.
 */
const POD_LABELS: ReadonlyMap<string, Labels> = new Map<string, Labels>([
  [
    'monitoring.coreos.com/Prometheus',
    {
      'app.kubernetes.io/name': 'prometheus',
      'app.kubernetes.io/instance': '{name}',
      'app.kubernetes.io/managed-by': 'prometheus-operator',
      'operator.prometheus.io/name': '{name}',
      prometheus: '{name}',
    },
  ],
  [
    'monitoring.coreos.com/Alertmanager',
    {
      'app.kubernetes.io/name': 'alertmanager',
      'app.kubernetes.io/instance': '{name}',
      'app.kubernetes.io/managed-by': 'prometheus-operator',
      alertmanager: '{name}',
    },
  ],
  [
    'monitoring.coreos.com/ThanosRuler',
    {
      'app.kubernetes.io/name': 'thanos-ruler',
      'app.kubernetes.io/instance': '{name}',
      'app.kubernetes.io/managed-by': 'prometheus-operator',
      'thanos-ruler': '{name}',
    },
  ],
  ['postgresql.cnpg.io/Cluster', { 'cnpg.io/cluster': '{name}' }],
  ['kafka.strimzi.io/Kafka', { 'strimzi.io/cluster': '{name}', 'strimzi.io/kind': 'Kafka' }],
  ['kafka.strimzi.io/KafkaConnect', { 'strimzi.io/cluster': '{name}', 'strimzi.io/kind': 'KafkaConnect' }],
  [
    'elasticsearch.k8s.elastic.co/Elasticsearch',
    { 'elasticsearch.k8s.elastic.co/cluster-name': '{name}', 'common.k8s.elastic.co/type': 'elasticsearch' },
  ],
  [
    'kibana.k8s.elastic.co/Kibana',
    { 'kibana.k8s.elastic.co/name': '{name}', 'common.k8s.elastic.co/type': 'kibana' },
  ],
  [
    'rabbitmq.com/RabbitmqCluster',
    { 'app.kubernetes.io/name': '{name}', 'app.kubernetes.io/component': 'rabbitmq' },
  ],
  ['serving.knative.dev/Service', { 'serving.knative.dev/service': '{name}' }],
]);

/** The labels of the pods that an operator will make for this resource; undefined if nobody documents any. */
export function operatorPod(resource: Resource): Labels | undefined {
  const known = POD_LABELS.get(resource.type);
  if (known === undefined) return undefined;
  const labels: Record<string, string> = {};
  for (const [key, value] of Object.entries(known)) labels[key] = value.replace('{name}', resource.name);
  const metadata = objectOf(objectOf(resource.value.spec).podMetadata);
  return { ...labels, ...stringMap(metadata.labels) };
}
