import { getAt, isList, isObject, listOf, objectOf, stringOf } from '../base/json.ts';
import type { JsonObject, JsonValue, Path } from '../base/json.ts';
import type { Graph } from '../reference/graph.ts';
import type { Resource } from '../resource/resource.ts';
import { masked } from '../secret/hidden.ts';
import { prepared } from '../schema/crd.ts';
import { DURATION } from '../schema/json-schema.ts';
import type { CustomVersion } from '../schema/crd.ts';
import { celProgram, celValue } from './cel.ts';
import type { Program, Variables } from './cel.ts';
import { Budget, PER_OBJECT } from './cel/budget.ts';
import { escaped } from './cel/escaping.ts';

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

/**
 * The expressions of a definition that an object does not keep to, and those that say nothing of it: all of them together
 * may cost what the API server spends on one object.
 */
export function ruleOutcomes(
  graph: Graph,
  { manifest, base, value }: Resource,
  { schema, at }: Pick<CustomVersion, 'schema' | 'at'>,
): readonly RuleOutcome[] {
  const known = graph.memo(
    'custom rule outcomes',
    () => new Map<JsonObject, Map<JsonObject, readonly RuleOutcome[]>>(),
  );
  const bySchema = known.get(value) ?? new Map<JsonObject, readonly RuleOutcome[]>();
  known.set(value, bySchema);
  const outcomes = bySchema.get(schema) ?? [
    ...outcomesIn(prepared(value, schema), schema, [], at, {
      budget: new Budget(PER_OBJECT),
      shown: once(() => prepared(masked(value, { document: manifest.document, path: base }), schema)),
    }),
  ];
  bySchema.set(schema, outcomes);
  return outcomes;
}

/** What the expressions of a schema say of a value that is taken as it stands, such as a default. */
export function outcomesOn(value: JsonValue, schema: JsonObject): Iterable<RuleOutcome> {
  return outcomesIn(value, schema, [], [], { budget: new Budget(PER_OBJECT), shown: () => value });
}

/** What all expressions about one object share. */
interface Run {
  readonly budget: Budget;
  /** The object as messages may show it: without its secrets, whatever an expression makes of them. */
  readonly shown: () => JsonValue;
}

function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => (made ??= { value: make() }).value;
}

function* outcomesIn(
  value: JsonValue,
  schema: JsonObject,
  at: Path,
  schemaAt: Path,
  run: Run,
): Iterable<RuleOutcome> {
  if (isTooLong(value, schema)) return;
  let variables: Variables | undefined;
  for (const [index, entry] of listOf(schema['x-kubernetes-validations']).entries()) {
    const validation = objectOf(entry);
    const { rule, skipped, program, messageProgram } = compiled(validation, schema);
    if (rule === '') continue;
    const ruleAt = [...schemaAt, 'x-kubernetes-validations', index, 'rule'];
    if (skipped !== undefined) {
      yield { ...skipped, at, ruleAt };
      continue;
    }
    variables ??= { self: typedValue(value, schema) };
    const outcome = program(variables, run.budget);
    if ('error' in outcome && !isRefusal(outcome.error)) {
      yield { is: 'unknown', at, message: outcome.error.replace(/\.$/, ''), ruleAt };
      continue;
    }
    if ('value' in outcome && outcome.value !== false) continue;
    const told = messageProgram?.({ self: typedValue(getAt(run.shown(), at) ?? null, schema) }, run.budget);
    const own =
      told !== undefined && 'value' in told && typeof told.value === 'string' ? told.value : undefined;
    yield {
      is: 'broken',
      at: placeOf(at, validation, rule),
      message: (own ?? stringOf(validation.message) ?? `failed rule: ${rule}`)
        .slice(0, LONGEST_MESSAGE)
        .replace(/\s+/g, ' ')
        .trim()
        .replace(/\.$/, ''),
      ruleAt,
    };
  }
  if (isList(value)) {
    const items = objectOf(schema.items);
    for (const [index, item] of value.entries())
      yield* outcomesIn(item, items, [...at, index], [...schemaAt, 'items'], run);
  } else if (isObject(value)) {
    const properties = objectOf(schema.properties);
    for (const [key, entry] of Object.entries(value)) {
      const inner = properties[key];
      if (entry === undefined) continue;
      if (isObject(inner))
        yield* outcomesIn(entry, inner, [...at, key], [...schemaAt, 'properties', key], run);
      else
        yield* outcomesIn(
          entry,
          objectOf(schema.additionalProperties),
          [...at, key],
          [...schemaAt, 'additionalProperties'],
          run,
        );
    }
  }
}

/**
 * Whether a list is refused for its length: the API server then evaluates no expression (apiextensions-apiserver
 * pkg/registry/customresource/strategy.go hasBlockingErr), and expressions about lists cost the square of it.
 */
function isTooLong(value: JsonValue, { maxItems }: JsonObject): boolean {
  return isList(value) && typeof maxItems === 'number' && value.length > maxItems;
}

