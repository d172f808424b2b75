import { expect, test } from 'vitest';
import { refusal } from '../../src/cli/gate.ts';
import type { CheckResult } from '../../src/workspace/result.ts';

function counted(errors: number, warnings: number, infos: number): CheckResult {
  return {
    diagnostics: [],
    copies: [],
    summary: { files: 1, documents: 1, resources: 1, errors, warnings, infos, copies: 0 },
    texts: new Map(),
  };
}

test.each([
  ['error', counted(0, 0, 0), undefined],
  ['error', counted(0, 9, 9), undefined],
  ['error', counted(1, 0, 0), 'severity'],
  ['warning', counted(0, 0, 9), undefined],
  ['warning', counted(0, 1, 0), 'severity'],
  ['warning', counted(1, 0, 0), 'severity'],
  ['info', counted(0, 0, 1), 'severity'],
  ['info', counted(1, 0, 0), 'severity'],
  ['never', counted(9, 9, 9), undefined],
] as const)('--fail-on %s (%#)', (failOn, result, expected) => {
  expect(refusal(result, { failOn, maxWarnings: undefined })).toBe(expected);
});

test.each([
  [counted(0, 2, 0), 2, undefined],
  [counted(0, 3, 0), 2, 'max-warnings'],
  [counted(0, 0, 0), 0, undefined],
  [counted(0, 1, 0), 0, 'max-warnings'],
  [counted(1, 5, 0), 2, 'severity'],
] as const)('--max-warnings (%#)', (result, maxWarnings, expected) => {
  expect(refusal(result, { failOn: 'error', maxWarnings })).toBe(expected);
});

test('--max-warnings holds where severities never fail', () => {
  expect(refusal(counted(1, 1, 0), { failOn: 'never', maxWarnings: 0 })).toBe('max-warnings');
});
