import type { RelatedObject } from './rule.ts';

/** More of them help nobody. */
const MOST = 10;

/** The first of many related objects; the last one that is named says how many more there are. */
export function relatedSome<T>(
  all: readonly T[],
  relate: (one: T) => RelatedObject,
): readonly RelatedObject[] {
  const left = all.length - MOST;
  return all.slice(0, MOST).map((one, index) => {
    const related = relate(one);
    return left > 0 && index === MOST - 1
      ? { ...related, message: `${related.message} (and ${left.toLocaleString('en')} more)` }
      : related;
  });
}