/**
 * Whether an expression cannot be evaluated for a text that is no duration: the API server rejects an object for which an
 * expression fails so (apiextensions-apiserver pkg/apiserver/schema/cel/validation.go "rule evaluation error").
 */
function isRefusal(error: string): boolean {
  const [, text] = /^Invalid duration string: ([^\n]{0,200})$/.exec(error) ?? [];
  return text !== undefined && !GO_DURATION.test(text);
}

const GO_DURATION = new RegExp(DURATION);

/** The place that a rule is about: what it names, or the name of an object where it asks for nothing else. */
function placeOf(at: Path, validation: JsonObject, rule: string): Path {
  const inside = fieldPathOf(validation);
  if (at.length > 0 || inside.length > 0) return [...at, ...inside];
  const asked = [...rule.matchAll(/\bself\.(\w+(?:\.\w+)?)/g)].map(([, path]) => path);
  return asked.length > 0 && asked.every((path) => path === 'metadata.name') ? ['metadata', 'name'] : [];
}

/** `.spec.ports`, without indexes. */
function fieldPathOf({ fieldPath }: JsonObject): Path {
  const text = stringOf(fieldPath);
  return text === undefined || !/^(?:\.\w+)+$/.test(text) ? [] : text.slice(1).split('.');
}

/** Of what `messageExpression` gives (apiserver pkg/apis/cel/config.go MaxEvaluatedMessageExpressionSizeBytes). */
const LONGEST_MESSAGE = 5 * 1024;

interface CompiledRule {
  readonly rule: string;
  /** What there is to say of every object. */
  readonly skipped: Pick<RuleOutcome, 'is' | 'message'> | undefined;
  readonly program: Program;
  readonly messageProgram: Program | undefined;
}

/** Programs live as long as the definition that they are of. */
const compiledRules = new WeakMap<JsonObject, CompiledRule>();

function compiled(validation: JsonObject, schema: JsonObject): CompiledRule {
  const known = compiledRules.get(validation) ?? compileRule(validation, schema);
  compiledRules.set(validation, known);
  return known;
}

function compileRule(validation: JsonObject, schema: JsonObject): CompiledRule {
  const rule = stringOf(validation.rule) ?? '';
  const expression = stringOf(validation.messageExpression);
  return {
    rule,
    skipped: skippedFor(rule, schema),
    program: celProgram(rule),
    messageProgram: expression === undefined ? undefined : celProgram(expression),
  };
}

function skippedFor(rule: string, schema: JsonObject): CompiledRule['skipped'] {
  if (/\boldSelf\b/.test(rule))
    return { is: 'skipped', message: 'it compares with the object before a change (oldSelf)' };
  const untyped = untypedIn(rule, schema);
  return untyped === undefined ? undefined : { is: 'unknown', message: untyped };
}

/**
 * The value as CEL sees it through a schema: numbers that may be broken are doubles, and names of fields that CEL cannot write
 * have another beside them (apiserver pkg/cel/escaping.go).
 */
function typedValue(value: JsonValue, schema: JsonObject): unknown {
  if (typeof value === 'number' && schema.type === 'number') return value;
  if (!isList(value) && !isObject(value)) return celValue(value);
  const known = typedBy.get(value);
  if (known?.schema === schema) return known.typed;
  const typed = typing(value, schema);
  typedBy.set(value, { schema, typed });
  return typed;
}

/** What a value holds is asked for again by rules of what is around it. */
const typedBy = new WeakMap<object, { readonly schema: JsonObject; readonly typed: unknown }>();

function typing(value: JsonObject | readonly JsonValue[], schema: JsonObject): unknown {
  if (isList(value)) {
    const items = objectOf(schema.items);
    return value.map((item) => typedValue(item, items));
  }
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
  const held = heldOtherwise(schema);
  if (held.size === 0) return undefined;
  const asked = fieldsAsked(rule);
  const joined = fieldsJoined(rule);
  for (const [name, kind] of held)
    if ((kind === 'set' ? joined : asked).has(name))
      return `${name === '' ? 'self' : name} is a ${kind}, which is not read as one here`;
  return undefined;
}

/** Names behind a point; '' for self. */
function fieldsAsked(rule: string): ReadonlySet<string> {
  const names = [...rule.matchAll(/\.\??(\w+)/g)].map(([, name = '']) => name);
  return new Set(/\bself\b/.test(rule) ? ['', ...names] : names);
}

/** Those of fields beside a comparison or a plus, and of what leads to them; '' for self. */
function fieldsJoined(rule: string): ReadonlySet<string> {
  const before = [...rule.matchAll(/(?<![\w.])self(?=\s*(?:[=!]=|\+))|\.\??(\w+)(?=\s*(?:[=!]=|\+))/g)];
  const behind = [...rule.matchAll(/(?:[=!]=|\+)\s*self((?:\.\??\w+)*)/g)].flatMap(([, path = '']) =>
    path.split(/\.\??/),
  );
  return new Set([...before.map(([, name = '']) => name), ...behind]);
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
