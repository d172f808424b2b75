import { addTo } from '../../base/multimap.ts';
import type { Graph } from '../../reference/graph.ts';
import { nameOf } from '../../resource/resource.ts';
import type { Resource } from '../../resource/resource.ts';
import { verdictsOn } from '../admission/evaluate.ts';
import type { Check } from '../rule.ts';

/** A ValidatingAdmissionPolicy that could not be evaluated for some objects: that is no pass. */
export const check: Check = function* (policy, { graph }) {
  const unknown = unknownIn(graph).get(policy) ?? [];
  const [first] = unknown;
  if (first === undefined) return;
  const others = unknown.length === 1 ? '' : ` and ${unknown.length - 1} more`;
  yield {
    at: ['spec', 'validations'],
    part: 'key',
    message: `Whether ${nameOf(first.resource)}${others} would pass ${nameOf(policy)} is not known: ${first.why.replace(/\.$/, '')}.`,
    related: unknown
      .slice(0, 5)
      .map(({ resource }) => ({ resource, message: `${nameOf(resource)} is one of them` })),
  };
};

interface Unknown {
  readonly resource: Resource;
  readonly why: string;
}

/** By policy the objects for which it could not be evaluated, each with the first reason. */
function unknownIn(graph: Graph): ReadonlyMap<Resource, readonly Unknown[]> {
  return graph.memo('unknown admissions', () => {
    const found = new Map<Resource, Unknown[]>();
    for (const resource of graph.resources) {
      const told = new Set<Resource>();
      for (const verdict of verdictsOn(graph, resource)) {
        const policy = verdict.policy.resource;
        if (verdict.is !== 'unknown' || told.has(policy)) continue;
        told.add(policy);
        addTo(found, policy, { resource, why: verdict.why });
      }
    }
    return found;
  });
}
