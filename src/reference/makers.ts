import { listOf, objectOf, stringOf } from '../base/json.ts';
import { groupOf, isBuiltIn, typeName } from '../resource/kinds.ts';
import type { TypeName } from '../resource/kinds.ts';
import type { Resource } from '../resource/resource.ts';
import { readPattern, walk } from './pattern.ts';

/** A kind whose controller makes an object with a name that the manifest tells. */
interface Maker {
  readonly type: TypeName;
  readonly makes: TypeName;
  /** Where the name is written; several may be. Without it, or with nothing there, the maker's own name counts. */
  readonly at?: string;
  /** Appended to the name. */
  readonly suffix?: readonly string[];
}

/** Sources: each project's API reference, under the kind's name. */
const MAKERS: readonly Maker[] = [
  { type: 'cert-manager.io/Certificate', makes: 'Secret', at: 'spec.secretName' },
  { type: 'cert-manager.io/Issuer', makes: 'Secret', at: 'spec.acme.privateKeySecretRef.name' },
  { type: 'cert-manager.io/ClusterIssuer', makes: 'Secret', at: 'spec.acme.privateKeySecretRef.name' },
  { type: 'networking.gke.io/ManagedCertificate', makes: 'Secret' },
  { type: 'external-secrets.io/ExternalSecret', makes: 'Secret', at: 'spec.target.name' },
  { type: 'external-secrets.io/ClusterExternalSecret', makes: 'Secret', at: 'spec.externalSecretName' },
  { type: 'bitnami.com/SealedSecret', makes: 'Secret' },
  { type: 'bitnami.com/SealedSecret', makes: 'Secret', at: 'spec.template.metadata.name' },
  {
    type: 'secrets-store.csi.x-k8s.io/SecretProviderClass',
    makes: 'Secret',
    at: 'spec.secretObjects[*].secretName',
  },
  { type: 'secrets.hashicorp.com/VaultStaticSecret', makes: 'Secret', at: 'spec.destination.name' },
  { type: 'secrets.hashicorp.com/VaultDynamicSecret', makes: 'Secret', at: 'spec.destination.name' },
  { type: 'secrets.hashicorp.com/VaultPKISecret', makes: 'Secret', at: 'spec.destination.name' },
  { type: 'onepassword.com/OnePasswordItem', makes: 'Secret' },
  { type: 'trust.cert-manager.io/Bundle', makes: 'ConfigMap' },
  { type: 'trust.cert-manager.io/Bundle', makes: 'Secret' },
  { type: 'ricoberger.de/VaultSecret', makes: 'Secret' },
  { type: 'isindir.github.com/SopsSecret', makes: 'Secret', at: 'spec.secretTemplates[*].name' },
  { type: 'lb.com/InfisicalSecret', makes: 'Secret', at: 'spec.managedSecretReference.secretName' },
  {
    type: 'elasticsearch.k8s.elastic.co/Elasticsearch',
    makes: 'Service',
    suffix: ['-es-http', '-es-transport'],
  },
  { type: 'kibana.k8s.elastic.co/Kibana', makes: 'Service', suffix: ['-kb-http'] },
  { type: 'postgresql.cnpg.io/Cluster', makes: 'Service', suffix: ['-rw', '-ro', '-r'] },
  { type: 'kafka.strimzi.io/Kafka', makes: 'Service', suffix: ['-kafka-bootstrap', '-kafka-brokers'] },
  { type: 'serving.knative.dev/Service', makes: 'Service' },
  { type: 'serving.knative.dev/Route', makes: 'Service' },
  {
    type: 'flagger.app/Canary',
    makes: 'Service',
    at: 'spec.targetRef.name',
    suffix: ['', '-canary', '-primary'],
  },
  {
    type: 'flagger.app/Canary',
    makes: 'Service',
    at: 'spec.service.name',
    suffix: ['', '-canary', '-primary'],
  },
];

/** Services of one fixed name that an operator makes beside each resource. */
const FIXED: ReadonlyMap<TypeName, string> = new Map([
  ['monitoring.coreos.com/Prometheus', 'prometheus-operated'],
  ['monitoring.coreos.com/Alertmanager', 'alertmanager-operated'],
  ['monitoring.coreos.com/ThanosRuler', 'thanos-ruler-operated'],
]);

/** The `type/name` of everything that controllers will make for this object, in its own namespace. */
export function madeBy(resource: Resource): readonly string[] {
  const made: string[] = [];
  for (const maker of BY_TYPE.get(resource.type) ?? []) {
    const names: string[] = [];
    if (maker.at !== undefined) {
      walk(resource.value, readPattern(maker.at), (value) => {
        if (typeof value === 'string') names.push(value);
      });
    }
    if (names.length === 0 && resource.name !== '') names.push(resource.name);
    for (const name of names)
      for (const suffix of maker.suffix ?? ['']) made.push(`${maker.makes}/${name}${suffix}`);
  }
  const fixed = FIXED.get(resource.type);
  if (fixed !== undefined) made.push(`Service/${fixed}`);
  made.push(...certificateShim(resource), ...servingCertificate(resource), ...claimTemplates(resource));
  return made;
}

const BY_TYPE: ReadonlyMap<TypeName, readonly Maker[]> = groupByType(MAKERS);

function groupByType(makers: readonly Maker[]): ReadonlyMap<TypeName, readonly Maker[]> {
  const byType = new Map<TypeName, Maker[]>();
  for (const maker of makers) byType.set(maker.type, [...(byType.get(maker.type) ?? []), maker]);
  return byType;
}

