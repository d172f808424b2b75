import { listOf, objectOf, stringOf } from '../../base/json.ts';
import type { Path } from '../../base/json.ts';
import { addTo } from '../../base/multimap.ts';
import type { Graph } from '../../reference/graph.ts';
import type { Pod } from '../../resource/pod.ts';
import { nameOf } from '../../resource/resource.ts';
import type { Resource } from '../../resource/resource.ts';
import { assumedCaller, shownCaller } from '../peer/caller.ts';
import { API_SERVER } from '../peer/control-plane.ts';
import { isWhole } from '../service/behind.ts';
import type { Edge, Landing } from './edge.ts';

/** Where API servers listen: behind most load balancers, kubeadm and k3s, minikube, MicroK8s. */
const LANDINGS: readonly Landing[] = [443, 6443, 8443, 16443].map((port) => ({
  callee: assumedCaller(API_SERVER),
  protocol: 'TCP',
  port,
}));

/** Pods that run as a ServiceAccount to which a binding gives rights: they call the API server. */
export function apiClientEdges(graph: Graph): readonly Edge[] {
  const grants = subjectsOfBindings(graph);
  if (grants.size === 0) return [];
  return graph.pods().flatMap((pod): readonly Edge[] => {
    const account = stringOf(pod.spec.serviceAccountName) ?? stringOf(pod.spec.serviceAccount);
    if (account === undefined || !isWhole(pod) || pod.spec.automountServiceAccountToken === false) return [];
    const [grant] = grants.get(`${pod.namespace}/${account}`) ?? [];
    if (grant === undefined || keepsNoToken(graph, pod, account)) return [];
    return [
      {
        kind: 'to-api-server',
        callers: [shownCaller(pod)],
        landings: LANDINGS,
        promise: {
          resource: grant.binding,
          at: grant.at,
          says: `${nameOf(grant.binding)} gives rights to ServiceAccount ${account}, as which ${nameOf(pod.owner)} runs`,
          requests: `requests of ${nameOf(pod.owner)} to the API server`,
        },
        certain: false,
      },
    ];
  });
}

function keepsNoToken(graph: Graph, pod: Pod, account: string): boolean {
  const written = graph.find('ServiceAccount', pod.namespace, account);
  return (
    written?.value.automountServiceAccountToken === false && pod.spec.automountServiceAccountToken !== true
  );
}

interface Grant {
  readonly binding: Resource;
  readonly at: Path;
}

/** By namespace and name of the ServiceAccount. */
function subjectsOfBindings(graph: Graph): ReadonlyMap<string, readonly Grant[]> {
  const found = new Map<string, Grant[]>();
  for (const kind of ['RoleBinding', 'ClusterRoleBinding'] as const) {
    for (const binding of graph.all(`rbac.authorization.k8s.io/${kind}`)) {
      listOf(binding.value.subjects).forEach((entry, index) => {
        const subject = objectOf(entry);
        const name = stringOf(subject.name);
        if (subject.kind !== 'ServiceAccount' || name === undefined) return;
        const namespace = stringOf(subject.namespace) ?? binding.namespace;
        addTo(found, `${namespace}/${name}`, { binding, at: ['subjects', index] });
      });
    }
  }
  return found;
}
