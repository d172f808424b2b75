import { isList, isObject, listOf, objectOf, stringOf } from '../../base/json.ts';
import type { JsonObject, JsonValue, Path } from '../../base/json.ts';
import { nameOf } from '../../resource/resource.ts';
import { customVersions, prepared } from '../../schema/crd.ts';
import { celProgram, celValue } from '../cel.ts';
import type { Check } from '../rule.ts';

/**
 * Expressions in the definition of a custom resource that its objects must keep to (x-kubernetes-validations). Those that
 * compare with the object before a change (`oldSelf`) say nothing of a manifest; what cannot be evaluated says nothing either.
 */
export const check: Check = function* (resource, { graph }) {
  if (resource.unrendered !== undefined) return;
  const versions = graph.memo('custom versions', () =>
    customVersions(graph.all('apiextensions.k8s.io/CustomResourceDefinition')),
  );
  const version = versions.get(`${resource.apiVersion}/${resource.kind}`);
  if (version === undefined) return;
  const { definition, schema, at: schemaAt } = version;
  for (const broken of brokenIn(prepared(resource.value, schema), schema, [], schemaAt)) {
    yield {
      at: broken.at.length === 0 ? ['kind'] : broken.at,
      message: `${nameOf(resource)} breaks a rule of its definition: ${broken.message.replace(/\.$/, '')}; the API server rejects it.`,
      related: [{ resource: definition, at: broken.ruleAt, message: `${nameOf(definition)} says so` }],
    };
  }
};

interface Broken {
  readonly at: Path;
  readonly message: string;
  readonly ruleAt: Path;
}

function* brokenIn(value: JsonValue, schema: JsonObject, at: Path, schemaAt: Path): Iterable<Broken> {
  for (const [index, entry] of listOf(schema['x-kubernetes-validations']).entries()) {
    const validation = objectOf(entry);
    const rule = stringOf(validation.rule) ?? '';
    if (rule === '' || /\boldSelf\b/.test(rule)) continue;
    const variables = { self: celValue(value) };
    const outcome = programOf(rule)(variables);
    if (!('value' in outcome) || outcome.value !== false) continue;
    const expression = stringOf(validation.messageExpression);
    const told = expression === undefined ? undefined : programOf(expression)(variables);
    const own =
      told !== undefined && 'value' in told && typeof told.value === 'string' ? told.value : undefined;
    yield {
      at: [...at, ...fieldPathOf(validation)],
      message: (own ?? stringOf(validation.message) ?? `failed rule: ${rule}`).replace(/\s+/g, ' ').trim(),
      ruleAt: [...schemaAt, 'x-kubernetes-validations', index, 'rule'],
    };
  }
  if (isList(value)) {
    const items = objectOf(schema.items);
    for (const [index, item] of value.entries())
      yield* brokenIn(item, items, [...at, index], [...schemaAt, 'items']);
  } else if (isObject(value)) {
    const properties = objectOf(schema.properties);
    for (const [key, entry] of Object.entries(value)) {
      const inner = properties[key];
      if (entry === undefined) continue;
      if (isObject(inner)) yield* brokenIn(entry, inner, [...at, key], [...schemaAt, 'properties', key]);
      else
        yield* brokenIn(
          entry,
          objectOf(schema.additionalProperties),
          [...at, key],
          [...schemaAt, 'additionalProperties'],
        );
    }
  }
}

/** `.spec.ports`, without indexes. */
function fieldPathOf({ fieldPath }: JsonObject): Path {
  const text = stringOf(fieldPath);
  return text === undefined || !/^(?:\.\w+)+$/.test(text) ? [] : text.slice(1).split('.');
}

const programs = new Map<string, ReturnType<typeof celProgram>>();

function programOf(text: string): ReturnType<typeof celProgram> {
  const known = programs.get(text) ?? celProgram(text);
  programs.set(text, known);
  return known;
}
