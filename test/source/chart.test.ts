import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readSources } from '../../src/source/disk.ts';
import { folderWith } from './folder.ts';

function chartsIn(cwd: string): Record<string, string | undefined> {
  return Object.fromEntries(readSources([], { cwd }).files.map(({ file, chart }) => [file, chart]));
}

describe('the chart of a file', () => {
  it('is the folder with Chart.yaml whose templates folder it lies in, at any depth', () => {
    const cwd = folderWith({
      'shop/Chart.yaml': '',
      'shop/values.yaml': '',
      'shop/templates/web.yaml': '',
      'shop/templates/api/deploy.yaml': '',
      'shop/templates/templates/twice.yaml': '',
      'shop/crds/widget.yaml': '',
      'shop/charts/db/Chart.yaml': '',
      'shop/charts/db/templates/db.yaml': '',
      'other/templates/plain.yaml': '',
    });
    expect(chartsIn(cwd)).toEqual({
      'shop/Chart.yaml': undefined,
      'shop/values.yaml': undefined,
      'shop/templates/web.yaml': 'shop',
      'shop/templates/api/deploy.yaml': 'shop',
      'shop/templates/templates/twice.yaml': 'shop',
      'shop/crds/widget.yaml': undefined,
      'shop/charts/db/Chart.yaml': undefined,
      'shop/charts/db/templates/db.yaml': 'shop/charts/db',
      'other/templates/plain.yaml': undefined,
    });
  });

  it('is found above the working directory', () => {
    const folder = folderWith({ 'shop/Chart.yaml': '', 'shop/templates/web/a.yaml': '' });
    expect(chartsIn(join(folder, 'shop'))).toEqual({ 'Chart.yaml': undefined, 'templates/web/a.yaml': '.' });
    expect(chartsIn(join(folder, 'shop/templates/web'))).toEqual({ 'a.yaml': '../..' });
  });

  it('is left out for standard input', () => {
    const cwd = folderWith({ 'Chart.yaml': '', 'templates/a.yaml': '' });
    const { files } = readSources(['-'], { cwd: join(cwd, 'templates'), stdin: () => 'a: b' });
    expect(files).toEqual([{ file: '<stdin>', text: 'a: b', meant: 'piped' }]);
  });
});
