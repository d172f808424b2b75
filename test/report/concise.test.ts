import { expect, test } from 'vitest';
import { concise } from '../../src/report/concise.ts';
import { PLAIN } from '../../src/report/style.ts';
import { at, CHAIN, diagnostic, manifest, result } from './results.ts';

test('a finding is one line', () => {
  expect(concise(CHAIN, PLAIN)).toBe(
    'shop/ingress.yaml:16:27: error[ingress-backend-port-missing] Ingress shop/web sends /api to port 8080 of Service shop/api, which has only 80 (http).\n' +
      'Found 1 error in 2 files (2 resources).\n',
  );
});

test('a finding stays one line whatever its message holds', () => {
  const text = manifest('a.yaml', 'a: 1\r\nb: 2\r\n');
  const checked = result([text], [diagnostic(at(text, '2'), { severity: 'info', message: 'One\ntwo.' })]);
  expect(concise(checked, PLAIN)).toMatch(
    /^a\.yaml:2:4: info\[some-rule\] One␊two\.\nFound 1 info in [^\n]*\n$/,
  );
});

test('a file as a whole is its first character, and the last line is the sum, whatever was found', () => {
  expect(concise(result([], [diagnostic({ file: 'x.yaml' })]), PLAIN)).toMatch(
    /^x\.yaml:1:1: error\[some-rule\] Something is wrong\.\nFound 1 error in [^\n]*\.\n$/,
  );
  expect(concise(result([], []), PLAIN)).toMatch(/^[^\n]+\.\n$/);
});

test('what is missing at the end of a document is shown behind its last character', () => {
  const first = manifest('a.yaml', 'a: [1\n\n');
  const open = { file: 'a.yaml', manifest: first, span: { start: 7, end: 8 } };
  const checked = { ...result([], [diagnostic(open)]), texts: new Map([['a.yaml', 'a: [1\n\n---\nb: 2\n']]) };
  expect(concise(checked, PLAIN)).toMatch(/^a\.yaml:1:6: /);
});
