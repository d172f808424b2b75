import { getAt, stringOf } from '../../base/json.ts';
import type { Graph } from '../../reference/graph.ts';
import type { TypeName } from '../../resource/kinds.ts';
import type { Pod } from '../../resource/pod.ts';
import type { Match } from '../../resource/selector.ts';
import type { End } from '../connectivity/connectivity.ts';

/** Kinds whose objects say that the people of a namespace take its pods for a part of the mesh. */
const ISTIO_KINDS: readonly TypeName[] = [
  'security.istio.io/AuthorizationPolicy',
  'security.istio.io/PeerAuthentication',
  'security.istio.io/RequestAuthentication',
  'networking.istio.io/Sidecar',
];
const LINKERD_KINDS: readonly TypeName[] = [
  'policy.linkerd.io/Server',
  'policy.linkerd.io/ServerAuthorization',
  'policy.linkerd.io/AuthorizationPolicy',
];

/** Whether Istio acts on the requests of an end, by a proxy in its pods or by that of their node. */
export function inIstio(graph: Graph, end: End): Match {
  return 'pod' in end ? ofPod(graph, end.pod, 'istio', istioSays, ISTIO_KINDS) : outside(end);
}

/** Whether the pods of an end have a proxy of Linkerd. */
export function inLinkerd(graph: Graph, end: End): Match {
  return 'pod' in end ? ofPod(graph, end.pod, 'linkerd', linkerdSays, LINKERD_KINDS) : outside(end);
}

/** Somebody who is in no manifest may have brought a proxy along; an address has none. */
function outside(end: Exclude<End, { pod: Pod }>): Match {
  return 'unseen' in end && end.unseen.isPod !== 'no' ? 'maybe' : 'no';
}

type Said = 'yes' | 'no' | undefined;
type Says = (pod: Reader, namespace: Reader) => Said;
/** A label or annotation. */
type Reader = (key: string) => string | undefined;

/** Of a namespace that is written without a word of the mesh, only objects of the mesh there leave it open. */
function ofPod(graph: Graph, pod: Pod, mesh: string, says: Says, kinds: readonly TypeName[]): Match {
  const { namespace } = pod;
  if (pod.hostNetwork || namespace === 'kube-system') return 'no';
  if (pod.containers.some(({ name }) => name === `${mesh}-proxy`)) return 'yes';
  const home = graph.find('Namespace', '', namespace);
  const said = says(
    (key) => metadataOf(pod, key),
    (key) => home?.labels[key] ?? home?.annotations[key],
  );
  if (said !== undefined) return said;
  if (home === undefined || !pod.written || pod.open === true || pod.owner.unrendered !== undefined)
    return 'maybe';
  return kinds.some((type) => graph.all(type).some((one) => one.namespace === namespace)) ? 'maybe' : 'no';
}

function metadataOf({ owner, path }: Pod, key: string): string | undefined {
  for (const map of ['labels', 'annotations']) {
    const written = stringOf(getAt(owner.value, [...path, 'metadata', map, key]));
    if (written !== undefined) return written;
  }
  return undefined;
}

/**
 * Source: istio/istio pkg/kube/inject/inject.go injectRequired, the namespaceSelectors of its webhook (a namespace that says
 * `disabled` comes before its pods); pkg/config/constants DataplaneModeLabel.
 */
function istioSays(pod: Reader, namespace: Reader): Said {
  const mode = pod('istio.io/dataplane-mode') ?? namespace('istio.io/dataplane-mode');
  if (mode === 'ambient') return 'yes';
  if (namespace('istio-injection') === 'disabled') return 'no';
  const own = pod('sidecar.istio.io/inject');
  if (own !== undefined) return own === 'true' ? 'yes' : 'no';
  const revision = pod('istio.io/rev') ?? namespace('istio.io/rev');
  if (namespace('istio-injection') === 'enabled' || revision !== undefined) return 'yes';
  return mode === 'none' ? 'no' : undefined;
}

/** Source: linkerd/linkerd2 pkg/inject/inject.go GetOverrideAnnotations, ShouldInject; linkerd.io "Automatic Proxy Injection". */
function linkerdSays(pod: Reader, namespace: Reader): Said {
  const said = pod('linkerd.io/inject') ?? namespace('linkerd.io/inject');
  if (said === undefined) return undefined;
  return said === 'enabled' || said === 'ingress' ? 'yes' : 'no';
}
