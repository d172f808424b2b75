import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { RULES } from '../../../src/rule/catalog.ts';
import { readSources } from '../../../src/source/disk.ts';
import { CORPUS, units } from '../../corpus/units.ts';
import { examplesOf, readPage } from '../../rule/page.ts';
import { compare } from './agreement.ts';
import type { Verdicts } from './agreement.ts';
import { routes } from './generate-routes.ts';
import { shops } from './generate-shop.ts';

/** `page rule`: where both are right, and why they differ. */
const APART: readonly (readonly [example: string, why: string])[] = [
  [
    'ingress-action-missing Does not report (line 46)',
    'the only rule redirects to https, where nothing else is',
  ],
  ['ingress-backend-port-missing Does not report (line 504)', 'alike'],
  [
    'route-not-allowed Does not report (line 83)',
    'one of two listeners takes the route, and the test asks both',
  ],
];

function sum(all: readonly (readonly [name: string, verdicts: Verdicts])[]): {
  readonly checked: number;
  readonly apart: readonly string[];
} {
  return {
    checked: all.reduce((total, [, { checked }]) => total + checked, 0),
    apart: all.flatMap(([name, { apart }]) => apart.map((one) => `${name}: ${one}`)),
  };
}

describe('check and trace say the same of every promised request', () => {
  it('of the examples of the rules', () => {
    const all = RULES.flatMap(({ id }) =>
      examplesOf(readPage(id)).map(({ title, files, closedWorld, namespace, kubernetesVersion }) => {
        const options = {
          closedWorld,
          ...(namespace === undefined ? {} : { namespace }),
          ...(kubernetesVersion === undefined ? {} : { kubernetesVersion }),
        };
        return [`${id} ${title}`, compare(files, options)] as const;
      }),
    );
    const { checked, apart } = sum(all);
    expect(apart.filter((text) => !APART.some(([example]) => text.startsWith(example)))).toEqual([]);
    expect(checked).toBeGreaterThan(700);
  });

  it.skipIf(!existsSync(CORPUS))('of the corpus', () => {
    const all = units().map(({ name, paths }) => {
      const { files } = readSources(paths, { cwd: CORPUS });
      return [name, compare(files, { closedWorld: false })] as const;
    });
    const { checked, apart } = sum(all);
    expect(apart).toEqual([]);
    expect(checked).toBeGreaterThan(100);
  });

  const cases = join(CORPUS, '../cases');
  it.skipIf(!existsSync(cases))('of the public reports', () => {
    const all = readdirSync(cases)
      .filter((name) => existsSync(join(cases, name, 'bad.yaml')))
      .map((name) => {
        const text = readFileSync(join(cases, name, 'bad.yaml'), 'utf8');
        return [name, compare([{ file: 'bad.yaml', text }], { closedWorld: false })] as const;
      });
    const { checked, apart } = sum(all);
    expect(apart).toEqual([]);
    expect(checked).toBeGreaterThan(50);
  });

  it('of generated manifests', () => {
    let checked = 0;
    fc.assert(
      fc.property(shops, routes, (shop, more) => {
        const found = compare([{ file: 'a.yaml', text: shop + more }], { closedWorld: false });
        checked += found.checked;
        expect(found.apart).toEqual([]);
      }),
      { numRuns: 150 },
    );
    expect(checked).toBeGreaterThan(1500);
  });
});
