import { isObject, objectOf } from '../../base/json.ts';
import type { JsonValue, Path } from '../../base/json.ts';
import type { Judge } from '../statement.ts';
import { quantityOf } from './number.ts';

/** A number of one field is not above that of another. */
export function notAbove(low: string, high: string): Judge {
  return (value, visit) => {
    if (!isObject(value)) return;
    const [lower, higher] = [value[low], value[high]];
    if (typeof lower !== 'number' || typeof higher !== 'number' || lower <= higher) return;
    visit.report(
      {
        form: 'order',
        value: lower,
        problem: `is more than ${high}, which is ${higher}`,
        other: { path: visit.pathTo([high]), message: `${high} is ${higher}` },
      },
      [low],
    );
  };
}

/** Every quantity of one map is not above that of the same key in another. */
export function quantitiesNotAbove(low: string, high: string): Judge {
  return (value, visit) => {
    if (!isObject(value)) return;
    const limits = objectOf(value[high]);
    for (const [key, amount] of Object.entries(objectOf(value[low]))) {
      const [lower, higher] = [quantityOf(amount), quantityOf(limits[key])];
      if (lower === undefined || higher === undefined || lower.compare(higher) <= 0) continue;
      visit.report(
        tooMuch(amount ?? null, `${high}.${key}`, limits[key] ?? null, visit.pathTo([high, key])),
        [low, key],
      );
    }
  };
}

function tooMuch(
  value: JsonValue,
  high: string,
  limit: JsonValue,
  path: Path,
): {
  readonly form: 'order';
  readonly value: JsonValue;
  readonly problem: string;
  readonly other: { readonly path: Path; readonly message: string };
} {
  const shown = typeof limit === 'string' ? limit : JSON.stringify(limit);
  return {
    form: 'order',
    value,
    problem: `is more than ${high}, which is ${shown}`,
    other: { path, message: `${high} is ${shown}` },
  };
}
