import { addTo } from '../base/multimap.ts';
import { getAt, isList, isObject, listOf, objectOf, stringOf } from '../base/json.ts';
import type { JsonObject, JsonValue, Path } from '../base/json.ts';
import type { Resource } from '../resource/resource.ts';
import { withReplicas } from './custom/replicas.ts';
import { CUSTOM_VERSION } from './definitions.ts';
import { guideOf } from './guide.ts';
import { definitionId } from './json-schema.ts';
import type { Guide, Shape } from './shape.ts';

/** A version of a custom resource, as its definition in the input writes it. */
export interface CustomVersion {
  readonly definition: Resource;
  /** `openAPIV3Schema`: structural, of apiextensions.k8s.io/v1. */
  readonly schema: JsonObject;
  /** To it, in the definition. */
  readonly at: Path;
}

/**
 * The versions that definitions serve, by `apiVersion/Kind`: several where the input holds several copies of a definition. A
 * copy without a schema takes anything; what no copy has a schema for is left out.
 */
export function customVersions(
  definitions: readonly Resource[],
): ReadonlyMap<string, readonly CustomVersion[]> {
  const found = new Map<string, CustomVersion[]>();
  for (const definition of definitions) {
    const spec = objectOf(definition.value.spec);
    const kind = stringOf(objectOf(spec.names).kind);
    if (kind === undefined || definition.unrendered !== undefined) continue;
    for (const [index, entry] of listOf(spec.versions).entries()) {
      const version = objectOf(entry);
      if (version.served === false) continue;
      addTo(found, `${stringOf(spec.group) ?? ''}/${stringOf(version.name) ?? ''}/${kind}`, {
        definition,
        schema: withReplicas(
          objectOf(objectOf(version.schema).openAPIV3Schema),
          stringOf(objectOf(objectOf(version.subresources).scale).specReplicasPath),
        ),
        at: ['spec', 'versions', index, 'schema', 'openAPIV3Schema'],
      });
    }
  }
  for (const [key, copies] of found) if (!copies.some(hasSchema)) found.delete(key);
  return found;
}

function hasSchema({ schema }: CustomVersion): boolean {
  return Object.keys(schema).length > 0;
}

/**
 * A structural schema as a JSON schema (draft 7). What the API server prunes is an error here, as for strict validation; what
 * `x-kubernetes-preserve-unknown-fields` keeps is not. Source: apiextensions-apiserver pkg/apiserver/schema; "Extend the
 * Kubernetes API with CustomResourceDefinitions".
 */
export function jsonSchemaOf(schema: JsonObject): JsonObject {
  return convert(schema, 'root');
}

/** `branch`: below allOf, anyOf, oneOf or not, which only add to what the structure around them says. */
type Place = 'root' | 'inside' | 'branch';

function convert(schema: JsonObject, place: Place): JsonObject {
  const known = converted[place].get(schema);
  if (known !== undefined) return known;
  const result = converting(schema, place);
  converted[place].set(schema, result);
  return result;
}

/** Schemas that are known share what is alike in them. */
const converted: Readonly<Record<Place, WeakMap<JsonObject, JsonObject>>> = {
  root: new WeakMap(),
  inside: new WeakMap(),
  branch: new WeakMap(),
};

function converting(schema: JsonObject, place: Place): JsonObject {
  const below = place === 'branch' ? 'branch' : 'inside';
  const result: Record<string, JsonValue> = {};
  for (const [key, value] of Object.entries(schema)) {
    if (value === undefined) continue;
    if (COPIED.has(key)) result[key] = value;
    else if (LISTS.has(key)) result[key] = listOf(value).map((one) => convert(objectOf(one), 'branch'));
    else if (key === 'not') result[key] = convert(objectOf(value), 'branch');
    else if (key === 'items') result[key] = convert(objectOf(value), below);
  }
  for (const bound of ['minimum', 'maximum'] as const) Object.assign(result, boundOf(schema, bound));
  if (schema['x-kubeplumb-duration'] === true) result.goDuration = true;
  const uniqueBy = uniqueIn(schema);
  if (uniqueBy !== undefined) result.uniqueBy = uniqueBy;
  if (schema['x-kubernetes-int-or-string'] === true) {
    // Its anyOf says the same once more.
    delete result.anyOf;
    delete result.allOf;
    result.type = ['integer', 'string'];
  }
  if (isObject(schema.properties) || isObject(schema.additionalProperties))
    Object.assign(result, objectPart(schema, place, below));
  if (schema.nullable === true && result.type !== undefined) result.type = [result.type, 'null'].flat();
  return result;
}

/** What tells the entries of a list apart: some of their fields, or all that they are; undefined where nothing has to. */
function uniqueIn(schema: JsonObject): readonly string[] | undefined {
  const type = schema['x-kubernetes-list-type'];
  if (type === 'set') return [];
  if (type !== 'map') return undefined;
  const keys = listOf(schema['x-kubernetes-list-map-keys']).filter((name) => typeof name === 'string');
  return keys.length === 0 ? undefined : keys;
}

const COPIED: ReadonlySet<string> = new Set([
  'type',
  'format',
  'enum',
  'required',
  'multipleOf',
  'pattern',
  'minLength',
  'maxLength',
  'minItems',
  'maxItems',
  'minProperties',
  'maxProperties',
]);
const LISTS: ReadonlySet<string> = new Set(['allOf', 'anyOf', 'oneOf']);

