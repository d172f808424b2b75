import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { describe, expect, it } from 'vitest';
import { objectOf, type JsonValue } from '../src/base/json.ts';
import { DISK, LAYERS } from './layers.ts';

const ROOT = join(import.meta.dirname, '..');
const SRC = join(ROOT, 'src');

const files = readdirSync(SRC, { recursive: true, encoding: 'utf8' })
  .map((name) => name.replaceAll('\\', '/'))
  .filter((name) => name.endsWith('.ts'))
  .sort();

interface Import {
  readonly file: string;
  readonly line: number;
  readonly text: string;
  readonly specifier: string;
}

function importsOf(file: string): readonly Import[] {
  const source = readFileSync(join(SRC, file), 'utf8');
  return [
    ...source.matchAll(
      /^(?:import|export)\b[^;]*?from '([^']+)';|\bimport\('([^']+)'\)|^import '([^']+)';/gm,
    ),
  ].map((hit) => ({
    file,
    line: source.slice(0, hit.index).split('\n').length,
    text: hit[0].replaceAll(/\s+/g, ' '),
    specifier: hit[1] ?? hit[2] ?? hit[3] ?? '',
  }));
}

const layerOf = (file: string): string => (file.includes('/') ? file.slice(0, file.indexOf('/')) : '');

describe('the layers', () => {
  it('are the folders of src', () => {
    const folders = [...new Set(files.map(layerOf).filter((name) => name !== ''))].sort();
    expect(folders).toEqual(LAYERS.map(({ folder }) => folder).sort());
  });

  it('import only what the table allows', () => {
    const offences: string[] = [];
    for (const one of files.flatMap(importsOf)) {
      const from = layerOf(one.file);
      const layer = LAYERS.find(({ folder }) => folder === from);
      const say = (why: string): void => {
        offences.push(`src/${one.file}:${one.line}: ${one.text} (${why})`);
      };
      if (!one.specifier.startsWith('.')) {
        const allowed = layer?.packages ?? [];
        if (!allowed.some((name) => one.specifier === name || one.specifier.startsWith(`${name}/`))) {
          say(`${from || 'the root'} may use ${allowed.join(', ') || 'no packages'}`);
        }
        continue;
      }
      const target = relative(SRC, join(SRC, dirname(one.file), one.specifier)).replaceAll('\\', '/');
      const to = layerOf(target);
      if (layer !== undefined && to !== from && !layer.mayImport.includes(to)) {
        say(`${from} may import ${layer.mayImport.join(', ') || 'nothing'}`);
      }
      if (DISK.includes(target) && !DISK.includes(one.file) && from !== 'cli')
        say('only cli may touch the disk');
    }
    expect(offences).toEqual([]);
  });

  it('are in ARCHITECTURE.md as they are in the table', () => {
    const page = readFileSync(join(ROOT, 'ARCHITECTURE.md'), 'utf8');
    for (const { folder, holds, mayImport, packages } of LAYERS) {
      const names = (list: readonly string[]): string => (list.length === 0 ? '–' : list.join(', '));
      expect(page).toContain(`| ${folder} | ${holds} | ${names(mayImport)} | ${names(packages)} |`);
    }
  });
});

it('an installed kubeplumb brings no other package: they are bundled', () => {
  const manifest = objectOf(JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as JsonValue);
  expect(Object.keys(manifest).filter((key) => /dependencies/i.test(key))).toEqual(['devDependencies']);
});

describe('files', () => {
  it('have at most 400 lines', () => {
    const long = files.filter((file) => readFileSync(join(SRC, file), 'utf8').split('\n').length > 400);
    expect(long).toEqual([]);
  });

  it('do not import each other in circles', () => {
    const graph = new Map(
      files.map((file) => [
        file,
        importsOf(file)
          .filter(({ specifier, text }) => specifier.startsWith('.') && !text.startsWith('import type'))
          .map(({ specifier }) => relative(SRC, join(SRC, dirname(file), specifier)).replaceAll('\\', '/')),
      ]),
    );
    const done = new Set<string>();
    const circles: string[] = [];
    const visit = (file: string, trail: readonly string[]): void => {
      if (trail.includes(file)) circles.push([...trail.slice(trail.indexOf(file)), file].join(' -> '));
      else if (!done.has(file)) {
        for (const next of graph.get(file) ?? []) visit(next, [...trail, file]);
        done.add(file);
      }
    };
    for (const file of files) visit(file, []);
    expect(circles).toEqual([]);
  });
});
