import { isList, isObject } from '../../base/json.ts';
import { nearest } from '../../base/nearest.ts';
import type { JsonValue } from '../../base/json.ts';
import type { Judge } from '../statement.ts';

/** Neither left out nor empty: what Go's zero value is to upstream. An empty object is set, as a pointer to it is. */
export function isSet(value: JsonValue | undefined): boolean {
  if (value === undefined || value === null || value === '') return false;
  return !isList(value) || value.length > 0;
}

/** Each of the fields is set. */
export function needs(...fields: readonly string[]): Judge {
  return (value, visit) => {
    if (!isObject(value)) return;
    for (const field of fields) {
      if (isSet(value[field])) continue;
      const isThere = value[field] !== undefined && value[field] !== null;
      visit.report({ form: 'required', problem: isThere ? 'is empty, and must not be' : 'is required' }, [
        field,
      ]);
    }
  };
}

/** Set, if only to nothing: a pointer or a map that upstream asks for. */
export function has(...fields: readonly string[]): Judge {
  return (value, visit) => {
    if (!isObject(value)) return;
    for (const field of fields) {
      if (value[field] === undefined || value[field] === null)
        visit.report({ form: 'required', problem: 'is required' }, [field]);
    }
  };
}

/** Exactly one of the fields is set. */
export function exactlyOne(...fields: readonly string[]): Judge {
  const most = atMostOne(...fields);
  const least = atLeastOne(...fields);
  return (value, visit) => {
    least(value, visit);
    most(value, visit);
  };
}

export function atLeastOne(...fields: readonly string[]): Judge {
  return (value, visit) => {
    if (!isObject(value) || fields.some((field) => isSet(value[field]))) return;
    // The schemas tell of a field that nobody knows, which is the whole mistake.
    if (Object.keys(value).some((key) => !fields.includes(key) && nearest(key, fields) !== undefined)) return;
    visit.report({ form: 'required', problem: `has none of ${oneOfThem(fields)}, and needs one` });
  };
}

export function atMostOne(...fields: readonly string[]): Judge {
  return (value, visit) => {
    if (!isObject(value)) return;
    let first: string | undefined;
    for (const field of fields) {
      if (!isSet(value[field])) continue;
      if (first === undefined) {
        first = field;
        continue;
      }
      visit.report(
        {
          form: 'exclusive',
          part: 'key',
          problem: `excludes ${first}, which is set, too; only one of ${oneOfThem(fields)} may be`,
          other: { path: visit.pathTo([first]), message: `${first} is set here` },
        },
        [field],
      );
    }
  };
}

/** The field that goes with the value of another is set, and those of its other values are not. `type: Resource` wants `resource`. */
export function union(
  discriminator: string,
  members: Readonly<Record<string, string>>,
  initial?: string,
): Judge {
  return (value, visit) => {
    if (!isObject(value)) return;
    const chosen = isSet(value[discriminator]) ? value[discriminator] : initial;
    if (typeof chosen !== 'string' || !Object.hasOwn(members, chosen)) return;
    const wanted = members[chosen];
    for (const [member, field] of Object.entries(members)) {
      if (field === wanted) {
        if (member === chosen && !isSet(value[field]))
          visit.report({ form: 'required', problem: `is required where ${discriminator} is ${chosen}` }, [
            field,
          ]);
      } else if (isSet(value[field])) {
        visit.report(
          {
            form: 'forbidden',
            part: 'key',
            problem: `goes with ${discriminator} ${member}, and ${discriminator} is ${chosen}`,
          },
          [field],
        );
      }
    }
  };
}

/** The fields may not be set. `why` completes "… may not be set": `in a pod template`. */
export function forbids(why: string, ...fields: readonly string[]): Judge {
  return (value, visit) => {
    if (!isObject(value)) return;
    for (const field of fields) {
      if (isSet(value[field]))
        visit.report({ form: 'forbidden', part: 'key', problem: `may not be set ${why}` }, [field]);
    }
  };
}

/** Holds where a field has one of the values; `initial` is what it is if it is left out. */
export function given(
  field: string,
  values: readonly (string | boolean | number)[],
  judge: Judge,
  initial?: string | boolean | number,
): Judge {
  return (value, visit) => {
    if (!isObject(value)) return;
    const written = isSet(value[field]) ? value[field] : initial;
    if (values.some((one) => one === written)) judge(value, visit);
  };
}

/** Holds where a field has a value, and none of these. */
export function givenOther(
  field: string,
  values: readonly (string | boolean | number)[],
  judge: Judge,
  initial?: string | boolean | number,
): Judge {
  return (value, visit) => {
    if (!isObject(value)) return;
    const written = isSet(value[field]) ? value[field] : initial;
    if (written !== undefined && written !== null && !values.some((one) => one === written))
      judge(value, visit);
  };
}

/** Holds where a field is set. */
export function whereSet(field: string, judge: Judge): Judge {
  return (value, visit) => {
    if (isObject(value) && isSet(value[field])) judge(value, visit);
  };
}

/** `a, b and c`. */
function oneOfThem(fields: readonly string[]): string {
  return fields.length < 2 ? fields.join('') : `${fields.slice(0, -1).join(', ')} and ${fields.at(-1) ?? ''}`;
}
