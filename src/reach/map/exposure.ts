import type { Path } from '../../base/json.ts';
import type { Graph } from '../../reference/graph.ts';
import type { Resource } from '../../resource/resource.ts';
import { describePeer, describePort } from '../policy/describe.ts';
import type { Direction, Peer } from '../policy/policy.ts';
import { hasOtherPolicies } from '../policy/other-policies.ts';
import { Reach } from '../reach.ts';
import type { Workload } from './workload.ts';

/** What would be open to pods that no manifest shows. */
export interface Exposure {
  readonly workload: Workload;
  readonly direction: Direction;
  /** `all pods of all namespaces`, `pods with app=web of namespaces with team=a`. */
  readonly peers: string;
  /** `all`, `TCP 80, 443`: as the rule writes them. */
  readonly ports: string;
  readonly verdict: 'allowed' | 'depends';
  /** The rule that opens it; undefined where no policy isolates the pods. */
  readonly rule: { readonly policy: Resource; readonly path: Path } | undefined;
}

const EVERYBODY = 'all pods of all namespaces';

/** Of NetworkPolicies, rule by rule. Where policies of other kinds act, all of it depends. */
export function exposureOf(graph: Graph, workload: Workload): readonly Exposure[] {
  return (['ingress', 'egress'] as const).flatMap((direction) => ofSide(graph, workload, direction));
}

function ofSide(graph: Graph, workload: Workload, direction: Direction): readonly Exposure[] {
  const [pod] = workload.pods;
  if (pod === undefined) return [];
  const { sure, possible } = new Reach(graph).isolating(pod, direction);
  const others = hasOtherPolicies(graph, workload.namespace) || pod.hostNetwork;
  if (sure.length === 0) {
    const verdict = others || possible.length > 0 ? 'depends' : 'allowed';
    return [{ workload, direction, peers: EVERYBODY, ports: 'all', verdict, rule: undefined }];
  }
  const found = new Map<string, Exposure>();
  for (const policy of [...sure, ...possible]) {
    const verdict = others || possible.includes(policy) ? 'depends' : 'allowed';
    for (const { path, peers, ports } of policy[direction]) {
      const home = `namespace ${workload.namespace}`;
      const listed =
        peers.length === 0 ? [EVERYBODY] : peers.filter(isOfPods).map((peer) => describePeer(peer, home));
      for (const one of listed) {
        const exposure: Exposure = {
          workload,
          direction,
          peers: one,
          ports: ports.length === 0 ? 'all' : ports.map(describePort).join(', '),
          verdict,
          rule: { policy: policy.resource, path },
        };
        const key = `${one}|${exposure.ports}`;
        if (found.get(key)?.verdict !== 'allowed') found.set(key, exposure);
      }
    }
  }
  return [...found.values()].sort((a, b) => order(a, b));
}

function order(a: Exposure, b: Exposure): number {
  return a.peers < b.peers ? -1 : a.peers > b.peers ? 1 : a.ports < b.ports ? -1 : 1;
}

/** Blocks are addresses outside: the map has them. */
function isOfPods({ block, namespaces, pods }: Peer): boolean {
  return block === undefined && (namespaces !== undefined || pods !== undefined);
}
