import type { Judge } from '../statement.ts';
import { isObject } from '../../base/json.ts';
import type { JsonValue } from '../../base/json.ts';
import { qualifiedNameProblem } from '../../resource/syntax.ts';
import { keyFormat } from '../forms/format.ts';
import { quantityOf } from '../forms/number.ts';
import type { Visit } from '../visit.ts';

/** Names of what containers ask for: standard, or of a domain (ValidateContainerResourceName, IsStandardContainerResourceName). */
export const containerResource: Judge = keyFormat((name) => {
  const problem = qualifiedNameProblem(name);
  if (problem !== undefined) return problem;
  if (name.includes('/')) return undefined;
  return STANDARD.includes(name) || name.startsWith('hugepages-')
    ? undefined
    : `is none of ${STANDARD.join(', ')} and hugepages-<size>, and others have a domain and a slash before their name`;
});

const STANDARD = ['cpu', 'memory', 'ephemeral-storage'];

/** Amounts of them: not below zero, and whole numbers where they are counted (ValidateResourceQuantityValue). */
export function resourceAmounts(amounts: JsonValue, visit: Visit): void {
  if (!isObject(amounts)) return;
  for (const [name, value] of Object.entries(amounts)) {
    const amount = quantityOf(value);
    if (amount === undefined || value === undefined) continue;
    if (amount.sign() < 0) visit.report({ form: 'range', value, problem: 'must be 0 or more' }, [name]);
    else if (isCounted(name) && amount.approximate() % 1 !== 0)
      visit.report({ form: 'range', value, problem: 'must be a whole number' }, [name]);
  }
}

/** Devices and the like (IsIntegerResourceName, IsExtendedResourceName). */
export function isCounted(name: string): boolean {
  return name.includes('/') && !name.includes('kubernetes.io/') && !name.startsWith('requests.');
}

export function isHugePages(name: string): boolean {
  return name.startsWith('hugepages-');
}
