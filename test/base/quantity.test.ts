import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Quantity, isQuantity } from '../../src/base/quantity.ts';

/** Words of apimachinery pkg/api/resource/quantity.go ParseQuantity, and what it makes of them. */
describe('which texts are quantities', () => {
  it.each([
    ...['0', '1', '+1', '-1', '1.', '.5', '1.5Gi', '1e3', '1E3', '1E', '1e-3', '1e+3', '100m', '5n', '5u'],
    ...['1e99999999', '1E-99999999', '1e9223372036854775807', '000', '.', '+', 'm', 'Ki'],
  ])('%s is one', (text) => {
    expect(isQuantity(text)).toBe(true);
  });

  it.each([
    ...['', ' 1', '1 ', '1i', '1mb', '0.1mi', '1+1', '1.1.1', '1e', '1e+', '1ki', '1e9223372036854775808'],
    ...['e-10', '1_0', '1e1.5', '0x10'],
  ])('%j is none', (text) => {
    expect(isQuantity(text)).toBe(false);
    expect(() => Quantity.of(text)).toThrow('is no quantity');
  });
});

describe('how quantities compare', () => {
  it.each([
    ['1Gi', '1000Mi', 1],
    ['1G', '1Gi', -1],
    ['500m', '0.5', 0],
    ['-1', '1', -1],
    ['-2', '-1', -1],
    ['1e3', '1k', 0],
    ['0', '0Gi', 0],
    ['1e99999999', '1e99999998', 1],
    ['1e99999999', '10e99999998', 0],
    ['-1e99999999', '1', -1],
    // Whatever is more than nothing is a billionth at least.
    ['1E-99999999', '1n', 0],
    ['-1E-99999999', '-1n', 0],
    ['0.0000000011', '2n', 0],
    ['0e-99999999', '0', 0],
    // Binary ones stop at 64 bits, decimal ones do not.
    ['8Ei', '9223372036854775807', 0],
    ['9999999Ei', '8Ei', 0],
    ['10E', '8Ei', 1],
    // Exponents are read as 64 bits, of which 32 are kept.
    ['1e4294967296', '1', 0],
    ['1e4294967299', '1k', 0],
  ])('%s and %s: %i', (one, two, order) => {
    expect(Quantity.of(one).compare(Quantity.of(two))).toBe(order);
    expect(Quantity.of(two).compare(Quantity.of(one))).toBe(order === 0 ? 0 : -order);
  });

  it('as the numbers do', () => {
    const part = fc.tuple(fc.integer({ min: -999_999, max: 999_999 }), fc.integer({ min: -6, max: 6 }));
    fc.assert(
      fc.property(part, part, ([a, x], [b, y]) => {
        const order = Quantity.of(`${a}e${x}`).compare(Quantity.of(`${b}e${y}`));
        const [one, two] = [BigInt(a) * 10n ** BigInt(x + 6), BigInt(b) * 10n ** BigInt(y + 6)];
        expect(order).toBe(one === two ? 0 : one > two ? 1 : -1);
        const sum = Quantity.of(`${a}e${x}`).add(Quantity.of(`${b}e${y}`));
        expect(sum.compare(Quantity.of(`${one + two}e-6`))).toBe(0);
      }),
    );
  });
});

describe('whole numbers', () => {
  it.each([
    ['5', 5n],
    ['2k', 2000n],
    ['1Gi', 1073741824n],
    ['-3M', -3000000n],
    ['9E', 9000000000000000000n],
    ['0e99999999', 0n],
    ['1.0', undefined],
    ['1000m', undefined],
    ['10E', undefined],
    ['1e99999999', undefined],
    // A number that is not held within 64 bits has none (AsInt64).
    ['1Ei', undefined],
    ['1000000000000000000', undefined],
  ])('%s: %s', (text, integer) => {
    expect(Quantity.of(text).integer()).toBe(integer);
  });

  it.each([
    ['1.5', 1.5],
    ['1e99999999', Infinity],
    ['-1e400', -Infinity],
    ['1E-99999999', 1e-9],
  ])('%s is about %d', (text, number) => {
    expect(Quantity.of(text).approximate()).toBeCloseTo(number, 12);
  });
});

describe('what would take long', () => {
  it('is not added', () => {
    expect(() => Quantity.of('1e99999999').add(Quantity.of('1'))).toThrow('too far apart');
  });

  it('is not read', () => {
    expect(() => Quantity.of('9'.repeat(1_000_000))).toThrow('more digits than are read here');
    expect(isQuantity('9'.repeat(1_000_000))).toBe(true);
    expect(isQuantity(`${'9'.repeat(1_000_000)}x`)).toBe(false);
  }, 5000);
});
