import { isObject } from '../../base/json.ts';
import type { Judge } from '../statement.ts';

/** What is wrong with a text, to complete "it …" (`has "_", and takes only a-z`); undefined if nothing is. */
export type Format = (text: string) => string | undefined;

/** A text of a form. The empty one is left to `needs`, unless it is refused here. */
export function format(problemOf: Format, empty: 'passes' | 'refused' = 'passes'): Judge {
  return (value, visit) => {
    if (typeof value !== 'string' || (value === '' && empty === 'passes')) return;
    const problem = problemOf(value);
    if (problem === undefined) return;
    const lower = value.toLowerCase().replace(/_/g, '-');
    const meant = lower !== value && problemOf(lower) === undefined ? lower : undefined;
    visit.report({ form: 'format', value, problem, ...(meant === undefined ? {} : { meant }) });
  };
}

/** A key of a map, of a form: for paths that end with `{key}`. */
export function keyFormat(problemOf: Format): Judge {
  return (key, visit) => {
    if (typeof key !== 'string') return;
    const problem = problemOf(key);
    if (problem !== undefined) visit.report({ form: 'format', part: 'key', value: key, problem });
  };
}

/** Holds for one field, if it is there: for statements about a field that depend on its neighbours. */
export function field(name: string, judge: Judge): Judge {
  return (value, visit) => {
    if (!isObject(value)) return;
    const inner = value[name];
    if (inner === undefined || inner === null) return;
    visit.enter(name, inner);
    judge(inner, visit);
    visit.leave();
  };
}

/** Every one of them holds. */
export function all(...judges: readonly Judge[]): Judge {
  return (value, visit) => {
    for (const judge of judges) judge(value, visit);
  };
}
