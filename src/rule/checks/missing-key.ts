import { someOf } from '../../base/some.ts';
import { isObject, listOf, stringOf } from '../../base/json.ts';
import { derived } from '../../base/derived.ts';
import { NearWords } from '../../base/near-words.ts';
import { dependentsOfPod } from '../../reach/chain.ts';
import { keysOf } from '../../reference/data.ts';
import type { Reference } from '../../reference/reference.ts';
import { isPlaceholder } from '../../reference/world.ts';
import { describe, nameOf } from '../../resource/resource.ts';
import type { Resource } from '../../resource/resource.ts';
import type { Graph } from '../../reference/graph.ts';
import type { Check, Finding } from '../rule.ts';
import { verbOf } from '../verb.ts';

/**
 * A key that a pod asks of a ConfigMap or Secret of the input, which has others but not this one. `with.rows` are the
 * ids of the catalogue's rows that the rule looks at.
 */
export const check: Check = function* (resource, { graph, params }) {
  const rows = new Set(listOf(params.rows).map(stringOf));
  const told = new Map<string, { readonly finding: Finding; readonly more: Reference['path'][] }>();
  for (const reference of graph.references(resource)) {
    if (!rows.has(reference.row.id) || reference.optional || reference.keys.length === 0) continue;
    const resolution = graph.resolve(reference);
    if (resolution.status !== 'found') continue;
    const keys = keysOf(graph, reference.to, reference.namespace, reference.name);
    if (keys === undefined) continue;
    for (const { key, path } of reference.keys) {
      if (key === '' || keys.has(key) || isPlaceholder(key)) continue;
      const id = `${reference.to}\0${reference.name}\0${key}`;
      const before = told.get(id);
      if (before === undefined)
        told.set(id, { finding: findingOf(graph, reference, resolution.target, key, path, keys), more: [] });
      else before.more.push(path);
    }
  }
  for (const { finding, more } of told.values()) {
    yield {
      ...finding,
      related: [
        ...more.map((at) => ({ resource, at, message: 'It is asked for here too' })),
        ...(finding.related ?? []),
      ],
    };
  }
};

function findingOf(
  graph: Graph,
  reference: Reference,
  target: Resource,
  key: string,
  path: Reference['path'],
  keys: ReadonlySet<string>,
): Finding {
  const near = derived(keys, 'near words', () => new NearWords(keys)).nearest(key);
  const hint = near === undefined ? '' : ` Did you mean ${near}?`;
  const holder = ['data', 'stringData'].find((field) => isObject(target.value[field]));
  return {
    at: path,
    message: `${nameOf(reference.from)} ${verbOf(reference)} key ${key} of ${describe(reference.to, reference.namespace, reference.name)}, which has ${someOf(keys)}; ${reference.row.effect}.${hint}`,
    related: [
      {
        resource: target,
        ...(holder === undefined ? {} : { at: [holder], part: 'key' as const }),
        message: `${nameOf(target)} has ${someOf(keys)}`,
      },
      ...(reference.pod === undefined ? [] : dependentsOfPod(graph, reference.pod)),
    ],
    fixes:
      near === undefined
        ? []
        : [{ title: `Use ${near}`, safety: 'unsafe', edits: [{ at: path, value: near }] }],
  };
}
