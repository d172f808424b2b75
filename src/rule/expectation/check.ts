import { isList } from '../../base/json.ts';
import type { JsonValue } from '../../base/json.ts';
import { readPattern, walk } from '../../reference/pattern.ts';
import type { Check, Expectation, Finding } from '../rule.ts';
import { ERROR } from './operations.ts';
import type { Value } from './operations.ts';

/** An expression in CEL as build/expectations.mjs writes it. */
export type Expression = (self: JsonValue, version: number) => Value;

export interface Compiled {
  readonly when?: Expression;
  readonly expect: Expression;
  /** Texts, and what stands between them. */
  readonly message: readonly (string | Expression)[];
}

/**
 * A rule said in CEL. Variables: `self`, the value that `each` reaches (`self.?field.orValue(…)` reads what may be
 * absent), and `version`, the minor version of Kubernetes. What cannot be evaluated, because the manifest has another shape than
 * the schema says, is no finding of this rule.
 */
export function expectationCheck(expectation: Expectation, { when, expect, message }: Compiled): Check {
  const each = readPattern(expectation.each ?? '');
  const at = expectation.at === undefined ? [] : readPattern(expectation.at).map(String);
  return (resource, { version }) => {
    const findings: Finding[] = [];
    walk(resource.value, each, (value, path) => {
      if (when !== undefined && when(value, version) !== true) return;
      if (expect(value, version) !== false) return;
      findings.push({
        at: [...path, ...at],
        ...(expectation.part === undefined ? {} : { part: expectation.part }),
        message: message
          .map((part) => (typeof part === 'string' ? part : format(part(value, version))))
          .join(''),
      });
    });
    return findings;
  };
}

function format(value: Value): string {
  if (value === ERROR || value === null) return '?';
  if (isList(value)) return value.map(format).join(', ');
  return typeof value === 'object' ? '?' : String(value);
}
