import { isList, isObject, objectOf } from '../base/json.ts';
import type { JsonObject, JsonValue, Path } from '../base/json.ts';
import { problemsAsWritten } from './custom/problems.ts';
import type { Problem } from './problems.ts';

/** A default of a schema, with what its own schema says of it. */
export interface Default {
  /** From the whole schema to the one that has it. */
  readonly at: Path;
  readonly schema: JsonObject;
  readonly value: JsonValue;
  readonly problems: readonly Problem[];
  /** Fields that would be dropped, from the default. */
  readonly dropped: readonly Path[];
}

/**
 * The defaults of the structure of a schema, but for those of metadata and of whole objects inside, which are completed before they
 * are held to it. Source: apiextensions-apiserver pkg/apiserver/schema/defaulting/validation.go ValidateDefaults.
 */
export function* defaultsIn(schema: JsonObject, at: Path = []): Iterable<Default> {
  const isWhole = at.length === 0 || schema['x-kubernetes-embedded-resource'] === true;
  const value = schema.default;
  if (value !== undefined && value !== null && !isWhole) {
    // What is not known is told of what would be dropped.
    const problems = problemsAsWritten(value, schema)?.filter(({ is }) => is !== 'unknown');
    if (problems !== undefined)
      yield { at, schema, value, problems, dropped: [...droppedIn(value, schema, [])] };
  }
  for (const [name, inner] of Object.entries(objectOf(schema.properties)))
    if (isObject(inner) && !(isWhole && METADATA.has(name)))
      yield* defaultsIn(inner, [...at, 'properties', name]);
  if (isObject(schema.items)) yield* defaultsIn(schema.items, [...at, 'items']);
}

const METADATA: ReadonlySet<string> = new Set(['apiVersion', 'kind', 'metadata']);

/** pkg/apiserver/schema/pruning/algorithm.go. */
function* droppedIn(value: JsonValue, schema: JsonObject, path: Path): Iterable<Path> {
  if (schema['x-kubernetes-preserve-unknown-fields'] === true) return;
  if (schema['x-kubernetes-embedded-resource'] === true) return;
  if (isObject(value) && schema.type === 'object' && !takesOthers(schema)) {
    const properties = objectOf(schema.properties);
    for (const key of Object.keys(value)) if (!Object.hasOwn(properties, key)) yield [...path, key];
  }
  for (const [step, entry, inner] of below(value, schema)) yield* droppedIn(entry, inner, [...path, step]);
}

function takesOthers({ additionalProperties: others }: JsonObject): boolean {
  return others === true || isObject(others);
}

function* below(
  value: JsonValue,
  schema: JsonObject,
): Iterable<readonly [step: string | number, value: JsonValue, schema: JsonObject]> {
  if (isList(value) && isObject(schema.items))
    for (const [index, entry] of value.entries()) yield [index, entry, schema.items];
  if (!isObject(value)) return;
  const properties = objectOf(schema.properties);
  for (const [key, entry] of Object.entries(value)) {
    const inner = Object.hasOwn(properties, key) ? properties[key] : schema.additionalProperties;
    if (entry !== undefined && isObject(inner)) yield [key, entry, inner];
  }
}
