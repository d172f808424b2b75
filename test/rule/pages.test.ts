import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { offsetOf } from '../../src/diagnostic/order.ts';
import type { Diagnostic } from '../../src/diagnostic/diagnostic.ts';
import { RULES } from '../../src/rule/catalog.ts';
import { check } from '../../src/workspace/check.ts';
import { withCopies } from '../../src/workspace/result.ts';
import { applyFixes } from './fixed.ts';
import { examplesOf, readPage, ROOT, withoutExpectations } from './page.ts';
import type { Example } from './page.ts';

const only = process.env.RULE;

/** Rules about files as files, or about what no page can show; other tests have their examples. */
const WITHOUT_EXAMPLES = new Set([
  ...RULES.filter((rule) => rule.reportedBy === 'source').map((rule) => rule.id),
  'internal-error',
  'field-immutable',
  'yaml-too-deep',
]);

describe.each(
  RULES.filter((rule) => only === undefined || rule.id === only).map((rule) => [rule.id] as const),
)('the page of %s', (id) => {
  const examples = examplesOf(readPage(id));

  it.each(examples.map((example) => [example.title, example] as const))('%s', (_title, example) => {
    // That nobody checks the fields of a kind is said on one page; examples of others use what kinds they like.
    const result = checkExample(example).filter(({ rule }) => rule === id || rule !== 'kind-without-schema');
    expect(describeFindings(example, result)).toEqual(describeExpected(example));
    if (example.fixed !== undefined)
      expect(withoutExpectations(applyFixes(example.files[0]?.text ?? '', result))).toBe(example.fixed);
    if (example.added !== undefined)
      expect(result.find(({ rule }) => rule === id)?.suggestion?.manifest).toBe(example.added);
  });

  it('shows the rule reporting, and staying silent', () => {
    if (WITHOUT_EXAMPLES.has(id)) return;
    expect(examples.some(({ expected }) => expected.some((one) => one.rule === id))).toBe(true);
    expect(examples.some(({ expected }) => expected.every((one) => one.rule !== id))).toBe(true);
  });

  it('has the sections that every page has', () => {
    const page = readPage(id);
    for (const heading of [
      `# ${id}`,
      '## Why it breaks',
      '## Reports',
      '## Does not report',
      '## How to fix it',
      '## Source',
    ]) {
      expect(page.split('\n')).toContain(heading);
    }
  });
});

it('has a rule file for every page', () => {
  const pages = readdirSync(join(ROOT, 'rules'))
    .filter((name) => name.endsWith('.md'))
    .map((name) => name.slice(0, -3));
  expect(RULES.map((rule) => rule.id)).toEqual(pages.sort());
});

function checkExample(example: Example): readonly Diagnostic[] {
  const result = check(example.files, [], {
    closedWorld: example.closedWorld,
    ...(example.kubernetesVersion === undefined ? {} : { kubernetesVersion: example.kubernetesVersion }),
    ...(example.namespace === undefined ? {} : { namespace: example.namespace }),
  });
  return withCopies(result).diagnostics;
}

/** One line a finding; the message is cut to the part that the page expects, where it holds it. */
function describeFindings(example: Example, diagnostics: readonly Diagnostic[]): readonly string[] {
  return diagnostics
    .map((diagnostic) => {
      const text = example.files.find(({ file }) => file === diagnostic.place.file)?.text ?? '';
      const line = text.slice(0, offsetOf(diagnostic.place)).split('\n').length;
      const expected = example.expected.find(
        (one) =>
          one.file === diagnostic.place.file &&
          one.line === line &&
          one.rule === diagnostic.rule &&
          diagnostic.message.includes(one.part),
      );
      return `${diagnostic.place.file}:${line} ${diagnostic.severity} [${diagnostic.rule}] ${expected?.part ?? diagnostic.message}`;
    })
    .sort();
}

function describeExpected(example: Example): readonly string[] {
  return example.expected
    .map(({ file, line, severity, rule, part }) => `${file}:${line} ${severity} [${rule}] ${part}`)
    .sort();
}
