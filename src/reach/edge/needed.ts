import type { Graph } from '../../reference/graph.ts';
import { peerEdges } from './between-peers.ts';
import type { Edge } from './edge.ts';
import { callEdges } from './from-calls.ts';
import { nodePortEdges } from './from-node-ports.ts';
import { openshiftEdges } from './from-openshift.ts';
import { scrapeEdges } from './from-prometheus.ts';
import { referenceEdges } from './from-references.ts';
import { apiClientEdges } from './to-api-server.ts';
import { meshEdges } from './to-mesh.ts';

/** All requests that the manifests promise. That pods look up names is told apart: see policy/blocked-dns.ts. */
export function neededEdges(graph: Graph): readonly Edge[] {
  return graph.memo('needed edges', () => [
    ...referenceEdges(graph),
    ...openshiftEdges(graph),
    ...callEdges(graph),
    ...nodePortEdges(graph),
    ...scrapeEdges(graph),
    ...peerEdges(graph),
    ...apiClientEdges(graph),
    ...meshEdges(graph),
  ]);
}
