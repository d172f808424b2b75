import { getAt, isList, isObject } from '../../base/json.ts';
import type { JsonValue, Path } from '../../base/json.ts';
import type { Judge } from '../statement.ts';

/** No two entries have the same values in these fields; one that lacks them all has no twin. `initial` are values of fields that are left out. */
export function uniqueBy(
  fields: readonly string[],
  initial: Readonly<Record<string, JsonValue>> = {},
): Judge {
  return (list, visit) => {
    if (!isList(list) || list.length < 2) return;
    const seen = new Map<string, Path>();
    for (const [index, entry] of list.entries()) {
      if (!isObject(entry)) continue;
      const written = fields.filter((field) => entry[field] !== undefined && entry[field] !== null);
      if (written.length === 0) continue;
      const values = fields.map((field) => entry[field] ?? initial[field] ?? null);
      const key = JSON.stringify(values);
      const at = [index, written.at(-1) ?? ''];
      const first = seen.get(key);
      if (first === undefined) {
        seen.set(key, visit.pathTo(at));
        continue;
      }
      visit.report(
        { ...repeated(fields, values), value: getAt(list, at) ?? null, other: firstAt(first) },
        at,
      );
    }
  };
}

function repeated(
  fields: readonly string[],
  values: readonly JsonValue[],
): { readonly form: 'repeated'; readonly problem: string } {
  const [only] = fields;
  return fields.length === 1 && only !== undefined
    ? { form: 'repeated', problem: `is the ${only} of an entry before it, and must be unique` }
    : {
        form: 'repeated',
        problem: `makes an entry like one before it (${fields.map((field, i) => `${field} ${describe(values[i])}`).join(', ')}), and these together must be unique`,
      };
}

/** No scalar is in the list twice. */
export const unique: Judge = (list, visit) => {
  if (!isList(list) || list.length < 2) return;
  const seen = new Map<JsonValue, Path>();
  for (const [index, entry] of list.entries()) {
    if (typeof entry === 'object') continue;
    const first = seen.get(entry);
    if (first === undefined) seen.set(entry, visit.pathTo([index]));
    else
      visit.report(
        {
          form: 'repeated',
          value: entry,
          problem: 'is in the list before, and must be unique',
          other: firstAt(first),
        },
        [index],
      );
  }
};

function firstAt(path: Path): { readonly path: Path; readonly message: string } {
  return { path, message: 'the first one is here' };
}

/** At most so many entries. */
export function atMost(count: number): Judge {
  return (list, visit) => {
    if (isList(list) && list.length > count)
      visit.report({
        form: 'range',
        part: 'key',
        problem: `has ${list.length} entries, and may have ${count}`,
      });
  };
}

/** An entry that stands for all others stands alone. */
export function alone(entry: string): Judge {
  return (list, visit) => {
    if (!isList(list) || list.length < 2 || !list.includes(entry)) return;
    visit.report(
      { form: 'exclusive', value: entry, problem: 'stands for all, and excludes the other entries' },
      [list.indexOf(entry)],
    );
  };
}

function describe(value: JsonValue | undefined): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
