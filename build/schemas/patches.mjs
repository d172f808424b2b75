/**
 * What the sources get wrong or leave out, in one place. cdk8s names its classes without their group, so of two definitions
 * of one name it keeps one; it knows no formats, and writes every number alike. The client of 1.36 no longer tells quantities
 * from strings; `withFormat` takes them from the version before. Each row was found by comparing the sources with each other and with the API reference.
 */
const APIEXTENSIONS = 'apiextensions-apiserver.pkg.apis.apiextensions.v1';
const AGGREGATOR = 'kube-aggregator.pkg.apis.apiregistration.v1';

/** Fields of definitions, wherever a version has them. `as` names the class of the client that the definition is taken from. */
export const DEFINITIONS_OF_CLIENT = {
  'api.core.v1.Event': 'CoreV1Event',
  'api.discovery.v1.EndpointPort': 'DiscoveryV1EndpointPort',
  'api.flowcontrol.v1.Subject': 'FlowcontrolV1Subject',
  'api.flowcontrol.v1.GroupSubject': 'V1GroupSubject',
  'api.flowcontrol.v1.UserSubject': 'V1UserSubject',
  'api.flowcontrol.v1.ServiceAccountSubject': 'V1ServiceAccountSubject',
  [`${APIEXTENSIONS}.WebhookClientConfig`]: 'ApiextensionsV1WebhookClientConfig',
  [`${APIEXTENSIONS}.ServiceReference`]: 'ApiextensionsV1ServiceReference',
  [`${AGGREGATOR}.ServiceReference`]: 'ApiregistrationV1ServiceReference',
};

export const FIELDS = [
  ['api.discovery.v1.EndpointSlice', 'ports', '[]#api.discovery.v1.EndpointPort'],
  ...['v1', 'v1beta1', 'v1beta2', 'v1beta3'].map((version) => [
    `api.flowcontrol.${version}.PolicyRulesWithSubjects`,
    'subjects',
    '![]#api.flowcontrol.v1.Subject',
  ]),
  [`${APIEXTENSIONS}.WebhookConversion`, 'clientConfig', `#${APIEXTENSIONS}.WebhookClientConfig`],
  [`${APIEXTENSIONS}.WebhookClientConfig`, 'service', `#${APIEXTENSIONS}.ServiceReference`],
  [`${AGGREGATOR}.APIServiceSpec`, 'service', `#${AGGREGATOR}.ServiceReference`],
  ...['maximum', 'minimum', 'multipleOf'].map((name) => [`${APIEXTENSIONS}.JSONSchemaProps`, name, 'n']),
  // Required in the OpenAPI because Go writes them always; no validation asks for them, and their zero is as good.
  ['api.core.v1.HTTPHeader', 'value', 's'],
  ['api.core.v1.Sysctl', 'value', 's'],
  ['api.core.v1.ISCSIVolumeSource', 'lun', 'i'],
  ['api.core.v1.ISCSIPersistentVolumeSource', 'lun', 'i'],
  [`${APIEXTENSIONS}.CustomResourceDefinitionVersion`, 'storage', 'b'],
  [`${APIEXTENSIONS}.CustomResourceDefinitionVersion`, 'served', 'b'],
  // The same, measured with kube-apiserver 1.35.4: a POST without them is answered with 201.
  ['api.storage.v1.CSIDriver', 'spec', '#api.storage.v1.CSIDriverSpec'],
  ['api.storage.v1.TokenRequest', 'audience', 's'],
  ['api.core.v1.PreferredSchedulingTerm', 'preference', '#api.core.v1.NodeSelectorTerm'],
  ['api.core.v1.SleepAction', 'seconds', 'i'],
  ['api.core.v1.LimitRangeSpec', 'limits', '[]#api.core.v1.LimitRangeItem'],
  ['api.batch.v1.PodFailurePolicy', 'rules', '[]#api.batch.v1.PodFailurePolicyRule'],
  ...['v1', 'v1beta1'].map((version) => [`api.discovery.${version}.ForZone`, 'name', 's']),
  ...['v1', 'v1beta2', 'v1beta1', 'v1alpha3'].flatMap((version) => {
    const base = `api.resource.${version}`;
    return [
      [`${base}.DeviceClass`, 'spec', `#${base}.DeviceClassSpec`],
      [`${base}.ResourceClaim`, 'spec', `#${base}.ResourceClaimSpec`],
      [`${base}.ResourceClaimTemplate`, 'spec', `#${base}.ResourceClaimTemplateSpec`],
      [`${base}.ResourceClaimTemplateSpec`, 'spec', `#${base}.ResourceClaimSpec`],
    ];
  }),
  // A source of a claim without them is dropped (claim-source-dropped); of an Ingress the validation asks for them.
  ['api.core.v1.TypedLocalObjectReference', 'kind', 's'],
  ['api.core.v1.TypedLocalObjectReference', 'name', 's'],
  // Formats: `type: string, format: byte` in the OpenAPI.
  ['api.core.v1.Secret', 'data', '{}y'],
  ['api.core.v1.ConfigMap', 'binaryData', '{}y'],
  ...['api.admissionregistration.v1.WebhookClientConfig', `${APIEXTENSIONS}.WebhookClientConfig`].map(
    (id) => [id, 'caBundle', 'y'],
  ),
  [`${AGGREGATOR}.APIServiceSpec`, 'caBundle', 'y'],
  ['api.certificates.v1.CertificateSigningRequestSpec', 'request', '!y'],
  // The API reference gives the operators in words, validated by ValidateLabelSelectorRequirement.
  ['apimachinery.pkg.apis.meta.v1.LabelSelectorRequirement', 'operator', '!s(DoesNotExist|Exists|In|NotIn)'],
];

