import { isObject, listOf, objectOf } from '../../base/json.ts';
import type { JsonObject, JsonValue } from '../../base/json.ts';
import type { Visit } from '../visit.ts';
import { forbid, keywords } from './keywords.ts';
import { isGiven, isThere, ownSchema, schemaOf, schemasIn, within } from './place.ts';
import type { Place } from './place.ts';
import { shapeOfSchema } from './shape.ts';

const BRANCHES = ['allOf', 'anyOf', 'oneOf'] as const;
const WHERE = 'below allOf, anyOf, oneOf and not, which only add to what the structure says';

/**
 * What stands below allOf, anyOf, oneOf and not of a schema. Source: apiextensions-apiserver pkg/apiserver/schema/validation.go
 * validateValueValidation, validateNestedValueValidation.
 */
export function branches(schema: JsonObject, place: Place, visit: Visit): void {
  const passedOver = isEitherPattern(schema.anyOf) ? 'anyOf' : undefined;
  eachBranch(schema, (steps, branch) => {
    if (steps[0] === passedOver) return;
    const first = steps[0] === 'allOf' && steps[1] === 0 && isEitherPattern(branch.anyOf);
    within(visit, steps, branch, () => {
      nested(branch, place, visit, first);
    });
  });
}

function nested(schema: JsonObject, place: Place, visit: Visit, isEither = false): void {
  if (place.undescribed) shapeOfSchema(schema, visit);
  // What may not stand there at all needs no other reason.
  keywords({ ...schema, default: undefined, 'x-kubernetes-map-type': undefined }, place, visit);
  for (const name of FORBIDDEN) if (isForbidden(name, schema)) forbid(visit, name, WHERE);
  if (isThere(objectOf(schema.properties).metadata))
    visit.report({ form: 'forbidden', part: 'key', problem: `may not be set ${WHERE}` }, [
      'properties',
      'metadata',
    ]);
  branches(isEither ? { ...schema, anyOf: [] } : schema, place, visit);
  for (const [name, inner] of schemasIn(schema.properties))
    within(visit, ['properties', name], inner, () => {
      nested(inner, place, visit);
    });
  for (const name of ['items', 'additionalProperties'] as const) {
    const inner = ownSchema(schema[name]);
    if (inner === undefined) continue;
    within(visit, [name], inner, () => {
      nested(inner, { ...place, undescribed: true }, visit);
    });
  }
}

const FORBIDDEN = [
  'type',
  'default',
  'title',
  'description',
  'nullable',
  'additionalProperties',
  'x-kubernetes-preserve-unknown-fields',
  'x-kubernetes-embedded-resource',
  'x-kubernetes-int-or-string',
  'x-kubernetes-list-map-keys',
  'x-kubernetes-list-type',
  'x-kubernetes-map-type',
  'x-kubernetes-validations',
];

function isForbidden(name: string, schema: JsonObject): boolean {
  const value = schema[name];
  switch (name) {
    case 'default':
    case 'x-kubernetes-list-type':
    case 'x-kubernetes-map-type':
      return isThere(value);
    case 'additionalProperties':
      return value === true || isObject(value);
    default:
      return isGiven(value);
  }
}

/** The one way to say beside the structure that a whole number or a text is taken (isIntOrStringAnyOfPattern). */
function isEitherPattern(value: JsonValue | undefined): boolean {
  const [first, second, ...more] = listOf(value);
  return more.length === 0 && isType(first, 'integer') && isType(second, 'string');
}

function isType(value: JsonValue | undefined, type: string): boolean {
  return isObject(value) && value.type === type && Object.keys(value).length === 1;
}

function eachBranch(
  schema: JsonObject,
  visit: (steps: readonly (string | number)[], branch: JsonObject) => void,
): void {
  for (const name of BRANCHES)
    for (const [index, one] of listOf(schema[name]).entries()) {
      const branch = schemaOf(one);
      if (branch !== undefined) visit([name, index], branch);
    }
  const not = ownSchema(schema.not);
  if (not !== undefined) visit(['not'], not);
}

/**
 * Whatever the branches of the whole speak of is in its structure, too. Source: apiextensions-apiserver
 * pkg/apiserver/schema/complete.go validateStructuralCompleteness.
 */
export function completeness(branch: JsonObject, structure: JsonObject, visit: Visit): void {
  eachBranch(branch, (steps, one) => {
    within(visit, steps, one, () => {
      nestedCompleteness(one, structure, visit);
    });
  });
}

function nestedCompleteness(branch: JsonObject, structure: JsonObject, visit: Visit): void {
  completeness(branch, structure, visit);
  const items = ownSchema(branch.items);
  if (items !== undefined) {
    const inner = ownSchema(structure.items);
    if (inner === undefined)
      visit.report(
        {
          form: 'agreement',
          part: 'key',
          problem: 'is not in the structure of the schema, which has no items here',
        },
        ['items'],
      );
    else
      within(visit, ['items'], items, () => {
        nestedCompleteness(items, inner, visit);
      });
  }
  const properties = objectOf(structure.properties);
  for (const [name, one] of schemasIn(branch.properties)) {
    const inner = Object.hasOwn(properties, name) ? schemaOf(properties[name]) : undefined;
    if (inner === undefined)
      visit.report(
        {
          form: 'agreement',
          part: 'key',
          problem: `is not in the structure of the schema, which has no field ${name} here`,
        },
        ['properties', name],
      );
    else
      within(visit, ['properties', name], one, () => {
        nestedCompleteness(one, inner, visit);
      });
  }
}
