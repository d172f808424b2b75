import { isObject, listOf, objectOf, stringOf } from '../../../base/json.ts';
import type { JsonObject } from '../../../base/json.ts';
import { escaped } from '../escaping.ts';

/** What an expression sees of a schema, and what the API server counts with where the schema sets no limit. */
export interface Type {
  readonly kind:
    | 'bool'
    | 'int'
    | 'double'
    | 'string'
    | 'bytes'
    | 'duration'
    | 'timestamp'
    | 'dyn'
    | 'null'
    | 'list'
    | 'map'
    | 'object'
    | 'optional'
    | 'quantity'
    | 'type'
    /** Of the entries of an empty list. */
    | 'any';
  /** Of a list, a map or an optional. */
  readonly element?: Type;
  /** By names as CEL writes them. */
  readonly fields?: ReadonlyMap<string, Type>;
  /** Most characters or entries of a value; 0 for what has no size. */
  readonly most: number;
  /** Bytes of the shortest JSON. */
  readonly shortest: number;
}

export function scalar(kind: Type['kind'], shortest = 1): Type {
  return { kind, most: 0, shortest };
}

export function listOfType(element: Type): Type {
  return { kind: 'list', element, most: 0, shortest: 2 };
}

export const STRING: Type = scalar('string', 2);
export const BOOL: Type = scalar('bool', 4);
export const INT: Type = scalar('int');

/** A request is no longer than this (apiserver pkg/apis/cel/config.go MaxRequestSizeBytes). */
export const REQUEST: number = 3 * 1024 * 1024;

/**
 * Undefined for what expressions do not see. Source: apiserver pkg/cel/common/schemas.go SchemaDeclType; sizes:
 * pkg/cel/limits.go.
 */
export function typeOfSchema(schema: JsonObject, isRoot = false): Type | undefined {
  const known = types.get(schema);
  if (known?.isRoot === isRoot) return known.type;
  const type = readSchema(schema, isRoot || schema['x-kubernetes-embedded-resource'] === true);
  types.set(schema, { isRoot, type });
  return type;
}

const types = new WeakMap<JsonObject, { readonly isRoot: boolean; readonly type: Type | undefined }>();

function readSchema(schema: JsonObject, isResource: boolean): Type | undefined {
  if (schema['x-kubernetes-int-or-string'] === true)
    return { kind: 'dyn', most: lengthOf(schema) ?? REQUEST - 2, shortest: 1 };
  switch (stringOf(schema.type) ?? '') {
    case 'array':
      return listType(schema);
    case 'object':
      return isObject(schema.additionalProperties) ? mapType(schema) : objectType(schema, isResource);
    case 'string':
      return stringType(schema);
    case 'boolean':
      return BOOL;
    case 'number':
      return scalar('double');
    case 'integer':
      return INT;
    default:
      return undefined;
  }
}

function listType(schema: JsonObject): Type | undefined {
  const element = isObject(schema.items) ? typeOfSchema(schema.items) : undefined;
  if (element === undefined) return undefined;
  const most = limitOf(schema.maxItems) ?? Math.floor((REQUEST - 2) / (element.shortest + 1));
  return { kind: 'list', element, most, shortest: 2 };
}

function mapType(schema: JsonObject): Type | undefined {
  const element = typeOfSchema(objectOf(schema.additionalProperties));
  if (element === undefined) return undefined;
  const most = limitOf(schema.maxProperties) ?? Math.floor((REQUEST - 2) / (element.shortest + 6));
  return { kind: 'map', element, most, shortest: 2 };
}

function objectType(schema: JsonObject, isResource: boolean): Type {
  const required = new Set(listOf(schema.required));
  const fields = new Map<string, Type>();
  let shortest = 2;
  for (const [name, value] of Object.entries(objectOf(schema.properties))) {
    const field = objectOf(value);
    const type = typeOfSchema(field);
    if (type === undefined) continue;
    if (/^[A-Za-z_][\w./-]*$/.test(name)) fields.set(escaped(name), type);
    if (required.has(name) && field.default === undefined)
      shortest += Buffer.byteLength(name) + type.shortest + 4;
  }
  if (isResource) for (const [name, type] of RESOURCE_FIELDS) fields.set(name, type);
  return { kind: 'object', fields, most: 0, shortest };
}

/** Names are capped since Kubernetes 1.37, before they were as long as a request: what is certain is the shorter. */
const NAME: Type = { kind: 'string', most: 253 * 4, shortest: 2 };
const TEXT: Type = { kind: 'string', most: REQUEST - 2, shortest: 2 };
const RESOURCE_FIELDS: readonly (readonly [string, Type])[] = [
  ['apiVersion', TEXT],
  ['kind', TEXT],
  [
    'metadata',
    {
      kind: 'object',
      fields: new Map([
        ['name', NAME],
        ['generateName', NAME],
      ]),
      most: 0,
      shortest: 2,
    },
  ],
];

function stringType(schema: JsonObject): Type {
  switch (stringOf(schema.format) ?? '') {
    case 'byte':
      return { kind: 'bytes', most: limitOf(schema.maxLength) ?? REQUEST - 2, shortest: 2 };
    case 'duration':
      return { kind: 'duration', most: 32, shortest: 3 };
    case 'date':
      return { kind: 'timestamp', most: 12, shortest: 12 };
    case 'date-time':
      return { kind: 'timestamp', most: 32, shortest: 21 };
    default: {
      const values = listOf(schema.enum);
      const longest = values.reduce<number>(
        (most, one) => Math.max(most, Buffer.byteLength(stringOf(one) ?? '')),
        0,
      );
      return {
        kind: 'string',
        most: lengthOf(schema) ?? (values.length > 0 ? longest : REQUEST - 2),
        shortest: 2,
      };
    }
  }
}

/** A character takes up to four bytes. */
function lengthOf(schema: JsonObject): number | undefined {
  const limit = limitOf(schema.maxLength);
  return limit === undefined ? undefined : limit * 4;
}

export function limitOf(value: JsonObject[string]): number | undefined {
  return typeof value === 'number' ? Math.max(0, value) : undefined;
}
