import type { Graph } from '../reference/graph.ts';
import { customVersions } from '../schema/crd.ts';
import type { CustomVersion } from '../schema/crd.ts';

/** The versions that the definitions of the input serve, by `apiVersion/Kind`. */
export function definitionsIn(graph: Graph): ReadonlyMap<string, CustomVersion> {
  return graph.memo('custom versions', () =>
    customVersions(graph.all('apiextensions.k8s.io/CustomResourceDefinition')),
  );
}