/** OpenAPI 3.0 says true or false beside the bound, where draft 7 has a bound of its own. */
function boundOf(schema: JsonObject, bound: 'minimum' | 'maximum'): JsonObject {
  const limit = schema[bound];
  const exclusive = bound === 'minimum' ? 'exclusiveMinimum' : 'exclusiveMaximum';
  if (typeof limit !== 'number') return {};
  return { [schema[exclusive] === true ? exclusive : bound]: limit };
}

function objectPart(schema: JsonObject, place: Place, below: Place): JsonObject {
  const whole = place === 'root' || schema['x-kubernetes-embedded-resource'] === true;
  const properties = Object.fromEntries(
    Object.entries(objectOf(schema.properties)).map(([name, one]) => [name, convert(objectOf(one), below)]),
  );
  const metadata = place === 'root' ? { $ref: METADATA } : {};
  const all = whole ? { apiVersion: {}, kind: {}, ...properties, metadata } : properties;
  const { additionalProperties } = schema;
  const open =
    place === 'branch' ||
    additionalProperties === true ||
    !isObject(schema.properties) ||
    schema['x-kubernetes-preserve-unknown-fields'] === true;
  return {
    properties: all,
    additionalProperties: isObject(additionalProperties) ? convert(additionalProperties, below) : open,
  };
}

/**
 * The value as the API server validates it: nulls that a field does not take are dropped, then defaults are filled in
 * (apiextensions-apiserver pkg/apiserver/schema/defaulting).
 */
export function prepared(value: JsonValue, schema: JsonObject): JsonValue {
  if (!isObject(value)) return preparing(value, schema);
  const known = preparedBy.get(value);
  if (known?.schema === schema) return known.result;
  const result = preparing(value, schema);
  preparedBy.set(value, { schema, result });
  return result;
}

/** Asked for one object by several rules, one schema after the other. */
const preparedBy = new WeakMap<JsonObject, { readonly schema: JsonObject; readonly result: JsonValue }>();

function preparing(value: JsonValue, schema: JsonObject): JsonValue {
  if (isList(value)) {
    const items = objectOf(schema.items);
    return value.map((item) => preparing(item, items));
  }
  if (!isObject(value)) return value;
  const properties = objectOf(schema.properties);
  const others = objectOf(schema.additionalProperties);
  const result: Record<string, JsonValue> = {};
  for (const [key, entry] of Object.entries(value)) {
    const inner = objectOf(properties[key] ?? others);
    if (entry !== undefined && (entry !== null || inner.nullable === true))
      result[key] = preparing(entry, inner);
  }
  for (const [key, standard, inner] of defaultsOf(properties))
    // Defaults may be objects that lack others.
    if (!Object.hasOwn(result, key)) result[key] = preparing(standard, inner);
  return result;
}

type Default = readonly [key: string, standard: JsonValue, schema: JsonObject];

function defaultsOf(properties: JsonObject): readonly Default[] {
  let found = defaults.get(properties);
  if (found === undefined) {
    found = Object.entries(properties).flatMap(([key, entry]): readonly Default[] => {
      const inner = objectOf(entry);
      return inner.default === undefined ? [] : [[key, inner.default, inner]];
    });
    defaults.set(properties, found);
  }
  return found;
}

const defaults = new WeakMap<JsonObject, readonly Default[]>();

/** What the schema says of each place; of the metadata, whose form no definition changes, that of every object. */
export function crdGuide(schema: JsonObject): Guide {
  return (path) => {
    if (path[0] === 'metadata') return metadataGuide(path.slice(1));
    let [here, around]: [JsonObject, JsonObject | undefined] = [schema, undefined];
    for (const step of path) {
      const next = getAt(here, typeof step === 'number' ? ['items'] : ['properties', step]);
      const inner = isObject(next) ? next : typeof step === 'number' ? undefined : here.additionalProperties;
      if (!isObject(inner)) return undefined;
      if (typeof step === 'string') around = here;
      here = inner;
    }
    return shapeOf(here, around);
  };
}

function shapeOf(schema: JsonObject, around: JsonObject | undefined): Shape {
  const properties = Object.entries(objectOf(schema.properties));
  const { type } = schema;
  const isEither = schema['x-kubernetes-int-or-string'] === true;
  return {
    fields: properties.map(([name]) => name),
    below: new Map(
      properties.flatMap(([name, one]) => {
        const inner = objectOf(objectOf(one).properties);
        return Object.keys(inner).length === 0 ? [] : [[name, Object.keys(inner)] as const];
      }),
    ),
    above: Object.keys(objectOf(around?.properties)),
    wanted: isEither ? 'a whole number or a string' : (WORDS[stringOf(type) ?? ''] ?? 'another value'),
    scalar:
      isEither || type === 'integer' ? 'integer' : type === 'string' || type === 'boolean' ? type : undefined,
    values: listOf(schema.enum).filter((one) => typeof one === 'string'),
  };
}

const OBJECT_META = 'apimachinery.pkg.apis.meta.v1.ObjectMeta';
const METADATA = definitionId(OBJECT_META);
const metadataGuide = guideOf(OBJECT_META, CUSTOM_VERSION);

const WORDS: Readonly<Record<string, string | undefined>> = {
  string: 'a string',
  integer: 'a whole number',
  number: 'a number',
  boolean: 'true or false',
  array: 'a list',
  object: 'an object',
};
