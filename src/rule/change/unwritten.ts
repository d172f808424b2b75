import { isList, isObject, objectOf, stringOf } from '../../base/json.ts';
import type { JsonObject, JsonValue } from '../../base/json.ts';

/**
 * What the API server writes where a manifest does not: by the field, or by the object around it and the field. Sources: k/k
 * pkg/apis/core/v1/defaults.go, pkg/apis/apps/v1/defaults.go SetDefaults_StatefulSet, pkg/apis/resource/v1/defaults.go; `default` of
 * serviceAccountName is the ServiceAccount admission.
 */
const DEFAULTS: Readonly<Record<string, JsonValue | undefined>> = {
  'spec.restartPolicy': 'Always',
  dnsPolicy: 'ClusterFirst',
  schedulerName: 'default-scheduler',
  'spec.terminationGracePeriodSeconds': 30,
  enableServiceLinks: true,
  preemptionPolicy: 'PreemptLowerPriority',
  terminationMessagePath: '/dev/termination-log',
  terminationMessagePolicy: 'File',
  'ports.protocol': 'TCP',
  timeoutSeconds: 1,
  periodSeconds: 10,
  successThreshold: 1,
  failureThreshold: 3,
  'httpGet.scheme': 'HTTP',
  'httpGet.path': '/',
  'fieldRef.apiVersion': 'v1',
  divisor: '0',
  defaultMode: 420,
  'serviceAccountToken.expirationSeconds': 3600,
  volumeMode: 'Filesystem',
  iscsiInterface: 'default',
  'rbd.pool': 'rbd',
  'rbd.user': 'admin',
  'rbd.keyring': '/etc/ceph/keyring',
  'azureDisk.cachingMode': 'ReadWrite',
  'azureDisk.fsType': 'ext4',
  'azureDisk.kind': 'Shared',
  'scaleIO.storageMode': 'ThinProvisioned',
  'scaleIO.fsType': 'xfs',
  allocationMode: 'ExactCount',
  'requests.count': 1,
  'exactly.count': 1,
  'firstAvailable.count': 1,
};

/** For these the API server tells `false` from nothing. */
const TOLD_FROM_NOTHING: ReadonlySet<string> = new Set([
  'automountServiceAccountToken',
  'enableServiceLinks',
  'runAsNonRoot',
  'allowPrivilegeEscalation',
  'readOnlyRootFilesystem',
  'shareProcessNamespace',
]);

/** For these it tells nought from nothing. */
const ZEROS: ReadonlySet<string> = new Set(['defaultMode', 'mode', 'terminationGracePeriodSeconds']);

/** Two names of one field. */
const ACCOUNT: ReadonlySet<string> = new Set(['serviceAccount', 'serviceAccountName']);

/** The value of a field as the API server keeps it; undefined for nothing and for what it takes for nothing. */
export function keptValue(object: JsonObject, field: string, around: string): JsonValue | undefined {
  if (ACCOUNT.has(field) && around === 'spec')
    return stringOf(object.serviceAccountName) ?? object.serviceAccount ?? 'default';
  if (field === 'requests' && around === 'resources')
    return { ...objectOf(object.limits), ...objectOf(object.requests) };
  const value = Object.hasOwn(object, field) ? object[field] : undefined;
  if (value === undefined || value === null) return unwritten(object, field, around);
  if (value === false) return TOLD_FROM_NOTHING.has(field) ? value : undefined;
  if (value === '' || value === 0) return ZEROS.has(field) ? value : unwritten(object, field, around);
  if (isList(value) && value.length === 0) return undefined;
  if (isObject(value) && Object.keys(value).length === 0) return undefined;
  return value;
}

function unwritten(object: JsonObject, field: string, around: string): JsonValue | undefined {
  const image = stringOf(object.image);
  if (field === 'imagePullPolicy' && image !== undefined) return pullPolicy(image);
  // On the network of the node.
  if (field === 'hostPort') return object.containerPort ?? undefined;
  return DEFAULTS[`${around}.${field}`] ?? DEFAULTS[field];
}

/** pkg/apis/core/v1/defaults.go SetDefaults_Container: of the tag `latest`, which is also that of an image without tag and digest. */
export function pullPolicy(image: string): 'Always' | 'IfNotPresent' {
  if (image.includes('@')) return 'IfNotPresent';
  const name = image.slice(image.lastIndexOf('/') + 1);
  const colon = name.indexOf(':');
  return colon === -1 || name.slice(colon + 1) === 'latest' ? 'Always' : 'IfNotPresent';
}
