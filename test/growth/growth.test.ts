import { expect, test } from 'vitest';
import { DIMENSIONS } from '../../bench/growth/dimensions.mjs';
import { stepsOf } from '../../bench/growth/measure.mjs';

/** Held to linear growth. */
const NAMES: readonly string[] = [
  'workloads without policies, mapped as text',
  'workloads without policies, as grouped json',
  'workloads under one policy that denies, mapped as text',
];
const TIMES = 16;
const MOST = 1.3;

test.each(NAMES)('steps grow no more than the input: %s', { timeout: 120_000 }, (name) => {
  const dimension = DIMENSIONS.find((one) => one.name === name);
  if (dimension === undefined) throw new Error(`no dimension '${name}'`);
  const start = stepsOf(dimension, 1);
  const few = stepsOf(dimension, dimension.base) - start;
  const many = stepsOf(dimension, dimension.base * TIMES) - start;
  expect(many / few / TIMES).toBeLessThanOrEqual(MOST);
});
