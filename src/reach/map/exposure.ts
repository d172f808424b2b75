import type { Path } from '../../base/json.ts';
import type { Graph } from '../../reference/graph.ts';
import type { Resource } from '../../resource/resource.ts';
import { describeCrowd } from '../connectivity/crowd.ts';
import { openingsOf } from '../connectivity/openings.ts';
import type { CrowdOpening } from '../connectivity/openings.ts';
import { PolicyTable } from '../connectivity/tiers.ts';
import { hasForeignPolicies } from '../policy/other-policies.ts';
import type { Direction } from '../policy/policy.ts';
import type { Workload } from './workload.ts';

/** What would be open to pods that no manifest shows. */
export interface Exposure {
  readonly workload: Workload;
  readonly direction: Direction;
  /** `all pods of all namespaces`, `pods with app=web of namespaces with team=a`, and which of them not. */
  readonly peers: string;
  /** `all`, `TCP 80, 443`; `TCP http` where every destination resolves the name for itself. */
  readonly ports: string;
  readonly verdict: 'allowed' | 'depends';
  /** The rule that opens it; undefined where none closes it. */
  readonly rule: { readonly policy: Resource; readonly path: Path } | undefined;
  /** Whether policies act on the pods in this direction. */
  readonly limited: boolean;
}

/** By all policies, tier after tier. Where policies act that nobody evaluates, all of it depends. */
export function exposureOf(graph: Graph, workload: Workload): readonly Exposure[] {
  return (['ingress', 'egress'] as const).flatMap((direction) => ofSide(graph, workload, direction));
}

function ofSide(graph: Graph, workload: Workload, direction: Direction): readonly Exposure[] {
  const { classes } = graph.memo('policy table', () => new PolicyTable(graph));
  const alike = new Set(workload.pods.map((pod) => classes.ofPod(pod)));
  const foreign = hasForeignPolicies(graph, workload.namespace);
  const found = new Map<string, { readonly exposure: Exposure; of: number }>();
  for (const subject of alike) {
    for (const opening of openingsOf(graph, subject, direction)) {
      const exposure: Exposure = {
        workload,
        direction,
        peers: describePeers(opening),
        ports: String(opening.ports),
        verdict: foreign || !opening.certain ? 'depends' : 'allowed',
        rule: opening.rule,
        limited: opening.limited,
      };
      const key = `${exposure.peers}|${exposure.ports}`;
      const known = found.get(key);
      if (known === undefined) found.set(key, { exposure, of: 1 });
      else known.of++;
    }
  }
  return [...found.values()]
    .map(({ exposure, of }): Exposure => (of < alike.size ? { ...exposure, verdict: 'depends' } : exposure))
    .sort((a, b) => order(a, b));
}

function describePeers({ crowd, without }: CrowdOpening): string {
  const all = describeCrowd(crowd);
  return without.length === 0 ? all : `${all}, but not ${without.map(describeCrowd).join(', nor ')}`;
}

function order(a: Exposure, b: Exposure): number {
  return a.peers < b.peers ? -1 : a.peers > b.peers ? 1 : a.ports < b.ports ? -1 : 1;
}
