import { readDocuments } from '../../src/document/read.ts';
import { Reach } from '../../src/reach/reach.ts';
import { Graph } from '../../src/reference/graph.ts';
import { objectsOf, resourceOf } from '../../src/resource/resource.ts';

/** Graph and reach of some documents; objects without a namespace are in `default`. */
export function worldOf(text: string): { readonly graph: Graph; readonly reach: Reach } {
  const resources = readDocuments(text).flatMap(({ offset, document }, index) =>
    objectsOf({ file: 'a.yaml', index, offset, document }).map((object) =>
      resourceOf(object, 'default', new Set()),
    ),
  );
  const graph = new Graph({ resources, closedWorld: false, unreadable: [] });
  return { graph, reach: new Reach(graph) };
}

/** A NetworkPolicy shop/web for pods with app=web; `egress` is its list in flow style. */
export function egressPolicy(egress: string): string {
  return `
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: web, namespace: shop }
spec:
  podSelector: { matchLabels: { app: web } }
  policyTypes: [Egress]
  egress: ${egress}
---
`;
}
