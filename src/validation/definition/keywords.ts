import type { JsonObject } from '../../base/json.ts';
import { isList, isObject } from '../../base/json.ts';
import { oneOf } from '../forms/supported.ts';
import type { Visit } from '../visit.ts';
import { isGiven, isThere, textOf } from './place.ts';
import type { Place } from './place.ts';

const TYPES = ['array', 'boolean', 'integer', 'number', 'object', 'string'];
const knownType = oneOf(TYPES);
const knownMapType = oneOf(['atomic', 'granular'], 'refused');

/** What no schema of a definition may have, be it part of the structure or below anyOf and the like. */
const UNSUPPORTED = [
  'id',
  '$schema',
  '$ref',
  'additionalItems',
  'patternProperties',
  'definitions',
  'dependencies',
];

/**
 * What holds of every schema of a definition for itself. Source: apiextensions-apiserver
 * pkg/apis/apiextensions/validation/validation.go ValidateCustomResourceDefinitionOpenAPISchema, specStandardValidatorV3.
 */
export function keywords(schema: JsonObject, { inMetadata, noDefault }: Place, visit: Visit): void {
  const type = textOf(schema.type);
  if (type === 'null')
    visit.report({ form: 'supported', value: type, problem: 'is no type: nullable: true takes its place' }, [
      'type',
    ]);
  else if (type !== '') field(visit, 'type', type, knownType);
  for (const name of UNSUPPORTED)
    if (isUnsupported(name, schema)) forbid(visit, name, 'in the schema of a definition');
  if (isList(schema.items) && schema.items.length > 0)
    visit.report({ form: 'format', problem: 'must be one schema, not a list of them' }, ['items']);
  if (schema.uniqueItems === true)
    visit.report(
      {
        form: 'supported',
        value: true,
        problem: 'may not be true; x-kubernetes-list-type: set keeps entries apart',
      },
      ['uniqueItems'],
    );
  if (isThere(schema.default) && noDefault !== undefined) forbid(visit, 'default', noDefault);
  const others = schema.additionalProperties;
  if (isGiven(schema.properties) && (others === false || isObject(others)))
    visit.report(
      {
        form: 'exclusive',
        part: 'key',
        problem: 'excludes properties, which are set, too',
        other: { path: visit.pathTo(['properties']), message: 'properties are set here' },
      },
      ['additionalProperties'],
    );
  if (schema['x-kubernetes-preserve-unknown-fields'] === false)
    visit.report({ form: 'supported', value: false, problem: 'must be true, or left out' }, [
      'x-kubernetes-preserve-unknown-fields',
    ]);
  if (inMetadata && schema['x-kubernetes-embedded-resource'] === true)
    forbid(visit, 'x-kubernetes-embedded-resource', 'in the metadata of an object');
  const mapType = schema['x-kubernetes-map-type'];
  if (typeof mapType !== 'string') return;
  field(visit, 'x-kubernetes-map-type', mapType, knownMapType);
  if (type !== 'object') typeMustBe('object', 'x-kubernetes-map-type is set', type, visit);
}

/** The type that another field asks for. */
export function typeMustBe(wanted: string, where: string, type: string, visit: Visit): void {
  if (type === '') visit.report({ form: 'required', problem: `must be ${wanted} where ${where}` }, ['type']);
  else
    visit.report({ form: 'supported', value: type, problem: `must be ${wanted} where ${where}` }, ['type']);
}

export function forbid(visit: Visit, name: string, where: string): void {
  visit.report({ form: 'forbidden', part: 'key', problem: `may not be set ${where}` }, [name]);
}

function isUnsupported(name: string, schema: JsonObject): boolean {
  const value = schema[name];
  return name === '$ref' || name === 'dependencies' || name === 'additionalItems'
    ? isThere(value)
    : isGiven(value);
}

function field(
  visit: Visit,
  name: string,
  value: string,
  judge: (value: string, visit: Visit) => void,
): void {
  visit.enter(name, value);
  judge(value, visit);
  visit.leave();
}
