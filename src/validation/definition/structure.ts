import { isObject, objectOf } from '../../base/json.ts';
import type { JsonObject, JsonValue } from '../../base/json.ts';
import type { Visit } from '../visit.ts';
import { forbid, keywords, typeMustBe } from './keywords.ts';
import { listType } from './lists.ts';
import { branches, completeness } from './nested.ts';
import { ROOT, isGiven, isThere, ownSchema, schemasIn, textOf, within } from './place.ts';
import type { Place } from './place.ts';
import { rules } from './rules.ts';
import { shapeOfSchema } from './shape.ts';

const EITHER = 'x-kubernetes-int-or-string';
const PRESERVE = 'x-kubernetes-preserve-unknown-fields';
const EMBEDDED = 'x-kubernetes-embedded-resource';
const METADATA: ReadonlySet<string> = new Set(['apiVersion', 'kind', 'metadata']);

/** The schema of a version of a definition: that it is structural, and all else that holds of it without evaluating anything. */
export function versionSchema(value: JsonValue, visit: Visit): void {
  if (!isObject(value)) return;
  if (value.nullable === true)
    visit.report({ form: 'supported', value: true, problem: 'may not be true for the whole' }, ['nullable']);
  if (hasStatus(visit.above(2))) besideStatus(value, visit);
  structure(value, ROOT, visit);
  completeness(value, value, visit);
}

function hasStatus(version: JsonValue | undefined): boolean {
  return isThere(objectOf(objectOf(version).subresources).status);
}

/** The status is validated apart, by its own schema: what says something of the whole would be lost. */
const NOT_BESIDE_STATUS = [
  'nullable',
  'enum',
  'maxProperties',
  'minProperties',
  'allOf',
  'oneOf',
  'anyOf',
  'not',
  EITHER,
  'x-kubernetes-list-map-keys',
  'x-kubernetes-list-type',
  'x-kubernetes-map-type',
];

function besideStatus(schema: JsonObject, visit: Visit): void {
  for (const name of NOT_BESIDE_STATUS)
    if (isGiven(schema[name])) forbid(visit, name, 'for the whole where the version has a status of its own');
}

/** Source: apiextensions-apiserver pkg/apiserver/schema/validation.go validateStructuralInvariants. */
function structure(schema: JsonObject, place: Place, visit: Visit): void {
  if (place.undescribed) shapeOfSchema(schema, visit);
  keywords(schema, place, visit);
  listType(schema, visit);
  rules(schema, visit);
  typed(schema, place, visit);
  if (place.level === 'root' || schema[EMBEDDED] === true) metadata(schema, place, visit);
  branches(schema, place, visit);
  for (const [name, inner] of schemasIn(schema.properties)) {
    const isMetadata = METADATA.has(name) && (place.level === 'root' || schema[EMBEDDED] === true);
    within(visit, ['properties', name], inner, () => {
      structure(inner, fieldOf(place, name, isMetadata), visit);
    });
  }
  const items = ownSchema(schema.items);
  if (items !== undefined)
    within(visit, ['items'], items, () => {
      structure(items, { ...place, level: 'item', undescribed: true }, visit);
    });
  const others = ownSchema(schema.additionalProperties);
  if (others === undefined) return;
  const noDefault = place.inMetadata ? 'for the values of a map in metadata' : place.noDefault;
  within(visit, ['additionalProperties'], others, () => {
    structure(others, { ...place, level: 'field', noDefault, undescribed: true }, visit);
  });
}

function fieldOf(place: Place, name: string, isMetadata: boolean): Place {
  if (!isMetadata) return place.level === 'field' ? place : { ...place, level: 'field' };
  const noDefault = place.level === 'root' ? `in ${name} of the whole` : place.noDefault;
  return { ...place, level: 'field', inMetadata: true, noDefault };
}

/** Every part of the structure says what type it is of, or that it may be any. */
function typed(schema: JsonObject, { level }: Place, visit: Visit): void {
  const type = textOf(schema.type);
  const either = schema[EITHER] === true;
  const others = schema.additionalProperties;
  if (type === 'array' && !isThere(schema.items))
    visit.report({ form: 'required', problem: 'is required where the type is array' }, ['items']);
  if (isThere(others) && level === 'root') forbid(visit, 'additionalProperties', 'for the whole object');
  else if (isThere(others) && schema[EMBEDDED] === true)
    forbid(visit, 'additionalProperties', `beside ${EMBEDDED}`);
  for (const name of [PRESERVE, EMBEDDED])
    if (either && schema[name] === true)
      visit.report({ form: 'exclusive', part: 'key', problem: `excludes ${EITHER}, which is true, too` }, [
        name,
      ]);
  if (schema[EMBEDDED] === true) {
    if (type !== 'object') typeMustBe('object', `${EMBEDDED} is true`, type, visit);
    if (schema[PRESERVE] !== true && !isGiven(schema.properties))
      visit.report(
        { form: 'required', problem: `is required beside ${EMBEDDED}, unless ${PRESERVE} is true` },
        ['properties'],
      );
  } else if (type === '' && !isThere(schema.type) && !either && !isThere(schema[PRESERVE]))
    visit.report({ form: 'required', problem: WHY_TYPE[level] }, ['type']);
  else if (schema.type === '' && !either && schema[PRESERVE] !== true)
    visit.report({ form: 'required', problem: 'is empty, and must not be' }, ['type']);
  if (level === 'root' && type !== '' && type !== 'object')
    visit.report({ form: 'supported', value: type, problem: 'must be object for the whole' }, ['type']);
}

const WHY_TYPE: Readonly<Record<Place['level'], string>> = {
  root: 'is required: it is object for the whole',
  item: `is required: every schema of entries has a type, or ${PRESERVE}: true`,
  field: `is required: every schema of a field has a type, or ${PRESERVE}: true`,
};

/** What every object has is not for a definition to say. */
function metadata(schema: JsonObject, { level }: Place, visit: Visit): void {
  for (const [name, inner] of schemasIn(schema.properties)) {
    if (!METADATA.has(name)) continue;
    const wanted = name === 'metadata' ? 'object' : 'string';
    const type = textOf(inner.type);
    if (type !== '' && type !== wanted)
      visit.report({ form: 'supported', value: type, problem: `must be ${wanted}` }, [
        'properties',
        name,
        'type',
      ]);
    else if (type === '' && (inner[PRESERVE] === true || inner[EITHER] === true))
      visit.report({ form: 'required', problem: `must be ${wanted}` }, ['properties', name, 'type']);
    if (name !== 'metadata' || level !== 'root') continue;
    for (const key of Object.keys(inner))
      if (!MAY_SAY.has(key) && isGiven(inner[key]))
        visit.report({ form: 'forbidden', part: 'key', problem: `may not be set: ${ONLY_NAMES}` }, [
          'properties',
          name,
          key,
        ]);
    const names = Object.keys(objectOf(inner.properties));
    const other = names.find((one) => one !== 'name' && one !== 'generateName');
    if (other !== undefined)
      visit.report({ form: 'forbidden', part: 'key', problem: `may not be set: ${ONLY_NAMES}` }, [
        'properties',
        name,
        'properties',
        other,
      ]);
  }
}

const MAY_SAY: ReadonlySet<string> = new Set(['type', 'default', 'properties']);
const ONLY_NAMES = 'of the metadata of the whole a definition may only restrict name and generateName';