/**
 * Annotations that make cert-manager create the Secrets of `tls[].secretName` or of a listener's certificateRefs
 * (cert-manager pkg/controller/certificate-shim/sync.go hasShimAnnotation).
 */
export const SHIM_ANNOTATIONS: readonly string[] = [
  'cert-manager.io/issuer',
  'cert-manager.io/cluster-issuer',
  'kubernetes.io/tls-acme',
];

function certificateShim(resource: Resource): readonly string[] {
  if (!SHIM_ANNOTATIONS.some((key) => Object.hasOwn(resource.annotations, key))) return [];
  const made: string[] = [];
  const spec = objectOf(resource.value.spec);
  for (const tls of listOf(spec.tls)) {
    const name = stringOf(objectOf(tls).secretName);
    if (name !== undefined) made.push(`Secret/${name}`);
  }
  for (const listener of listOf(spec.listeners).map(objectOf)) {
    // validateGatewayListenerBlock: one without a hostname is skipped.
    if ((stringOf(listener.hostname) ?? '') === '') continue;
    for (const ref of listOf(objectOf(listener.tls).certificateRefs)) {
      const name = stringOf(objectOf(ref).name);
      if (name !== undefined) made.push(`Secret/${name}`);
    }
  }
  return made;
}

/** OpenShift's service CA operator writes a certificate Secret for a Service that asks for one. */
function servingCertificate(resource: Resource): readonly string[] {
  if (resource.type !== 'Service') return [];
  const name =
    resource.annotations['service.beta.openshift.io/serving-cert-secret-name'] ??
    resource.annotations['service.alpha.openshift.io/serving-cert-secret-name'];
  return name === undefined ? [] : [`Secret/${name}`];
}

/** A StatefulSet's claims are `<template>-<set>-<ordinal>`; ordinals up to a bound that no manifest names beyond. */
function claimTemplates(resource: Resource): readonly string[] {
  if (resource.type !== 'apps/StatefulSet') return [];
  const made: string[] = [];
  for (const template of listOf(objectOf(resource.value.spec).volumeClaimTemplates)) {
    const name = stringOf(objectOf(objectOf(template).metadata).name);
    if (name === undefined) continue;
    for (let ordinal = 0; ordinal < 16; ordinal++)
      made.push(`PersistentVolumeClaim/${name}-${resource.name}-${ordinal}`);
  }
  return made;
}

/** Annotations with which replicators copy a Secret or ConfigMap into other namespaces. */
const COPYING: readonly string[] = [
  'reflector.v1.k8s.emberstack.com/reflection-allowed',
  'replicator.v1.mittwald.de/replicate-to',
  'replicator.v1.mittwald.de/replicate-to-matching',
  'replicator.v1.mittwald.de/replication-allowed',
  'kubed.appscode.com/sync',
];

/** Whether a controller copies this object into other namespaces. */
export function isCopied(resource: Resource): boolean {
  return COPYING.some((key) => Object.hasOwn(resource.annotations, key));
}

/** Kinds whose controllers bring in objects from elsewhere: what is missing here may come with them. */
const DELIVERIES: ReadonlySet<TypeName> = new Set([
  'helm.toolkit.fluxcd.io/HelmRelease',
  'kustomize.toolkit.fluxcd.io/Kustomization',
  'helm.cattle.io/HelmChart',
  'argoproj.io/Application',
  'argoproj.io/ApplicationSet',
  'operators.coreos.com/Subscription',
  'fleet.cattle.io/Bundle',
  'apps.open-cluster-management.io/Subscription',
  'kapp.k14s.io/App',
  'kappctrl.k14s.io/App',
]);

export function isDelivery(resource: Resource): boolean {
  return DELIVERIES.has(resource.type);
}

/** Custom resources whose controllers are known to make no Services, Secrets, ConfigMaps or pods of their own. */
const INERT_GROUPS: ReadonlySet<string> = new Set([
  'gateway.networking.k8s.io',
  'policy.networking.k8s.io',
  'cert-manager.io',
  'networking.istio.io',
  'security.istio.io',
  'traefik.io',
  'traefik.containo.us',
  'autoscaling.k8s.io',
  'metrics.k8s.io',
  'wgpolicyk8s.io',
  'aquasecurity.github.io',
  'kyverno.io',
  'cilium.io',
  'crd.projectcalico.org',
  'projectcalico.org',
]);

/**
 * Whether an operator may make objects for this custom resource that are named or labelled after it. The monitors of
 * the Prometheus operator are read by it, and make nothing.
 */
export function mayMake(resource: Resource): boolean {
  const group = groupOf(resource.apiVersion);
  if (isBuiltIn(group) || INERT_GROUPS.has(group)) return false;
  return !INERT_TYPES.has(typeName(group, resource.kind));
}

const INERT_TYPES: ReadonlySet<TypeName> = new Set([
  'monitoring.coreos.com/ServiceMonitor',
  'monitoring.coreos.com/PodMonitor',
  'monitoring.coreos.com/Probe',
  'monitoring.coreos.com/PrometheusRule',
  'argoproj.io/Rollout',
  'argoproj.io/AnalysisTemplate',
  'argoproj.io/AppProject',
  'keda.sh/ScaledObject',
  'keda.sh/TriggerAuthentication',
]);
