import { isList, isObject } from '../../base/json.ts';
import type { JsonObject, JsonValue } from '../../base/json.ts';
import { nearest } from '../../base/nearest.ts';
import type { Visit } from '../visit.ts';

/**
 * What the fields of a schema take. Source: apiextensions-apiserver pkg/apis/apiextensions/v1/types_jsonschema.go JSONSchemaProps,
 * marshal.go.
 */
export function shapeOfSchema(schema: JsonObject, visit: Visit): void {
  for (const [name, value] of Object.entries(schema)) {
    if (value === undefined || value === null) continue;
    const taken = FIELDS[name];
    if (taken === undefined) {
      const meant = nearest(name, Object.keys(FIELDS));
      visit.report(
        {
          form: 'forbidden',
          part: 'key',
          problem: `is no field of a schema${meant === undefined ? '' : `; ${meant} is`}`,
        },
        [name],
      );
    } else if (!TAKES[taken](value)) {
      visit.report({ form: 'format', value, problem: `is not what ${name} takes: ${taken}` }, [name]);
    }
  }
}

type Taken =
  | 'a text'
  | 'true or false'
  | 'a number'
  | 'a whole number'
  | 'a list of texts'
  | 'a list'
  | 'an object'
  | 'a list of objects'
  | 'a map of objects'
  | 'an object, or true or false'
  | 'an object or a list'
  | 'anything';

const isText = (value: JsonValue): boolean => typeof value === 'string';
const isNothingOr =
  (holds: (value: JsonValue) => boolean) =>
  (value: JsonValue): boolean =>
    value === null || holds(value);

const TAKES: Readonly<Record<Taken, (value: JsonValue) => boolean>> = {
  'a text': isText,
  'true or false': (value) => typeof value === 'boolean',
  'a number': (value) => typeof value === 'number',
  'a whole number': (value) => Number.isInteger(value),
  'a list of texts': (value) => isList(value) && value.every(isNothingOr(isText)),
  'a list': isList,
  'an object': isObject,
  'a list of objects': (value) => isList(value) && value.every(isNothingOr(isObject)),
  'a map of objects': (value) =>
    isObject(value) && Object.values(value).every((one) => one === undefined || isNothingOr(isObject)(one)),
  'an object, or true or false': (value) => typeof value === 'boolean' || isObject(value),
  'an object or a list': (value) => isObject(value) || isList(value),
  anything: () => true,
};

const FIELDS: Readonly<Record<string, Taken | undefined>> = {
  id: 'a text',
  $schema: 'a text',
  $ref: 'a text',
  description: 'a text',
  type: 'a text',
  format: 'a text',
  title: 'a text',
  default: 'anything',
  maximum: 'a number',
  exclusiveMaximum: 'true or false',
  minimum: 'a number',
  exclusiveMinimum: 'true or false',
  maxLength: 'a whole number',
  minLength: 'a whole number',
  pattern: 'a text',
  maxItems: 'a whole number',
  minItems: 'a whole number',
  uniqueItems: 'true or false',
  multipleOf: 'a number',
  enum: 'a list',
  maxProperties: 'a whole number',
  minProperties: 'a whole number',
  required: 'a list of texts',
  items: 'an object or a list',
  allOf: 'a list of objects',
  oneOf: 'a list of objects',
  anyOf: 'a list of objects',
  not: 'an object',
  properties: 'a map of objects',
  additionalProperties: 'an object, or true or false',
  patternProperties: 'a map of objects',
  dependencies: 'an object',
  additionalItems: 'an object, or true or false',
  definitions: 'a map of objects',
  externalDocs: 'an object',
  example: 'anything',
  nullable: 'true or false',
  'x-kubernetes-preserve-unknown-fields': 'true or false',
  'x-kubernetes-embedded-resource': 'true or false',
  'x-kubernetes-int-or-string': 'true or false',
  'x-kubernetes-list-map-keys': 'a list of texts',
  'x-kubernetes-list-type': 'a text',
  'x-kubernetes-map-type': 'a text',
  'x-kubernetes-validations': 'a list of objects',
};
