import { describe, expect, it } from 'vitest';
import { celProgram } from '../../../src/rule/cel.ts';
import { withoutIndexedHas } from '../../../src/rule/cel/has.ts';

const SELF = [new Map([['a', new Map([['b', 1n]])]])];

describe('has() of an indexed value', () => {
  it.each<[string, unknown]>([
    ['has(self[0].a)', true],
    ['has(self[0].c)', false],
    ['has(self[0].a.b) && !has(self[0].a.c)', true],
    ['self.exists(one, has(self[0].a))', true],
    ["has(self[0].a) ? 'has(self[0].c)' : ''", 'has(self[0].c)'],
    ['self.all(one, has(one.a))', true],
  ])('%s is %s', (text, value) => {
    expect(celProgram(text)({ self: SELF })).toEqual({ value });
  });

  it('fails where the index is beyond the list, as in the API server', () => {
    expect(celProgram('has(self[4].a)')({ self: SELF })).toHaveProperty('error');
  });

  it.each([
    'has(self.a)',
    "'has(self[0].a)'",
    'self.has(x)',
    'has(self[0])',
    'has(self[0].a',
    'xhas(self[0].a)',
  ])('nothing else is changed: %s', (text) => {
    expect(withoutIndexedHas(text)).toBeUndefined();
  });
});
