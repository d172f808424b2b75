import fc from 'fast-check';
import { definitions } from 'kubeplumb:rules';
import { describe, expect, it } from 'vitest';
import { objectOf } from '../../src/base/json.ts';
import type { JsonValue } from '../../src/base/json.ts';
import { celProgram, celValue } from '../../src/rule/cel.ts';
import type { Expression } from '../../src/rule/expectation/check.ts';
import { ERROR } from '../../src/rule/expectation/operations.ts';

/** Values made of the words of an expression, in shapes that it expects and in others. */
function valuesFor(text: string): fc.Arbitrary<JsonValue> {
  const words = [...new Set(text.match(/[\w./-]+/g) ?? [])];
  const leaf = fc.oneof(
    fc.constantFrom<JsonValue[]>('', 'a', 'a.b', 'A_B', '$x', null, true, 0, 1, 53, 1000, -1, 1.5, ...words),
    fc.string({ maxLength: 5 }),
  );
  const paths = [...text.matchAll(/(?:self|p)((?:\.\??\w+)+)(?!\w*\()/g)].map(([, path = '']) =>
    path
      .replaceAll('?', '')
      .split('.')
      .slice(1)
      .filter((key) => key !== 'orValue'),
  );
  const { value } = fc.letrec<{ value: JsonValue }>((tie) => ({
    value: fc.oneof(
      { weight: 4, arbitrary: leaf },
      { weight: 1, arbitrary: fc.array(tie('value'), { maxLength: 3 }) },
      { weight: 1, arbitrary: fc.dictionary(fc.constantFrom('a', ...words), tie('value'), { maxKeys: 3 }) },
    ),
  }));
  const set = fc.array(fc.tuple(fc.constantFrom([], ...paths), value), { minLength: 1, maxLength: 6 });
  return set.map((entries) => entries.reduce<JsonValue>((root, [path, one]) => withAt(root, path, one), {}));
}

function withAt(root: JsonValue, path: readonly string[], value: JsonValue): JsonValue {
  const [key, ...rest] = path;
  if (key === undefined) return value;
  const object = objectOf(root);
  return { ...object, [key]: withAt(object[key] ?? {}, rest, value) };
}

const VERSIONS = [28, 29, 30, 33, 34, 35, 36];

describe('an expectation that was compiled ahead gives what CEL gives', () => {
  it.each(
    definitions.flatMap(({ id, expectation, compiled }) => {
      if (expectation === undefined || compiled === undefined) return [];
      const texts = expectation.message.split(/\{\{(.*?)\}\}/s);
      const inMessage = compiled.message.flatMap((part, index): [string, string, Expression][] =>
        typeof part === 'string' ? [] : [[`${id}: message ${index}`, (texts[index] ?? '').trim(), part]],
      );
      const own: [string, string, Expression][] = [[`${id}: expect`, expectation.expect, compiled.expect]];
      const { when } = compiled;
      if (when !== undefined) own.push([`${id}: when`, expectation.when ?? '', when]);
      return [...own, ...inMessage];
    }),
  )('%s', (_, text, expression) => {
    const program = celProgram(text);
    fc.assert(
      fc.property(valuesFor(text), fc.constantFrom(...VERSIONS), (self, version) => {
        const outcome = program({ self: celValue(self), version: BigInt(version) });
        const found = expression(self, version);
        expect(found === ERROR ? ERROR : celValue(found)).toEqual('value' in outcome ? outcome.value : ERROR);
      }),
      { numRuns: 200 },
    );
  });
});
