import { isObject, listOf, objectOf, stringOf } from '../../base/json.ts';
import type { JsonObject } from '../../base/json.ts';
import type { Graph } from '../../reference/graph.ts';
import type { TypeName } from '../../resource/kinds.ts';
import { groupOf } from '../../resource/kinds.ts';
import type { Resource } from '../../resource/resource.ts';
import { specOf } from '../service/service.ts';
import { undecidedBy } from './request.ts';
import type { Undecided } from './request.ts';

/**
 * Policies that are attached to Gateways, listeners and routes, and refuse requests by what is in them: who asks, with which token. Sources:
 * envoyproxy/gateway api/v1alpha1/securitypolicy_types.go; istio/api security/v1beta1/authorization_policy.proto, targetRefs;
 * Kuadrant/kuadrant-operator api/v1/authpolicy_types.go; kgateway-dev/kgateway api/v1alpha1 TrafficPolicy;
 * Kong/kubernetes-configuration api/configuration; GoogleCloudPlatform/gke-gateway-api GCPBackendPolicy.
 */
const ATTACHED: readonly TypeName[] = [
  'gateway.envoyproxy.io/SecurityPolicy',
  'security.istio.io/AuthorizationPolicy',
  'kuadrant.io/AuthPolicy',
  'gateway.kgateway.dev/TrafficPolicy',
  'networking.gke.io/GCPBackendPolicy',
];

/** What is attached to one of the objects that a request passes: its Gateway, its route. */
export function attachedTo(graph: Graph, passed: readonly Resource[]): Undecided | undefined {
  for (const type of ATTACHED) {
    const found = graph.all(type).find((policy) => passed.some((one) => targets(policy, one)));
    if (found !== undefined) return undecidedBy(found, 'acts on it, and is not read');
  }
  return undefined;
}

function targets(policy: Resource, { apiVersion, kind, namespace, name }: Resource): boolean {
  const { targetRef, targetRefs } = specOf(policy);
  const refs: readonly JsonObject[] = [
    ...(isObject(targetRef) ? [targetRef] : []),
    ...listOf(targetRefs).map(objectOf),
  ];
  return refs.some(
    (ref) =>
      ref.kind === kind &&
      ref.name === name &&
      (stringOf(ref.group) ?? '') === groupOf(apiVersion) &&
      (stringOf(ref.namespace) ?? policy.namespace) === namespace,
  );
}
