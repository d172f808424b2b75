import type { JsonValue } from '../../base/json.ts';
import { Quantity, isQuantity } from '../../base/quantity.ts';
import { portNameProblem } from '../../resource/port-name.ts';
import type { Judge } from '../statement.ts';

/** A whole number from `least` to `most`. */
export function between(least: number, most: number): Judge {
  const wanted =
    least === most
      ? `must be ${least}`
      : most === Infinity
        ? `must be ${least} or more`
        : `must be from ${least} to ${most}`;
  return (value, visit) => {
    if (typeof value === 'number' && (value < least || value > most))
      visit.report({ form: 'range', value, problem: wanted });
  };
}

export function atLeast(least: number): Judge {
  return between(least, Infinity);
}

/** apimachinery util/validation IsValidPortNum. */
export const portNumber: Judge = between(1, 65535);

/** A number of a port, or the name of one (ValidatePortNumOrName): a number in quotes is a name, and no name has only digits. */
export const portNumberOrName: Judge = (value, visit) => {
  portNumber(value, visit);
  if (typeof value !== 'string') return;
  const problem = portNameProblem(value);
  if (problem === undefined) return;
  const number = Number(value);
  const meant = /^\d{1,5}$/.test(value) && number > 0 && number <= 65535 ? number : undefined;
  visit.report({
    form: 'format',
    value,
    problem:
      meant === undefined
        ? `is no port name: ${problem}`
        : 'is a name because it is quoted, and a name has a letter',
    ...(meant === undefined ? {} : { meant }),
  });
};

/** A number that is not negative, or a percentage (ValidatePositiveIntOrPercent). `most` is that of a percentage. */
export function numberOrPercent(most: number): Judge {
  return (value, visit) => {
    if (typeof value === 'number') {
      atLeast(0)(value, visit);
      return;
    }
    if (typeof value !== 'string') return;
    // apimachinery util/validation IsValidPercent: digits and a percent sign.
    const [, digits] = /^(\d+)%$/.exec(value) ?? [];
    if (digits === undefined) {
      const meant = /^\d{1,9}$/.test(value) ? Number(value) : undefined;
      visit.report({
        form: 'format',
        value,
        problem:
          meant === undefined
            ? 'is neither a whole number nor a percentage such as 25%'
            : 'is a text because it is quoted, and a text must be a percentage',
        ...(meant === undefined ? {} : { meant }),
      });
    } else if (Number(digits) > most) {
      visit.report({ form: 'range', value, problem: `must be at most ${most}%` });
    }
  };
}

/** Undefined for what is no quantity, which the schemas tell. */
export function quantityOf(value: JsonValue | undefined): Quantity | undefined {
  if (typeof value !== 'string' && typeof value !== 'number') return undefined;
  const text = String(value).trim();
  // Longer ones are refused by nobody, and take their time.
  return text.length <= 100 && isQuantity(text) ? Quantity.of(text) : undefined;
}

/** A quantity that is not below zero, or is above it. */
export function quantity(sign: 'positive' | 'not negative'): Judge {
  return (value, visit) => {
    const amount = quantityOf(value);
    if (amount === undefined) return;
    if (amount.sign() < 0 || (sign === 'positive' && amount.sign() === 0))
      visit.report({
        form: 'range',
        value,
        problem: sign === 'positive' ? 'must be more than 0' : 'must be 0 or more',
      });
  };
}