/** Whether kinds that the client of the newest version no longer has are of a namespace. */
export const FORMER_SCOPES = {
  ClusterCIDR: false,
  ComponentStatus: false,
  Eviction: true,
  PodScheduling: true,
  PodSchedulingContext: true,
  PodSecurityPolicy: false,
  ResourceClaimParameters: true,
  ResourceClass: false,
  ResourceClassParameters: true,
  Scale: true,
  StorageVersion: false,
  TokenRequest: true,
};

/** Kinds that every version serves as parts of others, of which the client of the newest has no class of their own. */
export const STILL_SERVED = new Set(['ComponentStatus', 'Eviction', 'Scale', 'TokenRequest']);

/**
 * Lists whose entries are told apart by some of their fields (`x-kubernetes-list-map-keys`, or the merge key of a strategic
 * merge), which none of the sources has. Source: the `+listMapKey` and `patchMergeKey` markers of k8s.io/api.
 */
const OF_A_POD = [
  ['containers', 'name'],
  ['initContainers', 'name'],
  ['ephemeralContainers', 'name'],
  ['volumes', 'name'],
  ['imagePullSecrets', 'name'],
  ['hostAliases', 'ip'],
  ['topologySpreadConstraints', 'topologyKey,whenUnsatisfiable'],
  ['resourceClaims', 'name'],
  ['schedulingGates', 'name'],
];
const OF_A_CONTAINER = [
  ['ports', 'containerPort,protocol'],
  ['env', 'name'],
  ['volumeMounts', 'mountPath'],
  ['volumeDevices', 'devicePath'],
];
const ADMISSION = ['v1', 'v1beta1', 'v1alpha1'].map((version) => `api.admissionregistration.${version}`);

export const LIST_KEYS = [
  ...OF_A_POD.map(([field, keys]) => ['api.core.v1.PodSpec', field, keys]),
  ...OF_A_CONTAINER.flatMap(([field, keys]) => [
    ['api.core.v1.Container', field, keys],
    ['api.core.v1.EphemeralContainer', field, keys],
  ]),
  ['api.core.v1.ResourceRequirements', 'claims', 'name'],
  ['api.core.v1.ServiceSpec', 'ports', 'port,protocol'],
  ['api.core.v1.ServiceAccount', 'secrets', 'name'],
  ['api.storage.v1.CSINodeSpec', 'drivers', 'name'],
  ...ADMISSION.flatMap((base) => [
    [`${base}.ValidatingWebhookConfiguration`, 'webhooks', 'name'],
    [`${base}.MutatingWebhookConfiguration`, 'webhooks', 'name'],
    [`${base}.ValidatingWebhook`, 'matchConditions', 'name'],
    [`${base}.MutatingWebhook`, 'matchConditions', 'name'],
    [`${base}.ValidatingAdmissionPolicySpec`, 'matchConditions', 'name'],
    [`${base}.ValidatingAdmissionPolicySpec`, 'variables', 'name'],
  ]),
];
