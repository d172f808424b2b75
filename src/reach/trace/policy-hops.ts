import type { Graph } from '../../reference/graph.ts';
import type { Hop } from './hop.ts';
import { meshHop } from './mesh-hop.ts';
import { policyHop } from './policy-hop.ts';
import type { Ways } from './policy-hop.ts';
import { containerHop } from './service-hops.ts';

/** What the policies of both sides say, what a mesh does, and the container at the end. */
export function* policyHops(graph: Graph, ways: Ways): Iterable<Hop> {
  for (const direction of ['egress', 'ingress'] as const) {
    const hop = policyHop(graph, direction, ways);
    if (hop !== undefined) yield hop;
  }
  const mesh = meshHop(graph, ways);
  if (mesh !== undefined) yield mesh;
  const container = containerHop(ways.landings);
  if (container !== undefined) yield container;
}
