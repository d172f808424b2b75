import { describe, expect, it } from 'vitest';
import { re2, readRe2 } from '../../src/regex/re2.ts';

describe('an expression of RE2', () => {
  it.each([
    ['^a+$', 'aaa', true],
    ['b', 'abc', true],
    ['(?i)ABC', 'xabcx', true],
    ['^[[:alpha:]]+$', 'abc', true],
    ['^[[:alpha:]]+$', ':alph', false],
    [String.raw`^\pL+$`, 'äß', true],
    [String.raw`\Aa\z`, 'a', true],
    [String.raw`^\Qa.b\E$`, 'a.b', true],
    [String.raw`^\Qa.b\E$`, 'axb', false],
    ['(?P<name>a)', 'a', true],
    ['^[]a]+$', ']a', true],
    ['^.$', '😀', true],
    ['^a$', 'a\n', false],
    ['(?s)^a.b$', 'a\nb', true],
    ['a.b', 'a\nb', false],
    ['^a{,2}$', 'a{,2}', true],
  ])('%s finds in %j what Go finds', (pattern, text, wanted) => {
    expect(re2(pattern)?.test(text)).toBe(wanted);
  });

  it('matches a whole text, whichever way it is told', () => {
    expect(re2('a|ab')?.full('ab')).toBe(true);
    expect(re2('a|b')?.full('ab')).toBe(false);
    expect(re2('^a$')?.full('a')).toBe(true);
  });

  it.each([
    ['a*', 'baaab', undefined, ['', 'aaa', '']],
    [String.raw`\d+`, 'a1b22c333', undefined, ['1', '22', '333']],
    [String.raw`\d+`, 'a1b22c333', 2, ['1', '22']],
    ['^a', 'aaa', undefined, ['a']],
    ['', '😀a', undefined, ['', '', '']],
    ['x', 'abc', undefined, []],
  ])('finds all of %s in %j, at most %s', (pattern, text, limit, wanted) => {
    expect(re2(pattern)?.findAll(text, limit)).toEqual(wanted);
  });

  it('counts its groups', () => {
    expect(re2('(a)(?:b)(?P<c>d)')?.groups).toBe(2);
  });

  it.each([
    ['(?=a)', '(?='],
    ['(?<!a)b', '(?<!a)b'],
    [String.raw`(a)\1`, String.raw`\1`],
    ['a++', '++'],
    ['a{1001}', '{1001}'],
    ['(?:a{100}){100}', '{100}'],
    ['[b-a]', 'b-a'],
  ])('does not read %s, because of %s', (pattern, at) => {
    expect(readRe2(pattern)).toMatchObject({ is: 'refused', at });
    expect(re2(pattern)).toBeUndefined();
  });

  it.each([
    ['a long one', 'a'.repeat(1_000_000)],
    ['one that repeats a long one', `(?:${'[a-z]{0,1}'.repeat(600)}){1000}`],
  ])('leaves open what takes too much: %s', (_, pattern) => {
    expect(readRe2(pattern)).toEqual({ is: 'large' });
  });

  it('leaves open what a text takes too much for', () => {
    const hungry = re2('(?:a?){1000}b');
    expect(hungry?.test('a'.repeat(100))).toBe(false);
    expect(hungry?.test('a'.repeat(10_000_000))).toBeUndefined();
    expect(hungry?.findAll('a'.repeat(10_000_000))).toBeUndefined();
  });

  it.each(['(a+)+$', '^(a|a?)+$', '(x+x+)+y', '(.*)*b', '(a|aa)+$', String.raw`^(\w+\s?)*$`])(
    'ends where an engine that goes back would not: %s',
    (pattern) => {
      for (const letter of ['a', 'x']) {
        const text = `${letter.repeat(10_000)}!`;
        expect(re2(pattern)?.full(text)).toBe(false);
        expect(re2(pattern)?.findAll(text, 3)).toBeDefined();
      }
    },
    5_000,
  );

  it('forgets what nobody asks for, and reads it again', () => {
    const first = re2('first');
    expect(re2('first')).toBe(first);
    for (let i = 0; i < 1_000; i++) expect(re2(`other${i}`)?.test(`other${i}`)).toBe(true);
    expect(re2('first')).not.toBe(first);
    expect(re2('first')?.test('first')).toBe(true);
  });
});
