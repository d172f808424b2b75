import { describe, expect, it } from 'vitest';
import { formatPath } from '../../src/base/json.ts';
import { RULES } from '../../src/rule/catalog.ts';
import { check } from '../../src/workspace/check.ts';
import type { Diagnostic } from '../../src/diagnostic/diagnostic.ts';
import { TABLES } from '../../src/validation/rows/tables.ts';
import { Trees } from '../../src/validation/tree.ts';
import { OF_OBJECTS } from './examples/objects.ts';
import { OF_PODS } from './examples/pods.ts';
import { OF_WORKLOADS } from './examples/workloads.ts';

const PAIRS = [...OF_PODS, ...OF_WORKLOADS, ...OF_OBJECTS];
const FORMS = RULES.filter((rule) => rule.check === 'statement').map(({ id }) => id);

describe.each(PAIRS.map((pair) => [pair.what, pair] as const))(
  '%s',
  (_what, { at, rule, refused, taken }) => {
    it('is refused there, once', () => {
      expect(errorsOf(refused)).toEqual([`${rule} ${at}`]);
    });

    it.each(taken)('and taken: %s', (text) => {
      expect(errorsOf(text)).toEqual([]);
    });
  },
);

describe('the table of statements', () => {
  it('has an example of every form', () => {
    expect(new Set(PAIRS.map(({ rule }) => rule))).toEqual(new Set(FORMS));
  });

  it('names its source everywhere, and embeds only what there is', () => {
    const trees = new Trees(TABLES, 35);
    for (const { of, source, statements } of TABLES) {
      expect(source, of).toMatch(/\w\.go \w|and what it calls/);
      for (const part of statements.flatMap(([, ...holds]) => holds))
        if (typeof part === 'object' && 'type' in part) expect(trees.of(part.type), part.type).toBeDefined();
    }
  });
});

function errorsOf(text: string): readonly string[] {
  const result = check([{ file: 'a.yaml', text }], [], { closedWorld: false, kubernetesVersion: '1.35' });
  return result.diagnostics.filter(({ severity }) => severity === 'error').map(described);
}

function described({ rule, place }: Diagnostic): string {
  return `${rule} ${formatPath(place.path ?? [])}`;
}
