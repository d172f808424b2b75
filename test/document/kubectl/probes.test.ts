import { describe, expect, it } from 'vitest';
import { randomFrom } from '../../../bench/random.mjs';
import { isObject } from '../../../src/base/json.ts';
import type { JsonValue } from '../../../src/base/json.ts';
import { readDocuments } from '../../../src/document/read.ts';
import { asked, findKubectl } from './kubectl.ts';
import { knownDifference } from './known.ts';
import { probe } from './probes.ts';

/** `npm run test:long` asks a real kubectl about texts that are new each time; what differs is named with its seed. */
const LONG = process.env.LONG === '1';
const SEED = Number(process.env.SEED ?? Date.now() % 2 ** 31);
const PROBES = Number(process.env.PROBES ?? 20_000);
const AT_ONCE = 1_000;
const HOUR = 3_600_000;
const kubectl = LONG ? findKubectl() : undefined;

if (LONG && kubectl === undefined)
  process.stderr.write(
    'no kubectl is here: what YAML means to it is not compared (KUBECTL=<path> names one)\n',
  );

describe.skipIf(kubectl === undefined)('texts are read as kubectl reads them', () => {
  it(
    `${PROBES} of seed ${SEED}`,
    () => {
      const random = randomFrom(SEED);
      const name = (index: number): string => `p${index}`;
      const apart: { text: string; ours: JsonValue; theirs: JsonValue }[] = [];
      let known = 0;
      for (let done = 0; done < PROBES; done += AT_ONCE) {
        const texts = Array.from({ length: AT_ONCE }, (_, index) => probe(random, name(index)));
        const answers = asked(kubectl ?? '', texts, name);
        texts.forEach((text, index) => {
          const ours = sorted(read(text));
          const theirs = sorted(answers[index] === undefined ? 'ERR' : answers[index]);
          if (JSON.stringify(ours) === JSON.stringify(theirs)) return;
          if (knownDifference(text) === undefined) apart.push({ text, ours, theirs });
          else known++;
        });
      }
      process.stderr.write(`${apart.length} apart, ${known} more for known reasons, of ${PROBES}\n`);
      expect(apart.slice(0, 20).map((one) => JSON.stringify(one))).toEqual([]);
    },
    HOUR,
  );
});

/** `spec` of the first document. */
function read(text: string): JsonValue {
  const [first] = readDocuments(text);
  const { value } = first?.document ?? {};
  return value === undefined ? 'ERR' : isObject(value) ? (value.spec ?? null) : null;
}

function sorted(value: JsonValue): JsonValue {
  if (Array.isArray(value)) return value.map(sorted);
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, one]) => [key, sorted(one ?? null)]),
  );
}
