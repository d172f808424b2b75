import type { JsonObject, JsonValue, Path } from '../../src/base/json.ts';
import { fieldsOf, readType } from '../../src/schema/definitions.ts';
import type { FieldType } from '../../src/schema/definitions.ts';

/** A place in a sample, and what the definitions say of it. */
export interface Spot {
  readonly path: Path;
  readonly type: FieldType;
}

/** An object with every field that its definition has, to a depth, and all required ones below. */
export interface Sample {
  readonly value: JsonObject;
  /** The fields that are in it; values in lists and maps are one deeper. */
  readonly spots: readonly Spot[];
  /** The objects of a definition that are in it. */
  readonly objects: readonly Path[];
}

const DEEPEST = 6;

export function sampleOf(apiVersion: string, kind: string, definition: string, version: number): Sample {
  const spots: Spot[] = [];
  const objects: Path[] = [];

  const objectOf = (name: string, path: Path, around: readonly string[]): JsonObject => {
    objects.push(path);
    const value: Record<string, JsonValue> = {};
    for (const [field, text] of Object.entries(fieldsOf(name, version) ?? {})) {
      const type = readType(text);
      // Definitions that lead back to themselves end where they may.
      const again = type.of === 'ref' && around.includes(type.definition);
      if (!type.required && (again || path.length > DEEPEST)) continue;
      const at = [...path, field];
      spots.push({ path: at, type });
      value[field] = wrapped(type, 0, at, [...around, name]);
    }
    return value;
  };
  const wrapped = (type: FieldType, depth: number, path: Path, around: readonly string[]): JsonValue => {
    const container = type.within[depth];
    if (container === 'list') return [wrapped(type, depth + 1, [...path, 0], around)];
    if (container === 'map') return { key: wrapped(type, depth + 1, [...path, 'key'], around) };
    return type.of === 'ref' ? objectOf(type.definition, path, around) : (type.values[0] ?? PLAIN[type.of]);
  };

  const value = { ...objectOf(definition, [], []), apiVersion, kind };
  return { value, spots: spots.filter(({ path }) => path.length > 1 || !OWN.has(String(path[0]))), objects };
}

const OWN = new Set(['apiVersion', 'kind']);

const PLAIN: Readonly<Record<Exclude<FieldType['of'], 'ref'>, JsonValue>> = {
  s: 'text',
  i: 3,
  n: 1.5,
  b: true,
  q: '100m',
  x: 'http',
  t: '2026-01-02T03:04:05Z',
  y: 'aGVsbG8=',
  '*': { any: 'thing' },
};

/** A value that the type does not take. */
export function wrongFor({ within, of }: FieldType): JsonValue | undefined {
  if (within.length > 0) return 'wrong';
  if (of === '*') return undefined;
  return of === 's' || of === 't' || of === 'y' ? 7 : [];
}

/** The value with a change at a path; `undefined` takes the field away. The rest is shared with the original. */
export function changed(value: JsonValue, path: Path, to: JsonValue | undefined): JsonValue {
  const [step, ...rest] = path;
  if (step === undefined) return to ?? null;
  if (Array.isArray(value))
    return value.map((item: JsonValue, index) => (index === step ? changed(item, rest, to) : item));
  const object = value as JsonObject;
  const key = String(step);
  if (rest.length === 0 && to === undefined)
    return Object.fromEntries(Object.entries(object).filter(([name]) => name !== key));
  return { ...object, [key]: changed(object[key] ?? null, rest, to) };
}
