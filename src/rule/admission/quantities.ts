import { isList, isObject } from '../../base/json.ts';
import type { JsonValue } from '../../base/json.ts';
import { isQuantity } from '../../base/quantity.ts';

const HOLDERS: ReadonlySet<string> = new Set(['limits', 'requests', 'capacity', 'hard', 'allocatable']);

/**
 * A quantity that the API server writes in another way before a policy reads it: `1024Mi` is 1Gi, `0.5` is 500m, and the
 * number 1 is a string. Undefined where there is none, or where the expressions do not read quantities as text.
 * Source: apimachinery api/resource/quantity.go "canonical form".
 */
export function quantityRewritten(
  value: JsonValue | undefined,
  expressions: readonly string[],
): string | undefined {
  const asked = expressions.some((text) => /\b(?:limits|requests|capacity|hard|allocatable)\b/.test(text));
  return asked ? firstIn(value) : undefined;
}

function firstIn(value: JsonValue | undefined): string | undefined {
  if (isList(value)) return firstOf(value.map(firstIn));
  if (!isObject(value)) return undefined;
  return firstOf(
    Object.entries(value).map(([key, entry]) =>
      HOLDERS.has(key) && isObject(entry)
        ? firstOf(Object.values(entry).map((one) => (isCanonical(one) ? undefined : JSON.stringify(one))))
        : firstIn(entry),
    ),
  );
}

function firstOf(found: readonly (string | undefined)[]): string | undefined {
  return found.find((one) => one !== undefined);
}

/**
 * No fraction, no exponent, and the largest suffix that leaves none. Values that are no quantities count as canonical; so
 * many digits that the API server may cap the quantity do not.
 */
function isCanonical(value: JsonValue | undefined): boolean {
  if (typeof value === 'number') return false;
  if (typeof value !== 'string' || !isQuantity(value)) return true;
  const [, digits = '', suffix = ''] = /^-?(\d{1,15})([KMGTPE]i|[numkMGTPE])?$/.exec(value) ?? [];
  if (digits === '') return false;
  const step = suffix.endsWith('i') ? 1024 : 1000;
  return digits === '0' ? suffix === '' : !digits.startsWith('0') && Number(digits) % step !== 0;
}
