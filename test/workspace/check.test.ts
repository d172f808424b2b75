import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { check } from '../../src/workspace/check.ts';
import { Workspace } from '../../src/workspace/workspace.ts';
import type { CheckOptions } from '../../src/workspace/options.ts';
import type { SourceFile } from '../../src/source/file.ts';

const OPTIONS: CheckOptions = { closedWorld: false, kubernetesVersion: '1.34' };

const EXAMPLES = join(import.meta.dirname, '../../examples');
const broken: readonly SourceFile[] = readdirSync(join(EXAMPLES, 'broken')).map((file) => ({
  file,
  text: readFileSync(join(EXAMPLES, 'broken', file), 'utf8'),
}));

describe('a check', () => {
  it('does not depend on the order of files', () => {
    const expected = check(broken, [], OPTIONS).diagnostics;
    expect(expected.length).toBeGreaterThan(5);
    fc.assert(
      fc.property(fc.shuffledSubarray([...broken], { minLength: broken.length }), (shuffled) => {
        expect(check(shuffled, [], OPTIONS).diagnostics).toEqual(expected);
      }),
      { numRuns: 10 },
    );
  });

  it('never throws, whatever a file holds, and no rule does', () => {
    fc.assert(
      fc.property(hostileText(), (text) => {
        const { diagnostics } = check([{ file: 'a.yaml', text }, ...broken], [], OPTIONS);
        expect(diagnostics.filter(({ rule }) => rule === 'internal-error')).toEqual([]);
      }),
      { numRuns: 80 },
    );
  });

  it('looks at each object once', () => {
    const workspace = new Workspace(OPTIONS);
    const { summary } = workspace.check(broken);
    expect(workspace.counters.resourcesChecked).toBe(summary.resources);
  });

  it('reads no more than the documents whose text changed', () => {
    const workspace = new Workspace(OPTIONS);
    workspace.check(broken);
    const { documentsParsed } = workspace.counters;
    workspace.check(broken);
    expect(workspace.counters.documentsParsed).toBe(documentsParsed);
    const edited = broken.map((one) =>
      one.file === 'settings.yaml' ? { ...one, text: `${one.text}  extra: "1"\n` } : one,
    );
    workspace.check(edited);
    expect(workspace.counters.documentsParsed).toBe(documentsParsed + 1);
  });
});

/** Manifests of the broken shop with values replaced by others of any type, and plain noise. */
function hostileText(): fc.Arbitrary<string> {
  const scalars = ['""', 'null', '7', '-1', 'true', '[]', '{}', '[null]', '{a: b}', '"x"', '1.5', '[[1]]'];
  const mutated = fc
    .tuple(
      fc.constantFrom(...broken),
      fc.array(fc.tuple(fc.nat(), fc.constantFrom(...scalars)), { minLength: 1, maxLength: 4 }),
    )
    .map(([file, edits]) => {
      const lines = file.text.split('\n');
      for (const [at, value] of edits) {
        const index = at % lines.length;
        lines[index] = (lines[index] ?? '').replace(/:.*$/, `: ${value}`);
      }
      return lines.join('\n');
    });
  return fc.oneof(
    { weight: 4, arbitrary: mutated },
    { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 200 }) },
  );
}
