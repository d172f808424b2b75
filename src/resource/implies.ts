import type { Requirement, Selector } from './selector.ts';

/**
 * Whether whatever the first selector matches is matched by the second one too, whatever labels there are. False where
 * that does not follow from single requirements: it is certain or it is not said.
 */
export function implies(narrow: Selector, wide: Selector): boolean {
  return wide.requirements.every((wanted) =>
    narrow.requirements.some((given) => given.key === wanted.key && impliesOne(given, wanted)),
  );
}

function impliesOne(given: Requirement, wanted: Requirement): boolean {
  switch (wanted.operator) {
    case 'Exists':
      return given.operator === 'Exists' || given.operator === 'In';
    case 'DoesNotExist':
      return given.operator === 'DoesNotExist';
    case 'In':
      return given.operator === 'In' && given.values.every((value) => wanted.values.includes(value));
    case 'NotIn':
      // A label that is absent is not in any list (LS4).
      if (given.operator === 'DoesNotExist') return true;
      if (given.operator === 'In') return given.values.every((value) => !wanted.values.includes(value));
      return given.operator === 'NotIn' && wanted.values.every((value) => given.values.includes(value));
  }
}

/** Two requirements of a selector that no label can meet together; the second one is what a reader stumbles over. */
export function contradiction({ requirements }: Selector): readonly [Requirement, Requirement] | undefined {
  const allowed = new Map<
    string,
    { readonly first: Requirement; readonly values: readonly string[] | undefined }
  >();
  // What says which values there may be comes first: every other requirement takes some away.
  const sorted = [...requirements].sort((a, b) => RANK[a.operator] - RANK[b.operator]);
  for (const requirement of sorted) {
    const { key, operator, values } = requirement;
    const known = allowed.get(key);
    if (known === undefined) {
      allowed.set(key, { first: requirement, values: operator === 'In' ? values : undefined });
      continue;
    }
    const left = restrict(known.values, known.first, requirement);
    if (left === 'none') return [known.first, requirement];
    allowed.set(key, { first: known.first, values: left });
  }
  return undefined;
}

const RANK: Readonly<Record<Requirement['operator'], number>> = {
  In: 0,
  Exists: 1,
  NotIn: 2,
  DoesNotExist: 3,
};

function restrict(
  possible: readonly string[] | undefined,
  first: Requirement,
  { operator, values }: Requirement,
): readonly string[] | undefined | 'none' {
  if (operator === 'DoesNotExist')
    return first.operator === 'In' || first.operator === 'Exists' ? 'none' : possible;
  if (possible === undefined || operator === 'Exists') return possible;
  const left = possible.filter((value) => values.includes(value) === (operator === 'In'));
  return left.length === 0 ? 'none' : left;
}
