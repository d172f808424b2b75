import { isList, isObject, objectOf } from '../../base/json.ts';
import type { JsonObject, JsonValue, Path } from '../../base/json.ts';
import type { Visit } from '../visit.ts';

/** Where a schema stands in its definition. */
export interface Place {
  /** Of the whole object, of the entries of a list, or of a field. */
  readonly level: 'root' | 'item' | 'field';
  /** Of `apiVersion`, `kind` or `metadata` of an object, or below it. */
  readonly inMetadata: boolean;
  /** Why there may be no default; undefined where there may be one. */
  readonly noDefault: string | undefined;
  /** Below `items` or `additionalProperties`, of which the schemas of the API server say nothing. */
  readonly undescribed: boolean;
}

export const ROOT: Place = { level: 'root', inMetadata: false, noDefault: undefined, undescribed: false };

/** Judges what stands at some steps below the place of the visit. */
export function within(visit: Visit, steps: Path, value: JsonValue, judge: () => void): void {
  for (const step of steps) visit.enter(step, value);
  judge();
  for (let left = steps.length; left > 0; left -= 1) visit.leave();
}

/** The named schemas of a field such as `properties`: nothing stands for an empty one, and what is none is left out. */
export function schemasIn(value: JsonValue | undefined): readonly (readonly [string, JsonObject])[] {
  return Object.entries(objectOf(value)).flatMap(([name, one]) => {
    const schema = schemaOf(one);
    return schema === undefined ? [] : [[name, schema] as const];
  });
}

export function schemaOf(value: JsonValue | undefined): JsonObject | undefined {
  return value === null ? EMPTY : isObject(value) ? value : undefined;
}

/** A schema in a field of its own: nothing there is no schema. */
export function ownSchema(value: JsonValue | undefined): JsonObject | undefined {
  return isObject(value) ? value : undefined;
}

/** What Go's zero value is not. */
export function isGiven(value: JsonValue | undefined): boolean {
  if (value === undefined || value === null || value === '' || value === false || value === 0) return false;
  if (isList(value)) return value.length > 0;
  return !isObject(value) || Object.keys(value).length > 0;
}

/** The text of a field; what is none is told by others. */
export function textOf(value: JsonValue | undefined): string {
  return typeof value === 'string' ? value : '';
}

/** There, if only empty: a pointer of Go. */
export function isThere(value: JsonValue | undefined): boolean {
  return value !== undefined && value !== null;
}

const EMPTY: JsonObject = Object.freeze({});
