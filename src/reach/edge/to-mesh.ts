import { getAt, stringOf } from '../../base/json.ts';
import type { Graph } from '../../reference/graph.ts';
import type { Pod } from '../../resource/pod.ts';
import { nameOf } from '../../resource/resource.ts';
import type { Resource } from '../../resource/resource.ts';
import { assumedCaller, shownCaller } from '../peer/caller.ts';
import type { Caller } from '../peer/caller.ts';
import { isWhole } from '../service/behind.ts';
import type { Edge } from './edge.ts';

/** Where a mesh says that it puts its proxy into pods, and what that proxy needs to start. */
interface Mesh {
  readonly controlPlane: Caller;
  readonly port: number;
  /** A label or annotation of pods, and the namespace's own. */
  readonly pod: readonly [key: string, value: string];
  readonly namespace: readonly [key: string, value: string];
}

/**
 * Sources: istio.io "Application Requirements" (15012: XDS and certificates over TLS), "Installing the Sidecar";
 * linkerd.io "Automatic Proxy Injection", and its chart (linkerd-identity 8080: certificates).
 */
const MESHES: readonly Mesh[] = [
  {
    controlPlane: controlPlane('istiod', 'istio-system', { app: 'istiod' }),
    port: 15012,
    pod: ['sidecar.istio.io/inject', 'true'],
    namespace: ['istio-injection', 'enabled'],
  },
  {
    controlPlane: controlPlane('linkerd-identity', 'linkerd', {
      'linkerd.io/control-plane-component': 'identity',
    }),
    port: 8080,
    pod: ['linkerd.io/inject', 'enabled'],
    namespace: ['linkerd.io/inject', 'enabled'],
  },
];

function controlPlane(name: string, namespace: string, labels: Readonly<Record<string, string>>): Caller {
  return assumedCaller({ name, isPod: 'yes', namespace, labels: { labels, open: true }, ports: [] });
}

/** What the proxies that a service mesh puts into pods need from its control plane. */
export function meshEdges(graph: Graph): readonly Edge[] {
  return graph.pods().flatMap((pod) =>
    !isWhole(pod) || pod.hostNetwork
      ? []
      : MESHES.flatMap((mesh): readonly Edge[] => {
          const promise = promiseOf(graph, pod, mesh);
          if (promise === undefined) return [];
          const { controlPlane, port } = mesh;
          return [
            {
              kind: 'to-mesh',
              callers: [shownCaller(pod)],
              landings: [{ callee: controlPlane, protocol: 'TCP', port }],
              promise: {
                ...promise,
                requests: `requests for certificates of the proxy in the pods of ${nameOf(pod.owner)}`,
              },
              certain: true,
            },
          ];
        }),
  );
}

function promiseOf(
  graph: Graph,
  pod: Pod,
  { pod: [key, value], namespace }: Mesh,
):
  | { readonly resource: Resource; readonly at: readonly (string | number)[]; readonly says: string }
  | undefined {
  const { owner } = pod;
  for (const map of ['labels', 'annotations']) {
    const at = [...pod.path, 'metadata', map, key];
    const written = stringOf(getAt(owner.value, at));
    if (written === value) return { resource: owner, at, says: `${nameOf(owner)} gets a proxy of the mesh` };
    if (written !== undefined) return undefined;
  }
  const home = graph.find('Namespace', '', pod.namespace);
  const [label, on] = namespace;
  if (home === undefined || (home.labels[label] ?? home.annotations[label]) !== on) return undefined;
  const map = home.labels[label] === on ? 'labels' : 'annotations';
  return {
    resource: home,
    at: ['metadata', map, label],
    says: `pods of ${nameOf(home)} get a proxy of the mesh`,
  };
}
