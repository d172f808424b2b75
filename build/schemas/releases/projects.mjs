/**
 * The projects whose custom resources are known without their definitions. Of each: the name that messages have, the licence,
 * the repository, the tags (the last patch of a minor release, the oldest first, about three years of them; of projects with
 * many, some between), and where a tag has its definitions: how the paths of the files begin, as a pattern. `channels`: the sets
 * of definitions that a project publishes side by side. `durations`: texts that the definitions leave open and the webhook of the
 * project reads as a duration of Go, by the names of the fields. `added`: values that a widespread installation takes beside those
 * of each list of kinds that events come from.
 */
export const PROJECTS = {
  'gateway-api': {
    name: 'Gateway API',
    licence: 'Apache-2.0',
    repository: 'kubernetes-sigs/gateway-api',
    tags: ['v1.0.0', 'v1.1.1', 'v1.2.1', 'v1.3.0', 'v1.4.1', 'v1.5.1', 'v1.6.1'],
    channels: { '': 'config/crd/standard/', experimental: 'config/crd/experimental/' },
  },
  'network-policy-api': {
    name: 'network-policy-api',
    licence: 'Apache-2.0',
    repository: 'kubernetes-sigs/network-policy-api',
    tags: ['v0.1.1', 'v0.1.5', 'v0.1.8', 'v0.2.0'],
    channels: { '': 'config/crd/(?:standard/)?', experimental: 'config/crd/experimental/' },
  },
  'prometheus-operator': {
    name: 'the Prometheus operator',
    licence: 'Apache-2.0',
    repository: 'prometheus-operator/prometheus-operator',
    tags: [
      ...['v0.67.1', 'v0.70.0', 'v0.73.2', 'v0.76.2', 'v0.79.2', 'v0.82.2'],
      ...['v0.85.0', 'v0.88.1', 'v0.90.1', 'v0.91.0', 'v0.92.1', 'v0.93.0'],
    ],
    channels: { '': 'example/prometheus-operator-crd/', full: 'example/prometheus-operator-crd-full/' },
  },
  'cert-manager': {
    name: 'cert-manager',
    licence: 'Apache-2.0',
    repository: 'cert-manager/cert-manager',
    tags: [
      ...['v1.12.17', 'v1.13.6', 'v1.14.7', 'v1.15.5', 'v1.16.5'],
      ...['v1.17.4', 'v1.18.6', 'v1.19.6', 'v1.20.3', 'v1.21.1'],
    ],
    channels: { '': 'deploy/crds/' },
    durations: ['duration', 'renewBefore'],
  },
  istio: {
    name: 'Istio',
    licence: 'Apache-2.0',
    repository: 'istio/api',
    tags: [
      ...['1.19.0', '1.20.0', '1.21.0', '1.22.8', '1.23.6', '1.24.6'],
      ...['1.25.5', '1.26.8', '1.27.9', '1.28.10', '1.29.6', '1.30.3', '1.31.0-alpha.0'],
    ],
    channels: { '': 'kubernetes/' },
    durations: ['timeout', 'perTryTimeout', 'connectTimeout', 'idleTimeout', 'baseEjectionTime', 'fixedDelay'],
  },
  'argo-cd': {
    name: 'Argo CD',
    licence: 'Apache-2.0',
    repository: 'argoproj/argo-cd',
    tags: [
      ...['v2.8.21', 'v2.10.20', 'v2.12.13', 'v2.14.21', 'v3.0.23'],
      ...['v3.1.16', 'v3.2.12', 'v3.3.14', 'v3.4.7', 'v3.5.1'],
    ],
    channels: { '': 'manifests/crds/' },
  },
  'argo-rollouts': {
    name: 'Argo Rollouts',
    licence: 'Apache-2.0',
    repository: 'argoproj/argo-rollouts',
    tags: ['v1.5.1', 'v1.6.6', 'v1.7.2', 'v1.8.4', 'v1.9.1'],
    channels: { '': 'manifests/crds/' },
  },
  flux: {
    name: 'Flux',
    licence: 'Apache-2.0',
    repository: 'fluxcd/flux2',
    tags: [
      ...['v2.0.1', 'v2.1.2', 'v2.2.3', 'v2.3.0', 'v2.4.0'],
      ...['v2.5.1', 'v2.6.4', 'v2.7.5', 'v2.8.8', 'v2.9.4'],
    ],
    // Its release names those of its controllers, which have the definitions.
    parts: 'manifests/crds/kustomization.yaml',
    channels: { '': 'config/crd/bases/' },
    // The Flux Operator installs the same definitions with kinds of its own (controlplaneio-fluxcd/flux-operator internal/builder/templates.go).
    added: ['FluxInstance', 'ResourceSet', 'ResourceSetInputProvider'],
  },
  keda: {
    name: 'KEDA',
    licence: 'Apache-2.0',
    repository: 'kedacore/keda',
    tags: [
      ...['v2.11.2', 'v2.12.1', 'v2.13.1', 'v2.14.1', 'v2.15.1'],
      ...['v2.16.1', 'v2.17.3', 'v2.18.3', 'v2.19.0', 'v2.20.2'],
    ],
    channels: { '': 'config/crd/bases/' },
    patches: 'config/crd/patches',
  },
  traefik: {
    name: 'Traefik',
    licence: 'MIT',
    repository: 'traefik/traefik',
    tags: ['v2.10.7', 'v2.11.53', 'v3.0.4', 'v3.1.7', 'v3.2.5', 'v3.3.7', 'v3.4.5', 'v3.5.6', 'v3.6.24', 'v3.7.9'],
    channels: { '': 'docs/content/reference/dynamic-configuration/kubernetes-crd-definition-v1' },
  },
  'external-secrets': {
    name: 'External Secrets',
    licence: 'Apache-2.0',
    repository: 'external-secrets/external-secrets',
    tags: [
      ...['v0.9.20', 'v0.12.1', 'v0.14.4', 'v0.16.2', 'v0.18.2', 'v0.20.4', 'v1.0.0'],
      ...['v1.3.2', 'v2.0.1', 'v2.3.0', 'v2.6.0', 'v2.8.0', 'v2.9.0'],
    ],
    channels: { '': 'config/crds/bases/' },
  },
  'trust-manager': {
    name: 'trust-manager',
    licence: 'Apache-2.0',
    repository: 'cert-manager/trust-manager',
    tags: ['v0.9.2', 'v0.12.0', 'v0.15.0', 'v0.18.0', 'v0.21.1', 'v0.24.0'],
    channels: { '': 'deploy/crds/' },
  },
  'approver-policy': {
    name: 'approver-policy',
    licence: 'Apache-2.0',
    repository: 'cert-manager/approver-policy',
    tags: ['v0.15.2', 'v0.19.0', 'v0.23.2', 'v0.27.0'],
    channels: { '': 'deploy/crds/' },
  },
  'aws-privateca-issuer': {
    name: 'the AWS Private CA issuer',
    licence: 'Apache-2.0',
    repository: 'cert-manager/aws-privateca-issuer',
    tags: ['v1.2.7', 'v1.4.1', 'v1.6.0', 'v1.8.1', 'v1.9.0'],
    channels: { '': 'config/crd/bases/' },
  },
};
