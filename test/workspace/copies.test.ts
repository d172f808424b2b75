import fc from 'fast-check';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { formatPath } from '../../src/base/json.ts';
import type { Diagnostic } from '../../src/diagnostic/diagnostic.ts';
import { readSources } from '../../src/source/disk.ts';
import type { SourceFile } from '../../src/source/file.ts';
import { check } from '../../src/workspace/check.ts';
import { withCopies } from '../../src/workspace/result.ts';
import { CORPUS, units } from '../corpus/units.ts';
import { examplesOf, readPage, ROOT } from '../rule/page.ts';

const OPTIONS = { closedWorld: false, kubernetesVersion: '1.34' } as const;

const folderOf = (file: string): string => file.slice(0, file.lastIndexOf('/') + 1);

/** What is found, but for the names of files: all of it, with the infos of copies. */
function found(files: readonly SourceFile[]): readonly string[] {
  // Longer ones first: `a.yaml` is in `aa.yaml`, too.
  const names = files.map(({ file }) => file).sort((a, b) => b.length - a.length);
  const nameless = (text: string): string =>
    names.reduce((told, name) => told.replaceAll(name, `${folderOf(name)}…`), text);
  return withCopies(check(files, [], OPTIONS))
    .diagnostics.map(({ rule, severity, message, place, resource, related }: Diagnostic) =>
      [
        folderOf(place.file),
        rule,
        severity,
        resource?.kind,
        resource?.name,
        formatPath(place.path ?? []),
        nameless(message),
        ...related.map((one) =>
          nameless(`${one.resource?.kind ?? ''} ${one.resource?.name ?? ''} ${one.message}`),
        ),
      ].join(' '),
    )
    .sort();
}

/** Files that are read by their names, or that others name: a rename of one changes what is meant. */
function isFree(files: readonly SourceFile[]): (one: SourceFile) => boolean {
  const kustomized = files.some(({ file }) => /kustomization/i.test(file));
  return ({ file, chart }) =>
    !kustomized && chart === undefined && !/values|Chart\.|kustomization/i.test(file);
}

/** The same files in another order, each of them under another name of its folder. */
function renamed(files: readonly SourceFile[]): fc.Arbitrary<readonly SourceFile[]> {
  const free = isFree(files);
  return fc
    .tuple(
      fc.shuffledSubarray([...files], { minLength: files.length }),
      fc.uniqueArray(fc.stringMatching(/^[a-z]{1,6}$/), { minLength: files.length, maxLength: files.length }),
    )
    .map(([shuffled, names]) =>
      shuffled.map((one, index) => {
        const extension = one.file.slice(one.file.lastIndexOf('.'));
        return free(one) ? { ...one, file: `${folderOf(one.file)}${names[index] ?? ''}${extension}` } : one;
      }),
    );
}

function holds(files: readonly SourceFile[], numRuns: number): void {
  const expected = found(files);
  fc.assert(
    fc.property(renamed(files), (others) => {
      expect(found(others)).toEqual(expected);
    }),
    { numRuns },
  );
}

describe('any order and renaming of the files of a folder gives the same findings', () => {
  const pages = readdirSync(join(ROOT, 'rules'))
    .filter((name) => name.endsWith('.md'))
    .map((name) => name.slice(0, -3));
  const examples = pages.flatMap((id) =>
    examplesOf(readPage(id))
      .filter(({ files }) => files.length > 1)
      .map((example) => [`${id}: ${example.title}`, example.files] as const),
  );

  it.each(examples)('%s', (_title, files) => {
    holds(files, 3);
  });

  it('the examples of each rule page as files of one folder', () => {
    for (const id of pages) {
      const files = examplesOf(readPage(id)).flatMap((example, at) =>
        example.files
          .filter(({ file }) => !/kustomization/i.test(file))
          .map(({ text }, index) => ({ file: `${at}-${index}.yaml`, text })),
      );
      holds(files, 2);
    }
  }, 120_000);

  const examplesFolder = join(ROOT, 'examples/broken');
  it('a broken shop', () => {
    holds(
      readdirSync(examplesFolder).map((file) => ({
        file,
        text: readFileSync(join(examplesFolder, file), 'utf8'),
      })),
      10,
    );
  });

  it.skipIf(!existsSync(CORPUS))(
    'the corpus',
    () => {
      for (const { paths } of units()) holds(readSources(paths, { cwd: CORPUS }).files, 1);
    },
    120_000,
  );
});
