import { getAt } from '../base/json.ts';
import type { Reference } from '../reference/reference.ts';

/**
 * Whether requests get through although the reference fails: a webhook whose failures are ignored, a backend without
 * weight, a mirror.
 */
export function failsSoftly({ row, path, from }: Reference): boolean {
  const holder = path.slice(0, -1);
  const webhook =
    path[0] === 'webhooks' ? getAt(from.value, [...path.slice(0, 2), 'failurePolicy']) : undefined;
  return row.id === 'route-mirror' || webhook === 'Ignore' || getAt(from.value, [...holder, 'weight']) === 0;
}
