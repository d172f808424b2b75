import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AddressSet } from '../../src/base/addresses.ts';
import { Candidates } from '../../src/base/candidates.ts';
import { parseCidr } from '../../src/base/cidr.ts';
import { BlockWords } from '../../src/reach/connectivity/cover/block-words.ts';
import { narrowWords, wideWords } from '../../src/reach/connectivity/cover/port-words.ts';
import { SelectorWords } from '../../src/reach/connectivity/cover/selector-words.ts';
import { portItem, portList } from '../../src/reach/connectivity/rule-ports.ts';
import { implies } from '../../src/resource/implies.ts';
import type { Requirement, Selector } from '../../src/resource/selector.ts';

const values = fc.uniqueArray(fc.constantFrom('a', 'b', 'c'), { minLength: 1, maxLength: 3 });
const requirement: fc.Arbitrary<Requirement> = fc.oneof(
  fc.record({
    key: fc.constantFrom('app', 'tier'),
    operator: fc.constantFrom('In' as const, 'NotIn' as const),
    values,
    path: fc.constant([]),
  }),
  fc.record({
    key: fc.constantFrom('app', 'tier'),
    operator: fc.constantFrom('Exists' as const, 'DoesNotExist' as const),
    values: fc.constant([]),
    path: fc.constant([]),
  }),
);
const selector: fc.Arbitrary<Selector> = fc.record({ requirements: fc.array(requirement, { maxLength: 3 }) });

const ports = fc
  .tuple(
    fc.constantFrom('TCP', 'UDP'),
    fc.oneof(fc.constantFrom('http', 'grpc'), fc.integer({ min: 1, max: 65_535 })),
    fc.integer({ min: 0, max: 4000 }),
  )
  .map(([protocol, port, more]) =>
    portList([portItem(protocol, port, typeof port === 'number' ? port + more : undefined)]),
  );

const block = fc
  .tuple(fc.integer({ min: 0, max: 3 }), fc.integer({ min: 0, max: 255 }), fc.integer({ min: 0, max: 32 }))
  .map(([a, b, bits]) => parseCidr(`10.${a}.${b}.0/${bits}`)?.cidr)
  .filter((cidr) => cidr !== undefined);

describe('whatever covers something is found by its words, in order:', () => {
  it('selectors', () => {
    fc.assert(
      fc.property(fc.array(selector, { maxLength: 8 }), selector, (wide, narrow) => {
        const words = new SelectorWords(wide.map((one) => [one]));
        const found = new Candidates<Selector>(1);
        for (const one of wide) found.add(one, [words.wide([one])]);
        const among = [...found.among([words.narrow([narrow])])];
        expect(among.filter((one) => implies(narrow, one))).toEqual(
          wide.filter((one) => implies(narrow, one)),
        );
      }),
      { numRuns: 1000 },
    );
  });

  it('ports', () => {
    fc.assert(
      fc.property(ports, ports, (wide, narrow) => {
        const covers =
          narrow.numbers.isSubsetOf(wide.numbers) &&
          narrow.names.every(({ name, protocol }) =>
            wide.names.some((one) => one.name === name && one.protocol === protocol),
          );
        const known = new Set(wideWords(wide));
        if (covers) expect(narrowWords(narrow).some((word) => known.has(word))).toBe(true);
      }),
      { numRuns: 1000 },
    );
  });

  it('blocks', () => {
    fc.assert(
      fc.property(fc.array(block, { maxLength: 8 }), block, (wide, narrow) => {
        const words = new BlockWords(wide);
        const holding = new Set(words.holding({ family: narrow.family, value: narrow.first }));
        const inside = AddressSet.of([narrow]);
        for (const one of wide)
          if (inside.isSubsetOf(AddressSet.of([one]))) expect(holding.has(BlockWords.of(one))).toBe(true);
      }),
      { numRuns: 1000 },
    );
  });
});
