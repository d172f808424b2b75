import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { matches, readLabelSelector, readMapSelector } from '../../src/resource/selector.ts';
import type { JsonValue } from '../../src/base/json.ts';
import type { LabelSet, Selector } from '../../src/resource/selector.ts';

const expression = (key: string, operator: string, values?: readonly string[]): JsonValue => ({
  matchExpressions: [{ key, operator, ...(values === undefined ? {} : { values }) }],
});

function read(value: JsonValue): Selector {
  const selector = readLabelSelector(value);
  if (selector === undefined) throw new Error('no selector');
  return selector;
}

describe('a label selector', () => {
  const web: LabelSet = { labels: { app: 'web', tier: 'front' } };
  it.each<[string, JsonValue, LabelSet, string]>([
    ['matches everything when it is empty', {}, web, 'yes'],
    ['ANDs its labels', { matchLabels: { app: 'web', tier: 'back' } }, web, 'no'],
    ['needs the key for In', expression('env', 'In', ['a']), web, 'no'],
    ['is content without the key for NotIn', expression('env', 'NotIn', ['a']), web, 'yes'],
    ['excludes by NotIn', expression('app', 'NotIn', ['web']), web, 'no'],
    ['asks for presence by Exists', expression('app', 'Exists'), web, 'yes'],
    ['asks for absence by DoesNotExist', expression('app', 'DoesNotExist'), web, 'no'],
    ['compares values as texts', { matchLabels: { app: 'Web' } }, web, 'no'],
    [
      'cannot tell the value of a key that a controller adds',
      { matchLabels: { 'pod-template-hash': 'abc' } },
      { labels: {}, added: new Set(['pod-template-hash']) },
      'maybe',
    ],
    [
      'knows that such a key exists',
      expression('job-name', 'Exists'),
      { labels: {}, added: new Set(['job-name']) },
      'yes',
    ],
    [
      'cannot tell what is not written where labels are open',
      { matchLabels: { x: 'y' } },
      { labels: {}, open: true },
      'maybe',
    ],
    [
      'still knows what is written there',
      { matchLabels: { x: 'y' } },
      { labels: { x: 'z' }, open: true },
      'no',
    ],
  ])('%s', (_name, selector, labels, expected) => {
    expect(matches(read(selector), labels)).toBe(expected);
  });

  it('is absent when it is absent: its field says what that means', () => {
    expect(readLabelSelector(undefined)).toBeUndefined();
    expect(readLabelSelector(null)).toBeUndefined();
  });

  it('means the same by matchLabels and by In with one value', () => {
    const label = fc.constantFrom('a', 'b');
    fc.assert(
      fc.property(
        fc.dictionary(label, label),
        fc.dictionary(label, label),
        fc.boolean(),
        (wanted, labels, open) => {
          const asLabels = read({ matchLabels: wanted });
          const asExpressions = read({
            matchExpressions: Object.entries(wanted).map(([key, value]) => ({
              key,
              operator: 'In',
              values: [value],
            })),
          });
          expect(matches(asExpressions, { labels, open })).toBe(matches(asLabels, { labels, open }));
        },
      ),
    );
  });

  it('says no more about known labels than any completion of open ones', () => {
    const label = fc.constantFrom('a', 'b', 'c');
    const operator = fc.constantFrom('In', 'NotIn', 'Exists', 'DoesNotExist');
    fc.assert(
      fc.property(
        label,
        operator,
        label,
        fc.dictionary(label, label),
        fc.dictionary(label, label),
        (key, op, value, known, more) => {
          const selector = read(expression(key, op, [value]));
          const verdict = matches(selector, { labels: known, open: true });
          if (verdict !== 'maybe') expect(matches(selector, { labels: { ...more, ...known } })).toBe(verdict);
        },
      ),
    );
  });
});

describe('the selector of a Service', () => {
  it('selects nothing when it is empty, the opposite of a label selector', () => {
    expect(readMapSelector({})).toBeUndefined();
    expect(readMapSelector(undefined)).toBeUndefined();
  });
});
