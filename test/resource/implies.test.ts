import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { contradiction, implies } from '../../src/resource/implies.ts';
import { formatRequirement, matches } from '../../src/resource/selector.ts';
import type { Requirement, Selector } from '../../src/resource/selector.ts';

const VALUES = ['a', 'b', 'c'];
const requirement: fc.Arbitrary<Requirement> = fc
  .record({
    key: fc.constantFrom('x', 'y'),
    operator: fc.constantFrom<Requirement['operator'][]>('In', 'NotIn', 'Exists', 'DoesNotExist'),
    some: fc.subarray(VALUES, { minLength: 1 }),
  })
  .map(({ key, operator, some }) => ({
    key,
    operator,
    values: operator === 'In' || operator === 'NotIn' ? some : [],
    path: [],
  }));
const selector: fc.Arbitrary<Selector> = fc
  .array(requirement, { maxLength: 3 })
  .map((requirements) => ({ requirements }));

/** Every set of labels that the requirements can tell apart. */
const LABELS = [undefined, ...VALUES, 'other'].flatMap((x) =>
  [undefined, ...VALUES, 'other'].map((y) => ({
    labels: { ...(x === undefined ? {} : { x }), ...(y === undefined ? {} : { y }) },
  })),
);

describe('a selector that implies another', () => {
  it('matches nothing that the other does not match', () => {
    let implied = 0;
    fc.assert(
      fc.property(selector, selector, (narrow, wide) => {
        if (!implies(narrow, wide)) return;
        implied++;
        const beyond = LABELS.filter((set) => matches(narrow, set) === 'yes' && matches(wide, set) === 'no');
        expect(beyond).toEqual([]);
      }),
      { numRuns: 2000 },
    );
    expect(implied).toBeGreaterThan(100);
  });

  const one = (key: string, operator: Requirement['operator'], ...values: readonly string[]): Selector => ({
    requirements: [{ key, operator, values, path: [] }],
  });
  const both = (...all: readonly Selector[]): Selector => ({
    requirements: all.flatMap(({ requirements }) => requirements),
  });
  it.each<[string, Selector, Selector, boolean]>([
    ['anything implies everything', one('x', 'In', 'a'), both(), true],
    ['everything implies nothing else', both(), one('x', 'In', 'a'), false],
    ['more labels imply fewer', both(one('x', 'In', 'a'), one('y', 'In', 'b')), one('y', 'In', 'b'), true],
    ['a value implies a list that holds it', one('x', 'In', 'a'), one('x', 'In', 'a', 'b'), true],
    ['a value implies that there is one', one('x', 'In', 'a'), one('x', 'Exists'), true],
    ['a value implies that it is no other one', one('x', 'In', 'a'), one('x', 'NotIn', 'b', 'c'), true],
    ['no label implies that it has no such value', one('x', 'DoesNotExist'), one('x', 'NotIn', 'b'), true],
    ['not to have a value does not imply a label', one('x', 'NotIn', 'a'), one('x', 'Exists'), false],
    ['fewer exceptions do not imply more', one('x', 'NotIn', 'a'), one('x', 'NotIn', 'a', 'b'), false],
  ])('%s', (_title, narrow, wide, expected) => {
    expect(implies(narrow, wide)).toBe(expected);
  });
});

describe('a contradiction', () => {
  it('is found exactly where no labels match', () => {
    fc.assert(
      fc.property(selector, (some) => {
        const matched = LABELS.some((set) => matches(some, set) === 'yes');
        expect(contradiction(some) === undefined).toBe(matched);
      }),
      { numRuns: 2000 },
    );
  });

  it('names the two that exclude each other', () => {
    const requirements: readonly Requirement[] = [
      { key: 'x', operator: 'DoesNotExist', values: [], path: [] },
      { key: 'y', operator: 'In', values: ['b'], path: [] },
      { key: 'x', operator: 'In', values: ['a'], path: [] },
    ];
    expect(contradiction({ requirements })?.map(formatRequirement)).toEqual(['x=a', '!x']);
  });
});
