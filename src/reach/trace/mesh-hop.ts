import type { Graph } from '../../reference/graph.ts';
import type { Resource } from '../../resource/resource.ts';
import { attachedTo } from '../mesh/attached.ts';
import { undecided } from '../mesh/undecided.ts';
import type { Hop } from './hop.ts';
import { landingName } from './policy-hop.ts';
import type { Ways } from './policy-hop.ts';

/** What a mesh, or somebody else who acts on requests, leaves open; undefined where nothing of the manifests does. */
export function meshHop(graph: Graph, { callers, landings, via }: Ways): Hop | undefined {
  for (const caller of callers)
    for (const landing of landings) {
      const found = undecided(graph, { caller, landing, via });
      if (found === undefined) continue;
      const { resource, path, why } = found;
      return {
        kind: 'mesh',
        verdict: 'depends',
        message: `Whether ${caller.name} gets into ${landing.protocol} ${landing.port} of ${landingName(landing)} is not told: ${why}`,
        place: { resource, path },
      };
    }
  return undefined;
}

/** What is attached to the objects that decide where a request goes. */
export function attachedHop(graph: Graph, passed: readonly Resource[]): Hop | undefined {
  const found = attachedTo(graph, passed);
  return (
    found && {
      kind: 'mesh',
      verdict: 'depends',
      message: `Whether the request is let in is not told: ${found.why}`,
      place: { resource: found.resource, path: found.path },
    }
  );
}
