import fc from 'fast-check';
import { expect, it } from 'vitest';
import { NearWords } from '../../src/base/near-words.ts';
import { nearest } from '../../src/base/nearest.ts';

const word = fc.string({ unit: fc.constantFrom('a', 'b', 'c', '-'), maxLength: 12 });

it('finds what comparing with each word finds', () => {
  fc.assert(
    fc.property(word, fc.array(word, { maxLength: 30 }), (asked, words) => {
      expect(new NearWords(words).nearest(asked)).toBe(nearest(asked, words));
    }),
    { numRuns: 3000 },
  );
});

it('finds a word that is there, and nothing among none', () => {
  expect(new NearWords(['ports', 'port']).nearest('port')).toBe('port');
  expect(new NearWords([]).nearest('port')).toBeUndefined();
});
