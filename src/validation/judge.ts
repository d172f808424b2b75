import { isObject } from '../base/json.ts';
import type { JsonValue } from '../base/json.ts';
import { TABLES } from './rows/tables.ts';
import type { Violation } from './statement.ts';
import { Trees } from './tree.ts';
import { Visit } from './visit.ts';

let trees: Trees | undefined;

/**
 * What the validation of the API server refuses of an object, statement by statement, in the order of the object. `type` is as in
 * `Resource`: `apps/Deployment`; of a type without a table nothing is known.
 */
export function violationsOf(type: string, value: JsonValue, minor: number): readonly Violation[] {
  const all = (trees ??= new Trees(TABLES));
  const tree = all.of(type);
  if (tree === undefined || !isObject(value)) return NONE;
  const visit = new Visit(value, minor, (shared, inner, at) => {
    all.walkAs(shared, inner, at);
  });
  all.walk(tree, value, visit);
  return visit.violations;
}

const NONE: readonly Violation[] = Object.freeze([]);
