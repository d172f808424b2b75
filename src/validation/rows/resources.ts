import type { Judge } from '../statement.ts';
import { isObject, objectOf } from '../../base/json.ts';
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

/** Devices and huge pages are not shared: what is asked for is what is given (ValidateResourceRequirements, validateContainerResources). */
export function notOvercommitted(resources: JsonValue, visit: Visit): void {
  if (!isObject(resources)) return;
  const [requests, limits] = [objectOf(resources.requests), objectOf(resources.limits)];
  for (const [name, value] of Object.entries(requests)) {
    if (value === undefined || !(isCounted(name) || isHugePages(name))) continue;
    const limit = limits[name];
    const [request, most] = [quantityOf(value), quantityOf(limit)];
    if (limit === undefined || limit === null)
      visit.report(
        { form: 'required', problem: 'is required: a limit equal to the request, as it is not shared' },
        ['limits', name],
      );
    else if (request !== undefined && most !== undefined && request.compare(most) < 0)
      visit.report(
        {
          form: 'agreement',
          value,
          problem: `must be limits.${name}, which is ${typeof limit === 'string' ? limit : JSON.stringify(limit)}`,
        },
        ['requests', name],
      );
  }
  const names = [...Object.keys(requests), ...Object.keys(limits)];
  if (names.some(isHugePages) && !names.includes('cpu') && !names.includes('memory'))
    visit.report({ form: 'required', problem: 'asks for huge pages, and needs cpu or memory as well' });
}

function isHugePages(name: string): boolean {
  return name.startsWith('hugepages-');
}
