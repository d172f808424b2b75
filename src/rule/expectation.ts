import { readPattern, walk } from '../reference/pattern.ts';
import { celProgram, celValue } from './cel.ts';
import type { Variables } from './cel.ts';
import type { Check, Expectation, Finding } from './rule.ts';

/**
 * A rule said in CEL. Variables: `self`, the value that `each` reaches (`self.?field.orValue(…)` reads what may be
 * absent), and `version`, the minor version of Kubernetes. Integers are CEL ints. What cannot be evaluated, because
 * the manifest has another shape than the schema says, is no finding of this rule.
 */
export function expectationCheck(expectation: Expectation): Check {
  const each = readPattern(expectation.each ?? '');
  const when = expectation.when === undefined ? undefined : program(expectation.when);
  const expect = program(expectation.expect);
  const message = template(expectation.message);
  const at = expectation.at === undefined ? [] : readPattern(expectation.at).map(String);
  return (resource, { version }) => {
    const findings: Finding[] = [];
    walk(resource.value, each, (value, path) => {
      const variables = { self: celValue(value), version: BigInt(version) };
      if (when !== undefined && when(variables) !== true) return;
      if (expect(variables) !== false) return;
      findings.push({
        at: [...path, ...at],
        ...(expectation.part === undefined ? {} : { part: expectation.part }),
        message: message(variables),
      });
    });
    return findings;
  };
}

/** Undefined is what cannot be evaluated. */
function program(text: string): (variables: Variables) => unknown {
  const run = celProgram(text);
  return (variables) => {
    const outcome = run(variables);
    return 'value' in outcome ? outcome.value : undefined;
  };
}

function template(text: string): (variables: Variables) => string {
  const parts = text.split(/\{\{(.*?)\}\}/s);
  const programs = parts.map((part, index) => (index % 2 === 0 ? undefined : program(part.trim())));
  return (variables) =>
    parts.map((part, index) => (index % 2 === 0 ? part : format(programs[index]?.(variables)))).join('');
}

function format(value: unknown): string {
  if (Array.isArray(value)) return value.map(format).join(', ');
  if (
    typeof value === 'string' ||
    typeof value === 'bigint' ||
    typeof value === 'number' ||
    typeof value === 'boolean'
  ) {
    return String(value);
  }
  return '?';
}
