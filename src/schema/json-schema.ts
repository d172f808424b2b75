import type { JsonObject } from '../base/json.ts';
import { readType } from './definitions.ts';
import { boundsOf } from './whole-number.ts';
import type { Bounds } from './whole-number.ts';
import type { Fields, FieldType, Letter } from './definitions.ts';

/** Definitions, and all that they refer to, as JSON schemas by their names. */
export function jsonSchemas(
  roots: readonly string[],
  fieldsOf: (name: string) => Fields | undefined,
): JsonObject {
  const found: Record<string, JsonObject> = {};
  const open = [...roots];
  for (let name = open.pop(); name !== undefined; name = open.pop()) {
    if (Object.hasOwn(found, name)) continue;
    const fields = fieldsOf(name) ?? {};
    found[name] = jsonSchema(name, fieldsOf);
    for (const text of Object.values(fields)) {
      const type = readType(text);
      if (type.of === 'ref') open.push(type.definition);
    }
  }
  return found;
}

/**
 * A definition as JSON schema (draft 7). Unknown fields are errors. Null stands for a field that is left out (apimachinery
 * drops it when it decodes), so optional fields take it, and the entries of maps and lists, which are then empty: {}, 0, "".
 * Required fields do not take it, nor entries that cannot be empty.
 */
export function jsonSchema(name: string, fieldsOf: (name: string) => Fields | undefined): JsonObject {
  const fields = Object.entries(fieldsOf(name) ?? {}).map(([key, text]) => [key, readType(text)] as const);
  const takesEmpty = ({ of, definition, values }: FieldType): boolean => {
    const inner = of === 'ref' ? Object.values(fieldsOf(definition) ?? {}) : [];
    return values.length === 0 && !inner.some((text) => readType(text).required);
  };
  return {
    type: ['object', 'null'],
    properties: Object.fromEntries(
      fields.map(([key, type]) => [key, schemaOf(type, takesEmpty(type), boundsOf(key))]),
    ),
    required: fields.filter(([, type]) => type.required).map(([key]) => key),
    additionalProperties: false,
  };
}

const DEFINITIONS = 'definitions.json#/definitions/';

export function definitionId(name: string): string {
  return DEFINITIONS + name.replace(/~/g, '~0').replace(/\//g, '~1');
}

/** The name that `definitionId` was made of. */
export function definitionOf(id: string): string {
  return id.slice(DEFINITIONS.length).replace(/~1/g, '/').replace(/~0/g, '~');
}

/** `takesEmpty`: whether an entry of a list may be empty. */
function schemaOf(type: FieldType, takesEmpty: boolean, bounds: Bounds | undefined): JsonObject {
  let schema = type.of === 'ref' ? { $ref: definitionId(type.definition) } : plain(type.of, type.values);
  if (type.of === 'i' || type.of === 'x') schema = { ...schema, ...bounds };
  let nullable = !type.required;
  // From the innermost outwards.
  for (const [index, container] of [...type.within].reverse().entries()) {
    const outermost = index === type.within.length - 1;
    nullable = outermost && !type.required;
    const named = container === 'list' ? 'array' : 'object';
    schema = {
      type: nullable ? [named, 'null'] : named,
      ...(container === 'list'
        ? { items: takesEmpty ? schema : withoutNull(schema, type) }
        : { additionalProperties: schema }),
    };
  }
  return nullable || type.within.length > 0 ? schema : withoutNull(schema, type);
}

function withoutNull(schema: JsonObject, { of, values: taken }: FieldType): JsonObject {
  if (of === 'ref' && '$ref' in schema) return { ...schema, type: 'object' };
  if (of === '*' && Object.keys(schema).length === 0) return schema;
  const { type, enum: values } = schema;
  return {
    ...schema,
    ...(Array.isArray(type) ? { type: type.filter((one) => one !== 'null') } : {}),
    ...(Array.isArray(values)
      ? { enum: values.filter((one) => one !== null && (one !== '' || taken.includes(''))) }
      : {}),
  };
}

function plain(letter: Letter | 'ref', values: readonly string[]): JsonObject {
  const schema = PLAIN[letter];
  // An empty string is what Go has for a field that is left out, and gets the same default.
  return values.length === 0 ? schema : { ...schema, enum: [...new Set([...values, '', null])] };
}

/**
 * Sources: apimachinery api/resource/quantity.go, where spaces around are cut off and no digits are a zero (UnmarshalJSON,
 * parseQuantityString); util/intstr; RFC 3339; encoding/base64, which skips line breaks.
 */
export const QUANTITY = '^ *(?=[^ ])[+-]?\\d*(?:\\.\\d*)?(?:[KMGTPE]i|[numkMGTPE]|[eE][+-]?\\d+)? *$';
export const TIME = '^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(?:\\.\\d+)?(?:Z|[+-]\\d\\d:\\d\\d)$';
/** Go time.ParseDuration. */
export const DURATION = '^[+-]?(?:0|(?:(?:\\d+(?:\\.\\d*)?|\\.\\d+)(?:ns|us|µs|μs|ms|s|m|h))+)$';
export const BASE64 = '^[A-Za-z0-9+/\\r\\n]*(?:={1,2}[\\r\\n]*)?$';

const PLAIN: Readonly<Record<Letter | 'ref', JsonObject>> = {
  s: { type: ['string', 'null'] },
  i: { type: ['integer', 'null'] },
  n: { type: ['number', 'null'] },
  b: { type: ['boolean', 'null'] },
  q: { type: ['string', 'number', 'null'], pattern: QUANTITY },
  x: { type: ['integer', 'string', 'null'] },
  t: { type: ['string', 'null'], pattern: TIME },
  // Go reads a list of bytes, too (encoding/json Unmarshal).
  y: {
    type: ['string', 'array', 'null'],
    pattern: BASE64,
    items: { type: ['integer', 'null'], minimum: 0, maximum: 255 },
  },
  '*': {},
  ref: {},
};
