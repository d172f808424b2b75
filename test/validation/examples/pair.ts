/**
 * Of each form what the API server refuses, and the neighbours that it takes: the smallest and the largest value, the
 * empty list where that is allowed. A line each; `@` is a whole Pod around its spec, `@container` around one container.
 */
export interface Pair {
  readonly what: string;
  /** Where the finding is: `spec.replicas`. */
  readonly at: string;
  readonly rule: string;
  readonly refused: string;
  readonly taken: readonly string[];
}

export const pod = (spec: string): string =>
  `{apiVersion: v1, kind: Pod, metadata: {name: web}, spec: {containers: [{name: c, image: i}], ${spec}}}`;
export const container = (fields: string): string =>
  `{apiVersion: v1, kind: Pod, metadata: {name: web}, spec: {containers: [{name: c, image: i, ${fields}}]}}`;
export const deployment = (spec: string): string =>
  `{apiVersion: apps/v1, kind: Deployment, metadata: {name: web}, spec: {selector: {matchLabels: {a: b}}, template: {metadata: {labels: {a: b}}, spec: {containers: [{name: c, image: i}]}}, ${spec}}}`;
export const job = (spec: string): string =>
  `{apiVersion: batch/v1, kind: Job, metadata: {name: import}, spec: {template: {spec: {restartPolicy: Never, containers: [{name: c, image: i}]}}, ${spec}}}`;
export const cronJob = (spec: string): string =>
  `{apiVersion: batch/v1, kind: CronJob, metadata: {name: import}, spec: {jobTemplate: {spec: {template: {spec: {restartPolicy: Never, containers: [{name: c, image: i}]}}}}, ${spec}}}`;
export const autoscaler = (spec: string): string =>
  `{apiVersion: autoscaling/v2, kind: HorizontalPodAutoscaler, metadata: {name: web}, spec: {scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: web}, maxReplicas: 3, ${spec}}}`;
export const webhook = (fields: string): string =>
  `{apiVersion: admissionregistration.k8s.io/v1, kind: ValidatingWebhookConfiguration, metadata: {name: v}, webhooks: [{name: a.example.com, admissionReviewVersions: [v1], sideEffects: None, clientConfig: {url: 'https://a.example.com'}, ${fields}}]}`;
export const volume = (source: string): string => pod(`volumes: [{name: v, ${source}}]`);
export const env = (value: string): string => container(`env: [{name: A, ${value}}]`);
export const probe = (fields: string): string => container(`livenessProbe: {httpGet: {port: 80}, ${fields}}`);
export const claim = (spec: string): string =>
  `{apiVersion: v1, kind: PersistentVolumeClaim, metadata: {name: d}, spec: {accessModes: [ReadWriteOnce], ${spec}}}`;
export const disk = (spec: string): string =>
  `{apiVersion: v1, kind: PersistentVolume, metadata: {name: d}, spec: {capacity: {storage: 1Gi}, accessModes: [ReadWriteOnce], ${spec}}}`;
export const slice = (fields: string): string =>
  `{apiVersion: discovery.k8s.io/v1, kind: EndpointSlice, metadata: {name: e}, addressType: IPv4, ${fields}}`;
export const limits = (entry: string): string =>
  `{apiVersion: v1, kind: LimitRange, metadata: {name: l}, spec: {limits: [{type: Container, ${entry}}]}}`;
export const quota = (spec: string): string =>
  `{apiVersion: v1, kind: ResourceQuota, metadata: {name: q}, spec: {${spec}}}`;
export const secret = (fields: string): string => `{apiVersion: v1, kind: Secret, metadata: {name: s}, ${fields}}`;
export const letters = (count: number): string => 'x'.repeat(count);

export const row = (what: string, rule: string, at: string, refused: string, ...taken: readonly string[]): Pair => ({
  what,
  at,
  rule,
  refused,
  taken,
});
