import { objectOf, stringOf } from '../../base/json.ts';
import type { Graph } from '../../reference/graph.ts';
import { typeName } from '../../resource/kinds.ts';
import type { TypeName } from '../../resource/kinds.ts';
import { nameOf } from '../../resource/resource.ts';
import type { Resource } from '../../resource/resource.ts';
import type { CustomVersion } from '../../schema/crd.ts';
import { ruleOutcomes } from '../custom-rules.ts';
import type { RuleOutcome } from '../custom-rules.ts';
import { definitionsIn, definitionsOf } from '../definitions.ts';
import type { Check } from '../rule.ts';

/** Expressions of a definition that nobody evaluated for the objects of the input: silence about them is no pass. */
export const check: Check = function* (definition, { graph }) {
  const skipped = skippedRules(graph).get(definition);
  if (skipped === undefined) return;
  const { outcome, object, rules } = skipped;
  const reasons = [...new Set(rules.values())].slice(0, MOST).join('; ');
  const what =
    rules.size === 1
      ? `This rule of ${nameOf(definition)} is`
      : `${rules.size} rules of ${nameOf(definition)}, as this one, are`;
  yield {
    at: outcome.ruleAt,
    message: `${what} not evaluated for ${nameOf(object)}: ${reasons}.`,
    related: [{ resource: object, message: `${nameOf(object)} is one of its objects` }],
  };
};

/** More reasons help nobody. */
const MOST = 5;

/** The first such rule of a kind and an object that it is for, and all of them by their places, with the reason. */
interface Skipped {
  readonly outcome: RuleOutcome;
  readonly object: Resource;
  readonly rules: Map<string, string>;
}

/** Each kind once, at the first definition of it, in however many copies and versions. */
function skippedRules(graph: Graph): ReadonlyMap<Resource, Skipped> {
  return graph.memo('skipped rules', () => {
    const kinds = new Set([...definitionsIn(graph).values()].flat().map(typeOf));
    const found = new Map<string, { readonly definition: Resource; readonly skipped: Skipped }>();
    for (const object of graph.resources) {
      if (!kinds.has(object.type) || object.unrendered !== undefined) continue;
      const [version] = definitionsOf(graph, object);
      if (version === undefined) continue;
      for (const outcome of ruleOutcomes(graph, object, version)) {
        if (outcome.is === 'broken') continue;
        const known = found.get(object.type);
        const place = outcome.ruleAt.join('.');
        if (known === undefined) {
          const rules = new Map([[place, outcome.message]]);
          found.set(object.type, { definition: version.definition, skipped: { outcome, object, rules } });
        } else if (known.definition === version.definition) {
          known.skipped.rules.set(place, outcome.message);
        }
      }
    }
    return new Map([...found.values()].map(({ definition, skipped }) => [definition, skipped]));
  });
}

function typeOf({ definition }: CustomVersion): TypeName {
  const { group, names } = objectOf(definition.value.spec);
  return typeName(stringOf(group) ?? '', stringOf(objectOf(names).kind) ?? '');
}
