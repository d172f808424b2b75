import { getAt, listOf, objectOf, stringOf } from '../base/json.ts';
import { groupOf, typeName } from './kinds.ts';
import type { TypeName } from './kinds.ts';
import type { Resource } from './resource.ts';

/** The object that an object says it belongs to and is kept by. */
export interface Controller {
  readonly type: TypeName;
  readonly name: string;
  /** Empty where it is not said. */
  readonly uid: string;
}

/** By `ownerReferences`, of which one has `controller: true` (apimachinery pkg/apis/meta/v1/controller_ref.go GetControllerOf). */
export function controllerOf({ value }: Resource): Controller | undefined {
  for (const entry of listOf(getAt(value, ['metadata', 'ownerReferences']))) {
    const { apiVersion, kind, name, uid, controller } = objectOf(entry);
    if (controller !== true || stringOf(name) === undefined) continue;
    const type = typeName(groupOf(stringOf(apiVersion) ?? ''), stringOf(kind) ?? '');
    return { type, name: stringOf(name) ?? '', uid: stringOf(uid) ?? '' };
  }
  return undefined;
}

export function uidOf({ value }: Resource): string {
  return stringOf(getAt(value, ['metadata', 'uid'])) ?? '';
}

/** Whether it was read from a cluster: only the API server gives both, and nobody writes them by hand. */
export function isObserved(resource: Resource): boolean {
  return uidOf(resource) !== '' && getAt(resource.value, ['metadata', 'resourceVersion']) !== undefined;
}

const MANAGED_BY: ReadonlyMap<string, ReadonlySet<string>> = new Map([
  ['endpoints.kubernetes.io/managed-by', new Set(['endpoint-controller'])],
  [
    'endpointslice.kubernetes.io/managed-by',
    new Set(['endpointslice-controller.k8s.io', 'endpointslicemirroring-controller.k8s.io']),
  ],
]);

/**
 * Endpoints or an EndpointSlice that a controller of Kubernetes keeps, by the marks that it leaves: kubernetes
 * pkg/controller/endpoint/endpoints_controller.go (LabelManagedBy since 1.33, EndpointsLastChangeTriggerTime),
 * pkg/controller/endpointslice and endpointslicemirroring (LabelManagedBy).
 */
export function isKeptEndpoints(resource: Resource): boolean {
  if (resource.type !== 'Endpoints' && resource.type !== 'discovery.k8s.io/EndpointSlice') return false;
  if (resource.annotations['endpoints.kubernetes.io/last-change-trigger-time'] !== undefined) return true;
  return [...MANAGED_BY].some(([label, names]) => names.has(resource.labels[label] ?? ''));
}
