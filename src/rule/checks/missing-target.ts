import { listOf, stringOf } from '../../base/json.ts';
import { dependentsOfPod, dependentsOfService, requestsOf } from '../../reach/chain.ts';
import type { Graph, Missing } from '../../reference/graph.ts';
import type { Reference } from '../../reference/reference.ts';
import { describe, nameOf } from '../../resource/resource.ts';
import type { Check, Finding, RelatedObject } from '../rule.ts';

/** A reference whose target is not there. `with.rows` are the ids of the catalogue's rows that the rule looks at. */
export const check: Check = function* (resource, { graph, params }) {
  const rows = new Set(listOf(params['rows']).map(stringOf));
  for (const reference of graph.references(resource)) {
    if (!rows.has(reference.row.id) || reference.optional) continue;
    const resolution = graph.resolve(reference);
    if (resolution.status === 'missing') yield findingOf(graph, reference, resolution);
  }
};

function findingOf(graph: Graph, reference: Reference, missing: Missing): Finding {
  const target = describe(reference.to, reference.namespace, reference.name);
  const { nearest, elsewhere } = missing;
  const other = elsewhere[0];
  const where =
    other === undefined
      ? ''
      : ` It exists in namespace ${other.namespace}, where this reference does not look.`;
  const hint = nearest === undefined ? '' : ` Did you mean ${nearest.name}?`;
  return {
    at: reference.path,
    message: `${nameOf(reference.from)} ${verbOf(reference)} ${target}, which does not exist; ${reference.row.effect}.${where}${hint}`,
    ...(missing.certainty === 'likely' ? { severity: 'warning' } : {}),
    related: [
      ...[nearest, other].flatMap((one): RelatedObject[] =>
        one === undefined ? [] : [{ resource: one, message: `${nameOf(one)} is here` }],
      ),
      ...(reference.pod === undefined
        ? dependentsOfService(graph, reference.from)
        : dependentsOfPod(graph, reference.pod)),
    ],
    fixes:
      nearest === undefined
        ? []
        : [
            {
              title: `Use ${nearest.name}`,
              safety: 'unsafe',
              edits: [{ at: reference.path, value: nearest.name }],
            },
          ],
  };
}

function verbOf(reference: Reference): string {
  switch (reference.row.id) {
    case 'ingress-backend':
      return `sends ${requestsOf(reference)} to`;
    case 'route-backend':
      return 'sends requests to';
    default:
      return 'refers to';
  }
}
