import { describe, expect, it } from 'vitest';
import { celProgram } from '../../../src/rule/cel.ts';
import { Budget } from '../../../src/rule/cel/budget.ts';

const LIST = Array.from({ length: 300 }, (_, index) => BigInt(index));
const MANY = Array.from({ length: 100_000 }, (_, index) => `name-${index}`);
const TEXT = 'a'.repeat(100_000);
const VARIABLES = {
  self: new Map<string, unknown>([
    ['items', LIST],
    ['many', MANY],
    ['text', TEXT],
    ['one', [1n]],
    ['keys', new Map(MANY.map((name) => [name, name]))],
    ['bytes', new TextEncoder().encode(TEXT)],
  ]),
};

function reason(text: string): string {
  const outcome = celProgram(text)(VARIABLES);
  return 'error' in outcome ? outcome.error : `a value`;
}

function nested(levels: number, inner: string, list = 'self.items'): string {
  let text = inner;
  for (let level = levels; level > 0; level--) text = `${list}.map(v${level}, ${text})`;
  return text;
}

const LOOPS = 'self.items.all(a, self.items.all(b, self.items.all(c, a + b + c >= 0)))';
const COST = 'it costs more than 1000000, where the API server stops';
const STEPS = 'it takes more steps than are taken here';

/** Each of these took seconds, gigabytes or for ever. */
describe('whatever an expression says, evaluating it ends, and says why', () => {
  it.each([
    ['loops in loops', LOOPS, COST],
    ['lists of lists', nested(7, 'v1'), COST],
    ['an error that is swallowed', `${LOOPS} || true`, COST],
    ['an error in every entry', `self.items.exists(a, self.many.exists(b, b.missing == 1))`, STEPS],
    ['a text that doubles', doubled('self.text', 60), COST],
    ['a list that doubles', doubled('self.items', 60), STEPS],
    ['a text put together', "self.many.map(x, self.text).join(',')", COST],
    ['a text in a text', 'self.text.contains(self.text)', COST],
    ['searching', `self.many.all(x, self.text.indexOf('${'a'.repeat(5_000)}b') < 0)`, STEPS],
    ['sizes of texts', 'self.many.all(x, size(self.text) > 0)', STEPS],
    ['operators that cost nothing', `self.many.all(x, ${'true && '.repeat(900)}true)`, STEPS],
    ['literals that cost nothing', `self.many.all(x, [${'1, '.repeat(900)}1].size() > 0)`, STEPS],
    ['equality of what is deep', 'self.many.all(x, [self.many] == [self.many + []])', STEPS],
    ['being in what is deep', 'self.many.all(x, [self.many] in [[self.many + []]])', STEPS],
    ['keys of a map', 'self.many.all(x, self.keys.exists(k, true))', STEPS],
    [
      'times in other zones',
      "self.many.all(x, timestamp('2020-01-01T00:00:00Z').getHours('Europe/Paris') > 0)",
      STEPS,
    ],
    ['bytes', 'self.many.all(x, string(self.bytes) != "")', COST],
    ['a long regular expression', "self.many.all(x, !self.text.matches('(a|a)*b'))", 'STOPPED'],
    [
      'a duration',
      `duration('${'1'.repeat(90_000)}') == duration('1s')`,
      'it reads a duration that is longer',
    ],
    ['a duration of a value', 'duration(self.text) == duration("1s")', 'it reads a duration that is longer'],
    ['quantities', "quantity('1e99999999').add(quantity('1')).isInteger()", 'too far apart'],
    [
      'a megabyte',
      `true || ${"'".padEnd(1_000_000, 'x')}'`,
      'it has 1000009 characters; the API server reads 100000',
    ],
    ['a nest of brackets', `${'('.repeat(10_000)}true${')'.repeat(10_000)}`, 'maxDepth'],
    ['a nest of lists', `${'['.repeat(10_000)}${']'.repeat(10_000)} == []`, 'maxDepth'],
    ['a nest of negations', `${'!'.repeat(10_000)}true`, 'it is nested too deeply to be read here'],
    ['a nest of minus', `${'-'.repeat(90_000)}1 == 1`, 'it is nested too deeply to be read here'],
    ['a chain of operators', `${'1 + '.repeat(20_000)}1 > 0`, 'it is nested too deeply to be read here'],
    ['a chain of fields', `self${'.a'.repeat(10_000)}`, 'maxDepth'],
    ['a number', `${'9'.repeat(99_000)} > 1`, 'a value'],
  ])(
    '%s',
    (_, text, expected) => {
      const said = reason(text);
      if (expected === 'STOPPED') expect([COST, STEPS]).toContain(said);
      else expect(said).toContain(expected);
    },
    5_000,
  );

  it('counts all expressions about one object', () => {
    const budget = new Budget(1_000);
    const program = celProgram('self.items.all(x, x >= 0)');
    expect(program(VARIABLES, budget)).toEqual({
      error: 'the expressions for this object together cost more than 1000, where the API server stops',
    });
    expect(celProgram('true')(VARIABLES, budget)).toHaveProperty('error');
  });

  it('evaluates what is healthy, again and again', () => {
    const program = celProgram('self.items.all(x, x >= 0) && self.many.size() == 100000');
    for (let time = 0; time < 100; time++) expect(program(VARIABLES)).toEqual({ value: true });
  });

  it('begins anew after it was stopped', () => {
    const program = celProgram('self.items.all(a, self.items.all(b, self.items.all(c, a + b + c >= 0)))');
    expect(program(VARIABLES)).toEqual({ error: COST });
    expect(program({ self: new Map([['items', [1n]]]) })).toEqual({ value: true });
  });
});

function doubled(start: string, times: number): string {
  let text = `[${start}]`;
  for (let time = 0; time < times; time++) text += `.map(x, x + x)`;
  return `${text}.size() > 0`;
}
