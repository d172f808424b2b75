import { listOf, objectOf, stringOf } from '../../base/json.ts';
import type { Path } from '../../base/json.ts';
import { addTo } from '../../base/multimap.ts';
import type { Graph } from '../../reference/graph.ts';
import type { Pod } from '../../resource/pod.ts';
import { nameOf } from '../../resource/resource.ts';
import type { Resource } from '../../resource/resource.ts';
import { assumedCaller, shownCaller } from '../peer/caller.ts';
import { API_SERVER, API_SERVER_PORTS } from '../peer/control-plane.ts';
import { isWhole } from '../service/behind.ts';
import type { Edge, Landing } from './edge.ts';

const LANDINGS: readonly Landing[] = API_SERVER_PORTS.map((port) => ({
  callee: assumedCaller(API_SERVER),
  protocol: 'TCP',
  port,
}));

/**
 * Pods that run as a ServiceAccount to which a binding gives rights: they call the API server. Of several that share one,
 * nobody knows which of them does.
 */
export function apiClientEdges(graph: Graph): readonly Edge[] {
  const grants = subjectsOfBindings(graph);
  if (grants.size === 0) return [];
  const byAccount = new Map<string, [Pod, ...Pod[]]>();
  for (const pod of graph.pods()) {
    const account = stringOf(pod.spec.serviceAccountName) ?? stringOf(pod.spec.serviceAccount);
    if (account === undefined || !grants.has(`${pod.namespace}/${account}`)) continue;
    if (hasNoToken(graph, pod, account)) continue;
    const name = `${pod.namespace}/${account}`;
    const known = byAccount.get(name);
    if (known === undefined) byAccount.set(name, [pod]);
    else known.push(pod);
  }
  return [...byAccount].flatMap(([account, pods]): readonly Edge[] => {
    const [grant] = grants.get(account) ?? [];
    return grant === undefined || !pods.every(isWhole) ? [] : [edgeOf(account, grant, pods)];
  });
}

function edgeOf(account: string, { binding, at }: Grant, pods: readonly [Pod, ...Pod[]]): Edge {
  const workloads = [...new Set(pods.map(({ owner }) => nameOf(owner)))];
  const [first = '', ...more] = workloads;
  const shared = more.length === 0 ? '' : ` and ${more.length} more`;
  return {
    kind: 'to-api-server',
    callers: pods.map(shownCaller),
    landings: LANDINGS,
    promise: {
      resource: binding,
      at,
      says: `${nameOf(binding)} gives rights to ServiceAccount ${account}, as which ${first}${shared} run${shared === '' ? 's' : ''}`,
      requests: `requests as ServiceAccount ${account} to the API server${shared === '' ? '' : `, which only some of its ${workloads.length} workloads may send,`}`,
    },
    certain: false,
  };
}

function hasNoToken(graph: Graph, pod: Pod, account: string): boolean {
  return pod.spec.automountServiceAccountToken === false || keepsNoToken(graph, pod, account);
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
