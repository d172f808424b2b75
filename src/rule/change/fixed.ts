import type { JsonValue, Path } from '../../base/json.ts';
import type { TypeName } from '../../resource/kinds.ts';

/** A field that the API server does not let change. */
export interface Fixed {
  readonly path: Path;
  /**
   * `either`: nothing fills it in, or always `unset`, so one that is added or removed differs, too. `both`: only what both sides write can
   * be compared, for the API server fills in the rest. `kept`: what was written has to stay, and may be added.
   */
  readonly compared: 'either' | 'both' | 'kept';
  /** What stands for a field that is not written. */
  readonly unset?: JsonValue;
  /** A list whose order says nothing. */
  readonly unordered?: boolean;
}

const SELECTOR: Fixed = { path: ['spec', 'selector'], compared: 'either' };
const either = (...path: string[]): Fixed => ({ path, compared: 'either' });
const both = (...path: string[]): Fixed => ({ path, compared: 'both' });
const kept = (...path: (string | number)[]): Fixed => ({ path, compared: 'kept' });

const ROLE = [both('roleRef', 'kind'), both('roleRef', 'name')];

/**
 * Sources: the Validate…Update functions of k/k pkg/apis/{apps,batch,core,storage,rbac,networking,discovery,node,scheduling,resource}/validation,
 * of apiextensions-apiserver, and the CEL rules of gateway-api. Each was seen refused by kube-apiserver 1.35.4.
 */
export const FIXED: Readonly<Record<TypeName, readonly Fixed[] | undefined>> = {
  'apps/Deployment': [SELECTOR],
  'apps/DaemonSet': [SELECTOR],
  'apps/ReplicaSet': [SELECTOR],
  'apps/StatefulSet': [
    SELECTOR,
    either('spec', 'serviceName'),
    { ...either('spec', 'podManagementPolicy'), unset: 'OrderedReady' },
  ],
  'argoproj.io/Rollout': [SELECTOR],
  'batch/Job': [
    { ...either('spec', 'completionMode'), unset: 'NonIndexed' },
    either('spec', 'managedBy'),
    either('spec', 'selector'),
    either('spec', 'podFailurePolicy'),
    either('spec', 'backoffLimitPerIndex'),
    either('spec', 'successPolicy'),
  ],
  'rbac.authorization.k8s.io/RoleBinding': ROLE,
  'rbac.authorization.k8s.io/ClusterRoleBinding': ROLE,
  'storage.k8s.io/StorageClass': [
    either('provisioner'),
    either('parameters'),
    { ...either('reclaimPolicy'), unset: 'Delete' },
    { ...either('volumeBindingMode'), unset: 'Immediate' },
  ],
  'storage.k8s.io/VolumeAttributesClass': [either('driverName'), either('parameters')],
  'storage.k8s.io/CSIDriver': [
    { ...either('spec', 'attachRequired'), unset: true },
    { ...either('spec', 'volumeLifecycleModes'), unset: ['Persistent'], unordered: true },
  ],
  'scheduling.k8s.io/PriorityClass': [
    { ...either('value'), unset: 0 },
    { ...either('preemptionPolicy'), unset: 'PreemptLowerPriority' },
  ],
  'networking.k8s.io/IngressClass': [either('spec', 'controller')],
  'networking.k8s.io/IPAddress': [either('spec', 'parentRef')],
  'networking.k8s.io/ServiceCIDR': [kept('spec', 'cidrs', 0), kept('spec', 'cidrs', 1)],
  'gateway.networking.k8s.io/GatewayClass': [either('spec', 'controllerName')],
  'discovery.k8s.io/EndpointSlice': [either('addressType')],
  'node.k8s.io/RuntimeClass': [either('handler')],
  'apiextensions.k8s.io/CustomResourceDefinition': [
    both('spec', 'group'),
    both('spec', 'scope'),
    both('spec', 'names', 'kind'),
  ],
  ResourceQuota: [{ ...either('spec', 'scopes'), unordered: true }],
  Secret: [{ ...either('type'), unset: 'Opaque' }],
  PersistentVolume: [{ ...either('spec', 'volumeMode'), unset: 'Filesystem' }, kept('spec', 'nodeAffinity')],
  PersistentVolumeClaim: [
    { ...either('spec', 'accessModes'), unordered: true },
    either('spec', 'selector'),
    kept('spec', 'storageClassName'),
    { ...either('spec', 'volumeMode'), unset: 'Filesystem' },
    kept('spec', 'volumeName'),
  ],
};
