import { isList, isObject, listOf, objectOf, stringOf } from '../base/json.ts';
import type { JsonObject, JsonValue, Path } from '../base/json.ts';
import { prepared } from '../schema/crd.ts';
import type { CustomVersion } from '../schema/crd.ts';
import { celProgram, celValue } from './cel.ts';

/** What an expression says of the value that it stands at. */
export interface RuleOutcome {
  /** `skipped`: it compares with the object before a change. `unknown`: it could not be evaluated. */
  readonly is: 'broken' | 'skipped' | 'unknown';
  readonly at: Path;
  /** What is wrong, or why it is not known; without a full stop. */
  readonly message: string;
  /** To the expression, in the definition. */
  readonly ruleAt: Path;
}

/** The expressions of a definition that an object does not keep to, and those that say nothing of it. */
export function ruleOutcomes(
  value: JsonValue,
  { schema, at }: Pick<CustomVersion, 'schema' | 'at'>,
): Iterable<RuleOutcome> {
  return outcomesIn(prepared(value, schema), schema, [], at);
}

function* outcomesIn(value: JsonValue, schema: JsonObject, at: Path, schemaAt: Path): Iterable<RuleOutcome> {
  for (const [index, entry] of listOf(schema['x-kubernetes-validations']).entries()) {
    const validation = objectOf(entry);
    const rule = stringOf(validation.rule) ?? '';
    if (rule === '') continue;
    const ruleAt = [...schemaAt, 'x-kubernetes-validations', index, 'rule'];
    if (/\boldSelf\b/.test(rule)) {
      yield { is: 'skipped', at, message: 'it compares with the object before a change (oldSelf)', ruleAt };
      continue;
    }
    const untyped = untypedIn(rule, schema);
    if (untyped !== undefined) {
      yield { is: 'unknown', at, message: untyped, ruleAt };
      continue;
    }
    const variables = { self: typedValue(value, schema) };
    const outcome = programOf(rule)(variables);
    if ('error' in outcome) yield { is: 'unknown', at, message: outcome.error.replace(/\.$/, ''), ruleAt };
    if (!('value' in outcome) || outcome.value !== false) continue;
    const expression = stringOf(validation.messageExpression);
    const told = expression === undefined ? undefined : programOf(expression)(variables);
    const own =
      told !== undefined && 'value' in told && typeof told.value === 'string' ? told.value : undefined;
    yield {
      is: 'broken',
      at: [...at, ...fieldPathOf(validation)],
      message: (own ?? stringOf(validation.message) ?? `failed rule: ${rule}`)
        .replace(/\s+/g, ' ')
        .trim()
        .replace(/\.$/, ''),
      ruleAt,
    };
  }
  if (isList(value)) {
    const items = objectOf(schema.items);
    for (const [index, item] of value.entries())
      yield* outcomesIn(item, items, [...at, index], [...schemaAt, 'items']);
  } else if (isObject(value)) {
    const properties = objectOf(schema.properties);
    for (const [key, entry] of Object.entries(value)) {
      const inner = properties[key];
      if (entry === undefined) continue;
      if (isObject(inner)) yield* outcomesIn(entry, inner, [...at, key], [...schemaAt, 'properties', key]);
      else
        yield* outcomesIn(
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

/**
 * The value as CEL sees it through a schema: numbers that may be broken are doubles, and names of fields that CEL cannot write
 * have another beside them (apiserver pkg/cel/escaping.go).
 */
function typedValue(value: JsonValue, schema: JsonObject): unknown {
  if (typeof value === 'number' && schema.type === 'number') return value;
  if (isList(value)) {
    const items = objectOf(schema.items);
    return value.map((item) => typedValue(item, items));
  }
  if (!isObject(value)) return celValue(value);
  const properties = objectOf(schema.properties);
  const others = objectOf(schema.additionalProperties);
  return new Map(
    Object.entries(value).flatMap(([key, entry]) => {
      if (entry === undefined) return [];
      const inner = properties[key];
      const typed = typedValue(entry, objectOf(inner ?? others));
      return [[inner === undefined ? key : escaped(key), typed] as const];
    }),
  );
}

/**
 * Why a rule would see a value in another way than the API server shows it: as a time, as bytes, or as a set, whose order does
 * not count where sets are compared or joined. Source: "Extend the Kubernetes API with CustomResourceDefinitions", type table.
 */
function untypedIn(rule: string, schema: JsonObject): string | undefined {
  for (const [name, kind] of heldOtherwise(schema)) {
    const place = name === '' ? String.raw`\bself\b` : String.raw`\.\??${name}\b`;
    const asked =
      kind === 'set'
        ? new RegExp(String.raw`${place}\s*(?:[=!]=|\+)|(?:[=!]=|\+)\s*self[.\w?]*${place}`)
        : new RegExp(place);
    if (asked.test(rule)) return `${name === '' ? 'self' : name} is a ${kind}, which is not read as one here`;
  }
  return undefined;
}

const heldOtherwiseIn = new WeakMap<JsonObject, ReadonlyMap<string, string>>();

/** The fields at and below a schema that are held as something else than they are written, with what that is; '' is itself. */
function heldOtherwise(schema: JsonObject): ReadonlyMap<string, string> {
  const known = heldOtherwiseIn.get(schema);
  if (known !== undefined) return known;
  const found = new Map<string, string>();
  const own = HELD_AS[stringOf(schema.format) ?? stringOf(schema['x-kubernetes-list-type']) ?? ''];
  if (own !== undefined) found.set('', own);
  for (const [name, inner] of Object.entries(objectOf(schema.properties)))
    for (const [below, kind] of heldOtherwise(objectOf(inner)))
      found.set(below === '' ? escaped(name) : below, kind);
  for (const inner of [schema.items, schema.additionalProperties].filter(isObject))
    for (const [below, kind] of heldOtherwise(inner))
      if (below !== '' || kind !== 'set') found.set(below, kind);
  heldOtherwiseIn.set(schema, found);
  return found;
}

const HELD_AS: Readonly<Record<string, string | undefined>> = {
  'date-time': 'time',
  date: 'time',
  duration: 'duration',
  byte: 'sequence of bytes',
  set: 'set',
  map: 'set',
};

function escaped(name: string): string {
  if (RESERVED.has(name)) return `__${name}__`;
  return name
    .replaceAll('__', '__underscores__')
    .replaceAll('.', '__dot__')
    .replaceAll('-', '__dash__')
    .replaceAll('/', '__slash__');
}

const RESERVED: ReadonlySet<string> = new Set(
  'true false null in as break const continue else for function if import let loop package namespace return var void while'.split(
    ' ',
  ),
);
