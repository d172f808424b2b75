import fc from 'fast-check';
import { expect, it } from 'vitest';
import { slip } from '../../src/base/nearest.ts';
import { readDocuments } from '../../src/document/read.ts';
import { Names } from '../../src/reference/names.ts';
import { objectsOf, resourceOf } from '../../src/resource/resource.ts';

it('finds the same slip as a search through all names', () => {
  const name = fc.stringMatching(/^[ab1-]{1,9}$/);
  fc.assert(
    fc.property(fc.uniqueArray(name, { minLength: 1 }), name, (names, wanted) => {
      const text = names
        .map((one) => `apiVersion: v1\nkind: Service\nmetadata: { name: "${one}", namespace: shop }\n`)
        .join('---\n');
      const resources = readDocuments(text).flatMap(({ offset, document }, index) =>
        objectsOf({ file: 'a.yaml', index, offset, document }).map((object) =>
          resourceOf(object, 'default', new Set()),
        ),
      );
      expect(new Names(resources).slip('shop', wanted)).toBe(slip(wanted, names));
    }),
  );
});
