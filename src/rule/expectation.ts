import { Environment } from '@marcbachmann/cel-js';
import { isList, isObject } from '../base/json.ts';
import type { JsonValue } from '../base/json.ts';
import { readPattern, walk } from '../reference/pattern.ts';
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
      const variables = { self: toCel(value), version: BigInt(version) };
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

type Variables = Readonly<Record<string, unknown>>;

const environment = new Environment({ enableOptionalTypes: true, unlistedVariablesAreDyn: true });

/** Compiled at the first use: most runs meet few kinds. Undefined is what cannot be evaluated. */
function program(text: string): (variables: Variables) => unknown {
  let compiled: ((variables: Variables) => unknown) | undefined;
  return (variables) => {
    compiled ??= environment.parse(text) as (variables: Variables) => unknown;
    try {
      return compiled(variables);
    } catch {
      return undefined;
    }
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

/** Several rules look at one object; its CEL form is made once, and lives as long as it does. */
const converted = new WeakMap<object, unknown>();

function toCel(value: JsonValue | undefined): unknown {
  if (typeof value === 'number' && Number.isInteger(value)) return BigInt(value);
  if (!isList(value) && !isObject(value)) return value;
  let cel = converted.get(value);
  if (cel === undefined) {
    cel = isList(value)
      ? value.map(toCel)
      : new Map(Object.entries(value).map(([key, entry]) => [key, toCel(entry)]));
    converted.set(value, cel);
  }
  return cel;
}
