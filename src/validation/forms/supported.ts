import { nearest } from '../../base/nearest.ts';
import { someOf } from '../../base/some.ts';
import type { Judge } from '../statement.ts';

/** One of these texts. The empty text counts as left out where the API server has a default for it. */
export function oneOf(values: readonly string[], empty: 'passes' | 'refused' = 'passes'): Judge {
  const set = new Set(values);
  return (value, visit) => {
    if (typeof value !== 'string' || set.has(value) || (value === '' && empty === 'passes')) return;
    const meant = values.find((one) => one.toLowerCase() === value.toLowerCase()) ?? nearest(value, values);
    visit.report({
      form: 'supported',
      value,
      problem: `is none of ${someOf(values.map((one) => (one === '' ? '""' : one)))}`,
      ...(meant === undefined ? {} : { meant }),
    });
  };
}
