import { describe, expect, it } from 'vitest';
import { celProgram, celValue } from '../../../src/rule/cel.ts';
import { Budget, PER_OBJECT } from '../../../src/rule/cel/budget.ts';

function costOf(text: string): number {
  const budget = new Budget(PER_OBJECT);
  const outcome = celProgram(text)({ ...VARIABLES }, budget);
  expect(outcome).not.toHaveProperty('error');
  return budget.spent;
}

const LONG = 'x'.repeat(500);
const VARIABLES = {
  x: 1n,
  items: [1n, 2n, 3n, 4n, 5n],
  three: [1n, 2n, 3n],
  none: [],
  text: LONG,
  idc: 'idc',
  str1: 'val1',
  str2: 'val2222222',
  dict: celValue({ val: { number: 1 } }),
  nested: celValue({ testAttr: { nestedAttr: '0' } }),
  a: false,
  t: true,
};

/**
 * The expectations of cel-go interpreter/runtimecost_test.go TestRuntimeCost. Lists are variables where it has literals, which
 * cost 1 instead of 10: Kubernetes computes literals once.
 */
describe('an expression costs what the API server counts', () => {
  it.each([
    ['"Hello World!"', 0],
    ['items', 1],
    ["nested['testAttr']", 2],
    ['items[0]', 2],
    ['nested.testAttr', 2],
    ["nested['test' + 'Attr']", 3],
    ['items[3 - 3]', 3],
    ['has(nested.testAttr)', 1],
    ['has(nested.testAttr.nestedAttr)', 2],
    ['[x, x]', 12],
    ['{"a": x}', 31],
    ['[1, 2]', 0],
    ['none.all(x, true)', 2],
    ['three.all(x, true)', 11],
    ["text.matches('[0-9]')", 103],
    ["'123'.matches('[0-9]')", 2],
    ['false || false', 0],
    ['true || a', 0],
    ['a || a || a || a', 4],
    ['t && t && t && t', 4],
    ['1 < 2', 1],
    ['1 == 2', 1],
    ['2 in three', 4],
    ['2 in [1, 2, 3]', 0],
    ['1 + 1', 1],
    ['1 % 1', 1],
    ['true ? 1 : 2', 0],
    ['size("123")', 1],
    ["'12345678901234567890' == '123456789012345678901234567890'", 2],
    ['bytes(text)', 51],
    ['string(x)', 2],
    ['text.contains(text)', 2502],
    ["text.matches('\\\\d+a\\\\d+b')", 103],
    ['idc.startsWith(text)', 3],
    ['text.size()', 2],
    ['(x > 2 ? items : three).all(y, true)', 12],
    ['false ? false : 1 > 3', 1],
    ['dict.all(k, dict[k].number > 3)', 9],
    ['dict.exists(k, dict[k].number > 3)', 10],
    ['(none + none).all(x, true)', 4],
    ['"abcdefg".contains(str1 + str2)', 6],
    ['(1 > 2 ? 5 : 3) > 1', 2],
    ['(1 > 2 || 2 > 1) == true', 3],
    ['items.filter(x, x % 2 == 0)', 53],
    ['items.map(x, x)', 77],
    ['items.map(x, x).filter(x, x % 2 == 0)', 129],
    ['items.map(x, x).exists(x, x == 5) == true', 109],
    ['items.map(x, x).map(x, x)', 153],
    ['items.map(x, [x, x]).filter(z, z.size() == 2)', 223],
    ['items.map(x, [x, x]).all(y, y.all(y, y == 1))', 162],
    ['three.all(i, i in three.map(j, j + j))', 68],
    ["text.find('[0-9]')", 103],
    ["[text, text].join(',')", 213],
    ["text.split(',')", 101],
    ["isQuantity('0123456789')", 1],
  ])('%s: %i', (text, cost) => {
    expect(costOf(text)).toBe(cost);
  });
});
