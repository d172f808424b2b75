import { describe, expect, test } from 'vitest';
import { isObject } from '../../src/base/json.ts';
import type { JsonValue } from '../../src/base/json.ts';
import { readDocuments } from '../../src/document/read.ts';
import { DIFFERENCES } from './differences.ts';
import { BEYOND, BEYOND_STREAMS } from './truth-beyond.ts';
import { OF_135, STREAMS_OF_135 } from './truth-135.ts';
import { TRUTH } from './truth-table.ts';
import type { TruthRow } from './truth-table.ts';

function read({ text }: TruthRow, key: 'spec' | 'v'): JsonValue {
  const values: JsonValue[] = [];
  for (const { document } of readDocuments(text)) {
    if (document.value === undefined) return 'ERR';
    if (isObject(document.value)) values.push(document.value[key] ?? null);
  }
  return key === 'spec' ? (values[0] ?? null) : values;
}

const listed = new Map(DIFFERENCES.map(({ name, reason }) => [name, reason]));

function compare(rows: readonly TruthRow[], key: 'spec' | 'v'): void {
  const agreeing = rows.filter(({ name }) => !listed.has(name));
  test.each(agreeing)('$name', (row) => {
    expect(read(row, key)).toEqual(row.kubectl);
  });
  const differing = rows.filter(({ name }) => listed.has(name));
  if (differing.length === 0) return;
  test.each(differing)('$name still differs', (row) => {
    expect(read(row, key)).not.toEqual(row.kubectl);
  });
}

describe('scalars are read as kubectl reads them', () => {
  compare(TRUTH.scalars, 'spec');
});

describe('structures are read as kubectl reads them', () => {
  compare(TRUTH.structures, 'spec');
});

describe('layout is read as kubectl reads it', () => {
  compare(TRUTH.layout, 'spec');
});

describe('streams are cut and read as kubectl cuts and reads them', () => {
  compare(TRUTH.streams, 'v');
});

describe('what the table of the reference does not hold', () => {
  compare(BEYOND, 'spec');
  compare(BEYOND_STREAMS, 'v');
});

describe('what kubectl 1.35 was asked', () => {
  compare(OF_135, 'spec');
  compare(STREAMS_OF_135, 'v');
});

test('every listed difference names a row', () => {
  const names = new Set(
    [...Object.values(TRUTH).flat(), ...BEYOND, ...BEYOND_STREAMS, ...OF_135, ...STREAMS_OF_135].map(
      ({ name }) => name,
    ),
  );
  expect(DIFFERENCES.filter(({ name }) => !names.has(name))).toEqual([]);
});

test('there are few differences', () => {
  expect(DIFFERENCES.length).toBeLessThan(15);
});
