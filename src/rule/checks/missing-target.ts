import { getAt, listOf, stringOf } from '../../base/json.ts';
import type { Severity } from '../../diagnostic/diagnostic.ts';
import { dependentsOfPod, dependentsOfService } from '../../reach/chain.ts';
import { programOf } from '../../reach/ingress/program.ts';
import type { Graph } from '../../reference/graph.ts';
import type { Missing, Resolution } from '../../reference/lookup.ts';
import type { Reference } from '../../reference/reference.ts';
import { describe, nameOf } from '../../resource/resource.ts';
import type { Resource } from '../../resource/resource.ts';
import { kindOf } from '../../resource/kinds.ts';
import { isPlaceholderName } from '../../reference/world.ts';
import type { Check, Finding, FindingFix, RelatedObject } from '../rule.ts';
import { effectOf } from '../effect.ts';
import { failsSoftly } from '../soft.ts';
import { isOwnPromise, verbOf } from '../verb.ts';

/**
 * A reference whose target is not there. `with.rows` are the ids of the catalogue's rows that the rule looks at,
 * `with.program` is the Ingress controller that reads them. An
 * object that names the same missing target in several places is told once, unless each place is a promise of its own.
 */
export const check: Check = function* (resource, { graph, params }) {
  if (params.program !== undefined && programOf(graph, resource)?.id !== params.program) return;
  const rows = new Set(listOf(params.rows).map(stringOf));
  const missing = new Map<string, { readonly first: Reference; readonly more: Reference[] }>();
  graph.references(resource).forEach((reference, index) => {
    if (!rows.has(reference.row.id) || reference.optional) return;
    const place = isOwnPromise(reference) ? String(index) : '';
    const key = `${reference.to}\0${reference.namespace}\0${reference.name}\0${place}`;
    const known = missing.get(key);
    if (known === undefined) missing.set(key, { first: reference, more: [] });
    else known.more.push(reference);
  });
  for (const { first, more } of missing.values()) {
    const resolution = graph.resolve(first);
    const effect = effectOf(graph, first);
    if (effect === undefined) continue;
    const other = otherKind(graph, first, resolution);
    if (other !== undefined) yield wrongKind(first, other, resolution, effect);
    else if (resolution.status === 'missing') yield findingOf(graph, first, more, resolution, effect);
  }
};

function findingOf(
  graph: Graph,
  reference: Reference,
  more: readonly Reference[],
  missing: Missing,
  effect: string,
): Finding {
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
    message: `${nameOf(reference.from)} ${verbOf(reference)} ${target}, which does not exist; ${effect}.${where}${hint}`,
    ...(missing.certainty === 'certain' ? severityOf(reference) : { severity: 'info' }),
    related: [
      ...more.map(({ path }) => ({ resource: reference.from, at: path, message: 'It is named here too' })),
      ...[nearest, other].flatMap((one): RelatedObject[] =>
        one === undefined ? [] : [{ resource: one, message: `${nameOf(one)} is here` }],
      ),
      ...(reference.pod === undefined
        ? dependentsOfService(graph, reference.from)
        : dependentsOfPod(graph, reference.pod)),
    ],
    fixes: nearest === undefined ? [] : [rename(nearest.name, [reference, ...more])],
  };
}

function rename(name: string, references: readonly Reference[]): FindingFix {
  return {
    title: `Use ${name}`,
    safety: 'unsafe',
    edits: references.map(({ path }) => ({ at: path, value: name })),
  };
}

function severityOf(reference: Reference): { readonly severity?: Severity } {
  return failsSoftly(reference) ? { severity: 'warning' } : {};
}

/** The object of that name which is of another kind that the field may name. */
function otherKind(graph: Graph, reference: Reference, resolution: Resolution): Resource | undefined {
  const { row, from, to, namespace, name } = reference;
  if (typeof row.to === 'string' || resolution.status === 'found' || resolution.status === 'implied')
    return undefined;
  if (from.unrendered !== undefined || isPlaceholderName(name) || graph.isHidden(name)) return undefined;
  for (const type of row.to.known) {
    const other =
      type === to ? undefined : graph.find(type, namespace === '' ? from.namespace : namespace, name);
    if (other !== undefined) return other;
  }
  return undefined;
}

function wrongKind(reference: Reference, other: Resource, resolution: Resolution, effect: string): Finding {
  const { from, row, path, to, namespace, name } = reference;
  const target = describe(to, namespace, name);
  const field = typeof row.to === 'string' ? 'kind' : row.to.kind;
  const kind = [...path.slice(0, -1), field];
  const written = getAt(from.value, kind) !== undefined;
  return {
    at: written ? kind : path,
    message: `${nameOf(from)} ${verbOf(reference)} ${target}, which does not exist; ${effect}. ${name} is a ${other.kind}${written ? '' : `, and ${field} is ${kindOf(to)} unless written`}.`,
    ...(resolution.status === 'missing' ? severityOf(reference) : { severity: 'warning' }),
    related: [{ resource: other, message: `${nameOf(other)} is here` }],
    fixes: [],
  };
}
