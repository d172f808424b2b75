import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatPath } from '../../src/base/json.ts';
import { readSources } from '../../src/source/disk.ts';
import type { SourceFile } from '../../src/source/file.ts';
import { check } from '../../src/workspace/check.ts';
import { DEFAULT_KUBERNETES_VERSION } from '../../src/workspace/options.ts';
import { CORPUS, units } from '../corpus/units.ts';

const ROOT = join(import.meta.dirname, '../..');
const CASES = join(ROOT, '../shared/cases');

/** What the programs around Kubernetes know by its name, and what they name: another name is another thing. */
function isKnownByName({ file }: SourceFile, all: readonly SourceFile[]): boolean {
  const name = file.slice(file.lastIndexOf('/') + 1);
  if (/^(?:kustomization\.ya?ml|Kustomization|Chart\.yaml)$/.test(name)) return true;
  return all.some(
    (other) => /\/?[kK]ustomization(?:\.ya?ml)?$/.test(other.file) && other.text.includes(name),
  );
}

/** What is found where, with every file under its first name: messages may name one of several objects, the first one. */
function findings(files: readonly SourceFile[], before: ReadonlyMap<string, string>): readonly string[] {
  const { diagnostics } = check(files, [], {
    closedWorld: false,
    kubernetesVersion: DEFAULT_KUBERNETES_VERSION,
  });
  return diagnostics
    .map(({ rule, severity, place }) => {
      const index = place.manifest?.index ?? 0;
      return `${before.get(place.file) ?? place.file} ${index} ${severity} ${rule} ${formatPath(place.path ?? [])}`;
    })
    .sort();
}

/** The same files under other names in the same folders, in another order. */
function renamed(files: readonly SourceFile[], stems: readonly string[]): ReadonlyMap<string, SourceFile> {
  return new Map(
    files.map((one, index): [string, SourceFile] => {
      if (isKnownByName(one, files)) return [one.file, one];
      const folder = one.file.slice(0, one.file.lastIndexOf('/') + 1);
      const suffix = index % 3 === 0 ? '.YAML' : index % 3 === 1 ? '.yml' : '.json';
      return [one.file, { ...one, file: `${folder}${stems[index % stems.length] ?? ''}${index}${suffix}` }];
    }),
  );
}

/** Input of many kinds, each with something to find in it or to pass over. */
function inputs(): readonly (readonly [string, readonly SourceFile[]])[] {
  const folders = existsSync(CASES)
    ? readdirSync(CASES)
        .filter((name) => name.startsWith('quiet-'))
        .map((name) => join(CASES, name))
    : [];
  return [
    ...[join(ROOT, 'examples/broken'), ...folders].map((cwd) => [cwd, ['.']] as const),
    ...(existsSync(CORPUS) ? units().map(({ paths }) => [CORPUS, paths] as const) : []),
  ]
    .map(([cwd, paths]) => [join(cwd, paths.join(' ')), readSources(paths, { cwd }).files] as const)
    .filter(([, files]) => files.length > 1 && !hasCopies(files));
}

/** Of two copies of one object the one in the last file counts, by its name: that is how kubectl applies a folder. */
function hasCopies(files: readonly SourceFile[]): boolean {
  return findings(files, new Map()).some((finding) => finding.includes('object-defined-twice'));
}

describe('renaming files within their folders never changes a finding', () => {
  it.each(inputs())('of %s', (_name, files) => {
    const same = new Map(files.map(({ file }) => [file, file]));
    const expected = findings(files, same);
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom('values', 'z-', 'a', 'playbook', 'dev.', 'patch-', 'Chart', 'secret'), {
          minLength: 1,
          maxLength: 6,
        }),
        (stems) => {
          const others = renamed(files, stems);
          const before = new Map([...others].map(([then, { file }]) => [file, then]));
          expect(findings([...others.values()], before)).toEqual(expected);
        },
      ),
      { numRuns: 4 },
    );
  });
});
