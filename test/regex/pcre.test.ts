import { describe, expect, it } from 'vitest';
import { pcre } from '../../src/regex/pcre.ts';

const matches = (pattern: string, text: string, ignoreCase = false): boolean | undefined | string => {
  const reading = pcre(pattern, { ignoreCase });
  return 'pcre' in reading ? reading.pcre.test(text) : reading.depends;
};

describe('an expression of PCRE', () => {
  it.each([
    ['^/api(/|$)(.*)', '/api/v1', true],
    ['^/api(/|$)(.*)', '/apis', false],
    ['^/[^]/]+$', '/a', true],
    ['^/[[:digit:]]+$', '/12', true],
    [String.raw`^/v\d+/`, '/v1/x', true],
    [String.raw`^/\Qa{,2}\E$`, '/a{,2}', true],
    [String.raw`^/a\\v$`, String.raw`/a\v`, true],
    ['(?i)^/A', '/a', true],
    ['^/(?<id>x)$', '/x', true],
  ])('%s is tried on %s', (pattern, text, wanted) => {
    expect(matches(pattern, text)).toBe(wanted);
  });

  it('ignores case where it is told to', () => {
    expect(matches('^/API', '/api')).toBe(false);
    expect(matches('^/API', '/api', true)).toBe(true);
  });

  it.each([
    ['^/(?!admin)', 'PCRE only: "(?!"'],
    [String.raw`^/(a)\1`, String.raw`PCRE only: "\\1"`],
    [String.raw`^/(a)\11`, String.raw`PCRE only: "\\1"`],
    ['^/a++', 'PCRE only: "++"'],
    ['^/(?>a)', 'PCRE only: "(?>"'],
    [String.raw`^/\h`, String.raw`PCRE only: "\\h"`],
    [String.raw`^/\v`, String.raw`PCRE only: "\\v"`],
    [String.raw`^/a\Z`, String.raw`PCRE only: "\\Z"`],
    ['^/a{,2}', 'PCRE only: "{,"'],
    ['^/a{1,2000}', 'PCRE only: "{1,2000}"'],
    ['a'.repeat(100_000), 'the expression is too large to be tried here'],
  ])('%s is not run', (pattern, depends) => {
    expect(pcre(pattern)).toEqual({ depends });
  });

  it.each(['/a\n', '/a\v', '/ä'])('texts that the two match in other ways are left open: %j', (text) => {
    expect(matches(String.raw`^/a\s?$`, text)).toBeUndefined();
  });
});
