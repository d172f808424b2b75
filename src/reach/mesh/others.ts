import { listOf, objectOf, stringOf } from '../../base/json.ts';
import type { Graph } from '../../reference/graph.ts';
import type { TypeName } from '../../resource/kinds.ts';
import type { Pod } from '../../resource/pod.ts';
import type { Resource } from '../../resource/resource.ts';
import { matches, readLabelSelector } from '../../resource/selector.ts';
import { specOf } from '../service/service.ts';
import { scopedTo } from './istio-scope.ts';
import { podOf, undecidedBy } from './request.ts';
import type { MeshRequest, Undecided } from './request.ts';

/** A kind that acts on requests in a language of its own. `isFor` tells whether it may be for one. */
interface Unread {
  readonly type: TypeName;
  readonly isFor: (resource: Resource, request: MeshRequest) => boolean;
}

/**
 * Sources: hashicorp/consul-k8s control-plane/api/v1alpha1/serviceintentions_types.go; kuma.io "MeshTrafficPermission";
 * servicemeshinterface/smi-spec traffic-access; aws/amazon-vpc-resource-controller-k8s apis/vpcresources/v1beta1;
 * cilium/cilium pkg/k8s/apis/cilium.io/v2 (ccec_types.go, clrp_types.go).
 */
const UNREAD: readonly Unread[] = [
  {
    type: 'consul.hashicorp.com/ServiceIntentions',
    isFor: (resource, { via }) => {
      const name = stringOf(objectOf(specOf(resource).destination).name);
      return via !== undefined && (name === '*' || name === via.name);
    },
  },
  { type: 'kuma.io/MeshTrafficPermission', isFor: (_, request) => isOfKuma(request) },
  { type: 'kuma.io/TrafficPermission', isFor: (_, request) => isOfKuma(request) },
  {
    type: 'access.smi-spec.io/TrafficTarget',
    isFor: (resource, { landing }) => {
      const { namespace = resource.namespace } = objectOf(specOf(resource).destination);
      return podOf(landing)?.namespace === namespace;
    },
  },
  {
    type: 'vpcresources.k8s.aws/SecurityGroupPolicy',
    isFor: (resource, { caller, landing }) =>
      [podOf(landing), 'pod' in caller.end ? caller.end.pod : undefined].some(
        (pod) => pod !== undefined && selectsByGroup(resource, pod),
      ),
  },
  { type: 'cilium.io/CiliumEnvoyConfig', isFor: namesService },
  { type: 'cilium.io/CiliumClusterwideEnvoyConfig', isFor: namesService },
  {
    type: 'cilium.io/CiliumLocalRedirectPolicy',
    isFor: (resource, { via }) => {
      const matcher = objectOf(objectOf(specOf(resource).redirectFrontend).serviceMatcher);
      return via !== undefined && matcher.serviceName === via.name && resource.namespace === via.namespace;
    },
  },
];

export function byOthers(graph: Graph, request: MeshRequest): Undecided | undefined {
  for (const { type, isFor } of UNREAD) {
    const found = graph.all(type).find((one) => isFor(one, request));
    if (found !== undefined) return undecidedBy(found, 'acts on it, and is not read');
  }
  return undefined;
}

const SIDECAR = 'kuma.io/sidecar-injection';

function isOfKuma({ landing }: MeshRequest): boolean {
  const pod = podOf(landing);
  return (
    pod !== undefined && pod.labels[SIDECAR] !== 'disabled' && pod.owner.annotations[SIDECAR] !== 'disabled'
  );
}

/** By labels of pods; by those of their account, which may be any. */
function selectsByGroup(resource: Resource, pod: Pod): boolean {
  if (resource.namespace !== pod.namespace || pod.hostNetwork) return false;
  const selector = readLabelSelector(specOf(resource).podSelector);
  return selector === undefined || matches(selector, pod) !== 'no';
}

function namesService(resource: Resource, { via }: MeshRequest): boolean {
  return (
    via !== undefined &&
    listOf(specOf(resource).services).some((entry) => {
      const { name, namespace = resource.namespace } = objectOf(entry);
      return name === via.name && namespace === via.namespace;
    })
  );
}

/** Extensions of the proxies themselves; those that Istio brings along only count (istio manifests/charts, telemetry.yaml). */
const EXTENSIONS = ['networking.istio.io/EnvoyFilter', 'extensions.istio.io/WasmPlugin'] as const;
const OWN_EXTENSION = /^(?:tcp-)?(?:stats|metadata-exchange)/;

/** `pods` are those with a proxy. */
export function byExtension(graph: Graph, pods: readonly Pod[]): Undecided | undefined {
  for (const type of EXTENSIONS)
    for (const pod of pods) {
      const found = scopedTo(graph, type, pod).find(({ resource }) => !OWN_EXTENSION.test(resource.name));
      if (found !== undefined) return undecidedBy(found.resource, 'changes the proxy, and is not read');
    }
  return undefined;
}
