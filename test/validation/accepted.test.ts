import { describe, expect, it } from 'vitest';
import { check } from '../../src/workspace/check.ts';

const NODE_AFFINITY =
  'affinity: {nodeAffinity: {preferredDuringSchedulingIgnoredDuringExecution: [{weight: 1}]}}';
const pod = (spec: string, container = ''): string =>
  `{apiVersion: v1, kind: Pod, metadata: {name: till}, spec: {${spec === '' ? '' : `${spec}, `}containers: [{name: till, image: "till:1"${container === '' ? '' : `, ${container}`}}]}}`;
const policy = (spec: string): string =>
  `{apiVersion: networking.k8s.io/v1, kind: NetworkPolicy, metadata: {name: till}, spec: {podSelector: {}, ${spec}}}`;
const claim = (storage: string, more = ''): string =>
  `{apiVersion: v1, kind: PersistentVolumeClaim, metadata: {name: sales}, spec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: ${storage}}}${more}}}`;
const slice = (type: string, endpoint: string, ports: string): string =>
  `{apiVersion: discovery.k8s.io/v1, kind: EndpointSlice, metadata: {name: till-1}, addressType: ${type}, endpoints: [{${endpoint}}], ports: ${ports}}`;

/** What kube-apiserver 1.35.4 answers with 201 (measured with POST ?dryRun=All&fieldValidation=Strict). */
const ACCEPTED: readonly (readonly [cause: string, manifest: string])[] = [
  ['an empty rule', policy('ingress: [null]')],
  ['an empty rule of egress', policy('policyTypes: [Egress], egress: [null]')],
  ['an empty port', policy('ingress: [{ports: [null]}]')],
  [
    'empty rules and tls of an Ingress',
    '{apiVersion: networking.k8s.io/v1, kind: Ingress, metadata: {name: till}, spec: {rules: [null], tls: [null], defaultBackend: {service: {name: till, port: {number: 80}}}}}',
  ],
  ['an empty port of a slice', slice('IPv4', 'addresses: [10.2.3.4]', '[null]')],
  ['an empty pull secret', pod('imagePullSecrets: [null]')],
  ['an empty group', pod('securityContext: {supplementalGroups: [null]}')],
  ['an empty source of a volume', pod('volumes: [{name: all, projected: {sources: [null]}}]')],
  [
    'an empty term',
    pod(
      'affinity: {nodeAffinity: {requiredDuringSchedulingIgnoredDuringExecution: {nodeSelectorTerms: [null]}}}',
    ),
  ],
  ['empty secrets', '{apiVersion: v1, kind: ServiceAccount, metadata: {name: till}, secrets: [null]}'],
  [
    'an empty selector of roles',
    '{apiVersion: rbac.authorization.k8s.io/v1, kind: ClusterRole, metadata: {name: till}, aggregationRule: {clusterRoleSelectors: [null]}}',
  ],
  [
    'a label that is overwritten',
    '{apiVersion: v1, kind: Namespace, metadata: {name: shop, labels: {kubernetes.io/metadata.name: "the shop"}}}',
  ],
  [
    'any name of a budget',
    '{apiVersion: policy/v1, kind: PodDisruptionBudget, metadata: {name: Till Budget}, spec: {minAvailable: 1, selector: {}}}',
  ],
  ['spaces around a quantity', claim('" 2Gi "')],
  ['a lone suffix', pod('', 'resources: {requests: {cpu: k}}')],
  ['a lone dot', pod('', 'resources: {limits: {cpu: "."}}')],
  [
    'a list for base64',
    '{apiVersion: v1, kind: Secret, metadata: {name: till}, data: {empty: [], bytes: [104, 105]}}',
  ],
  [
    'a list for binary data',
    '{apiVersion: v1, kind: ConfigMap, metadata: {name: till}, binaryData: {empty: []}}',
  ],
  [
    'a driver without spec',
    '{apiVersion: storage.k8s.io/v1, kind: CSIDriver, metadata: {name: disks.example.com}}',
  ],
  [
    'a token without audience',
    '{apiVersion: storage.k8s.io/v1, kind: CSIDriver, metadata: {name: disks.example.com}, spec: {tokenRequests: [{}]}}',
  ],
  [
    'a class of devices without spec',
    '{apiVersion: resource.k8s.io/v1, kind: DeviceClass, metadata: {name: cards.example.com}}',
  ],
  [
    'a template without spec',
    '{apiVersion: resource.k8s.io/v1, kind: ResourceClaimTemplate, metadata: {name: card}}',
  ],
  [
    'a template with an empty one',
    '{apiVersion: resource.k8s.io/v1, kind: ResourceClaimTemplate, metadata: {name: card}, spec: {}}',
  ],
  ['a source of no kind', claim('2Gi', ', dataSource: {name: before}')],
  ['a preference for nothing', pod(NODE_AFFINITY)],
  ['a zone without name', slice('IPv4', 'addresses: [10.2.3.4], hints: {forZones: [{}]}', '[]')],
  ['a nap of no time', pod('', 'lifecycle: {preStop: {sleep: {}}}')],
  [
    'a failure policy without rules',
    '{apiVersion: batch/v1, kind: Job, metadata: {name: till}, spec: {podFailurePolicy: {}, template: {spec: {restartPolicy: Never, containers: [{name: till, image: "till:1"}]}}}}',
  ],
  ['limits of nothing', '{apiVersion: v1, kind: LimitRange, metadata: {name: till}, spec: {}}'],
  ['an address as a name', slice('FQDN', 'addresses: [10.2.3.4]', '[]')],
];

