import { isObject, listOf, objectOf } from '../../base/json.ts';
import type { JsonObject } from '../../base/json.ts';
import { oneOf } from '../forms/supported.ts';
import type { Visit } from '../visit.ts';
import { typeMustBe } from './keywords.ts';
import { isThere, textOf } from './place.ts';

const TYPE = 'x-kubernetes-list-type';
const KEYS = 'x-kubernetes-list-map-keys';
const knownType = oneOf(['atomic', 'set', 'map'], 'refused');

/**
 * What the type of a list asks of its schema and of that of its entries. Source: apiextensions-apiserver
 * pkg/apis/apiextensions/validation/validation.go ValidateCustomResourceDefinitionOpenAPISchema, validateMapListKeysMapSet.
 */
export function listType(schema: JsonObject, visit: Visit): void {
  const type = schema[TYPE];
  const keys = listOf(schema[KEYS]);
  if (typeof type === 'string') {
    visit.enter(TYPE, type);
    knownType(type, visit);
    visit.leave();
    if (schema.type !== 'array') typeMustBe('array', `${TYPE} is set`, textOf(schema.type), visit);
  }
  if (keys.length > 0 && type !== 'map') {
    if (isThere(type))
      visit.report({ form: 'supported', value: type ?? null, problem: `must be map where ${KEYS} are set` }, [
        TYPE,
      ]);
    else visit.report({ form: 'required', problem: `must be map where ${KEYS} are set` }, [TYPE]);
  }
  if (type === 'set' && schema.type === 'array' && isObject(schema.items)) entriesOfSet(schema.items, visit);
  if (type === 'map') entriesOfMap(schema, visit);
  if ((type === 'set' || type === 'map') && objectOf(schema.items).nullable === true)
    visit.report({ form: 'supported', value: true, problem: `may not be true in a list of type ${type}` }, [
      'items',
      'nullable',
    ]);
}

/** They are compared as a whole. */
function entriesOfSet(items: JsonObject, visit: Visit): void {
  const [name, passes] =
    items.type === 'array'
      ? [TYPE, !isThere(items[TYPE]) || items[TYPE] === 'atomic']
      : ['x-kubernetes-map-type', items.type !== 'object' || items['x-kubernetes-map-type'] === 'atomic'];
  if (passes) return;
  const problem = `must be atomic for the entries of a list of type set`;
  if (isThere(items[name]))
    visit.report({ form: 'supported', value: items[name] ?? null, problem }, ['items', name]);
  else visit.report({ form: 'required', problem }, ['items', name]);
}

function entriesOfMap(schema: JsonObject, visit: Visit): void {
  const keys = listOf(schema[KEYS]).filter((key) => typeof key === 'string');
  if (listOf(schema[KEYS]).length === 0)
    visit.report(
      { form: 'required', problem: `is required where ${TYPE} is map: what tells its entries apart` },
      [KEYS],
    );
  if (!isObject(schema.items)) {
    // That a list needs `items` is told of every list.
    return;
  }
  const { items } = schema;
  if (items.type !== 'object') {
    const problem = `must be object for the entries of a list of type map`;
    if (textOf(items.type) === '') visit.report({ form: 'required', problem }, ['items', 'type']);
    else visit.report({ form: 'supported', value: items.type ?? null, problem }, ['items', 'type']);
    return;
  }
  const required = new Set(listOf(items.required));
  const seen = new Set<string>();
  for (const [index, key] of keys.entries()) {
    if (seen.has(key))
      visit.report({ form: 'repeated', value: key, problem: 'is in the list before, and must be unique' }, [
        KEYS,
        index,
      ]);
    else keyOfMap(key, index, items, required, visit);
    seen.add(key);
  }
}

/** Entries are told apart by scalars that each of them has. */
function keyOfMap(
  key: string,
  index: number,
  items: JsonObject,
  required: ReadonlySet<unknown>,
  visit: Visit,
): void {
  const properties = objectOf(items.properties);
  const at = ['items', 'properties', key];
  if (!Object.hasOwn(properties, key)) {
    visit.report({ form: 'agreement', value: key, problem: 'is no property of the entries' }, [KEYS, index]);
    return;
  }
  const property = objectOf(properties[key]);
  if (property.type === 'array' || property.type === 'object')
    visit.report(
      { form: 'supported', value: property.type, problem: `must be a scalar: it is one of ${KEYS}` },
      [...at, 'type'],
    );
  if (!required.has(key) && !isThere(property.default))
    visit.report(
      {
        form: 'required',
        problem: `is required, unless ${key} is among the required fields: it is one of ${KEYS}`,
        other: { path: visit.pathTo([KEYS, index]), message: 'it is a key here' },
      },
      [...at, 'default'],
    );
  if (property.nullable === true)
    visit.report({ form: 'supported', value: true, problem: `may not be true of one of ${KEYS}` }, [
      ...at,
      'nullable',
    ]);
}
