import { describe, expect, it } from 'vitest';
import { celProgram, celValue } from '../../src/rule/cel.ts';

function value(text: string): unknown {
  const outcome = celProgram(text)({ object: celValue({ spec: { replicas: 3, items: ['a', 'b'] } }) });
  return 'value' in outcome ? outcome.value : `error: ${outcome.error}`;
}

describe('the functions that Kubernetes adds to CEL', () => {
  it.each([
    ["quantity('1Gi').isGreaterThan(quantity('1000Mi'))", true],
    ["quantity('1G').isLessThan(quantity('1Gi'))", true],
    ["quantity('500m').compareTo(quantity('0.5'))", 0n],
    ["quantity('2k').asInteger()", 2000n],
    ["quantity('1e3').asInteger()", 1000n],
    ["quantity('1.5').isInteger()", false],
    ["quantity('1').add(quantity('500m')).asApproximateFloat()", 1.5],
    ["quantity('-1').sign()", -1n],
    ["isQuantity('512mb')", false],
    ["isQuantity('512Mi')", true],
    ["'abc 123'.find('[0-9]+')", '123'],
    ["'a1b2'.findAll('[0-9]')", ['1', '2']],
    ['[1, 2, 2].isSorted()', true],
    ["['b', 'a'].isSorted()", false],
    ["object.spec.items.indexOf('b')", 1n],
    ["isIP('10.0.0.1') && !isIP('10.0.0.300')", true],
    ["isCIDR('10.0.0.0/8') && !isCIDR('10.0.0.0')", true],
    ["isURL('https://example.com/') && !isURL('example.com')", true],
    ["isURL('/absolute') && !isURL('../relative')", true],
  ])('%s', (text, expected) => {
    expect(value(text)).toEqual(expected);
  });

  it.each(["quantity('1.5').asInteger()", "quantity('x')", 'object.spec.missing', 'nosuch(1)', 'a b'])(
    '%s cannot be evaluated, and says why',
    (text) => {
      expect(value(text)).toMatch(/^error: .+/);
    },
  );
});
