import { isObject } from '../base/json.ts';
import type { JsonValue } from '../base/json.ts';
import { TABLES } from './rows/tables.ts';
import type { Violation } from './statement.ts';
import { Trees } from './tree.ts';
import { Visit } from './visit.ts';

const trees = new Map<number, Trees>();

/**
 * What the validation of the API server refuses of an object, statement by statement, in the order of the object. `type` is as in
 * `Resource`: `apps/Deployment`; of a type without a table only its metadata are judged.
 */
export function violationsOf(type: string, value: JsonValue, minor: number): readonly Violation[] {
  const all = trees.get(minor) ?? new Trees(TABLES, minor);
  trees.set(minor, all);
  const tree = all.of(type);
  if (!isObject(value)) return NONE;
  const visit = new Visit(value, (shared, inner, at) => {
    all.walkAs(shared, inner, at);
  });
  visit.enter('metadata', value.metadata ?? null);
  all.walkAs('KubernetesMeta', value.metadata ?? null, visit);
  visit.leave();
  if (tree !== undefined) all.walk(tree, value, visit);
  return visit.violations;
}

const NONE: readonly Violation[] = Object.freeze([]);
