import { describe, expect, it } from 'vitest';
import { evictable } from '../../src/reach/budget.ts';

describe('how many pods a budget lets go', () => {
  it.each([
    ['minAvailable', 1, 2, 1],
    ['minAvailable', 2, 2, 0],
    ['minAvailable', 5, 2, 0],
    ['minAvailable', '50%', 2, 1],
    ['minAvailable', '50%', 1, 0],
    ['minAvailable', '50%', 3, 1],
    ['minAvailable', '100%', 3, 0],
    ['maxUnavailable', 1, 1, 1],
    ['maxUnavailable', '1%', 1, 1],
    ['maxUnavailable', '0%', 10, 0],
    ['maxUnavailable', 'half', 10, undefined],
  ] as const)('%s: %s of %i pods is %s', (field, value, total, expected) => {
    expect(evictable(value, field, total)).toBe(expected);
  });
});