/** Of custom resources the API server knows the structure alone. */
const ROLLOUT =
  '{apiVersion: argoproj.io/v1alpha1, kind: Rollout, metadata: {name: till}, spec: {selector: {matchLabels: {app: "the till"}}, template: {metadata: {labels: {app: "the till"}}, spec: {containers: [{name: till, image: "till:1", volumeMounts: [{name: none, mountPath: /none}]}]}}}}';

/** Neighbours of the same, which it refuses. */
const REFUSED: readonly (readonly [cause: string, manifest: string])[] = [
  ['an empty peer', policy('ingress: [{from: [null]}]')],
  ['an empty container', '{apiVersion: v1, kind: Pod, metadata: {name: till}, spec: {containers: [null]}}'],
  ['a text for a port', policy('ingress: [{ports: [{port: 80}, 443]}]')],
  ['a text for a rule', policy('ingress: [{}, "x"]')],
  [
    'a list for a selector',
    '{apiVersion: policy/v1, kind: PodDisruptionBudget, metadata: {name: till}, spec: {minAvailable: 1, selector: [app, till]}}',
  ],
  ['a suffix that is none', claim('2gb')],
  ['spaces alone', claim('"  "')],
  ['an IPv6 address as a name', slice('FQDN', 'addresses: ["fd00::1"]', '[]')],
  [
    'another label of a Namespace',
    '{apiVersion: v1, kind: Namespace, metadata: {name: shop, labels: {app: "the shop"}}}',
  ],
];

const errorsIn = (text: string): readonly string[] =>
  check([{ file: 'a.yaml', text, meant: 'named' }], [], { closedWorld: false })
    .diagnostics.filter(({ severity }) => severity === 'error')
    .map(({ message }) => message);

describe('what a real API server accepts', () => {
  it.each(ACCEPTED)('%s is no error', (_cause, manifest) => {
    expect(errorsIn(manifest)).toEqual([]);
  });

  it('is not called rejected where a controller refuses it later', () => {
    const messages = errorsIn(ROLLOUT);
    expect(messages.length).toBeGreaterThan(0);
    expect(messages.filter((message) => /rejects (?:it\b|the Rollout)/.test(message))).toEqual([]);
  });
});

describe('what a real API server refuses', () => {
  it.each(REFUSED)('%s is an error, whatever else is said of the place', (_cause, manifest) => {
    expect(errorsIn(manifest)).not.toEqual([]);
  });
});
