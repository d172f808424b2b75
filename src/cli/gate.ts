import type { Severity } from '../diagnostic/diagnostic.ts';
import { SEVERITIES } from '../diagnostic/diagnostic.ts';
import { counted } from '../report/summary.ts';
import type { CheckResult } from '../workspace/result.ts';

/** The rule of a finding that says that another rule failed. */
export const INTERNAL_ERROR = 'internal-error';

export interface Gate {
  readonly failOn: Severity | 'never';
  /** Undefined: any number of warnings may pass. */
  readonly maxWarnings: number | undefined;
}

/** Why a result does not pass, or undefined if it does. */
export function refusal(
  { summary }: CheckResult,
  { failOn, maxWarnings }: Gate,
): 'severity' | 'max-warnings' | undefined {
  const counts = { error: summary.errors, warning: summary.warnings, info: summary.infos };
  const failing = failOn === 'never' ? [] : SEVERITIES.slice(0, SEVERITIES.indexOf(failOn) + 1);
  if (failing.some((severity) => counts[severity] > 0)) return 'severity';
  return maxWarnings !== undefined && summary.warnings > maxWarnings ? 'max-warnings' : undefined;
}

export function tooManyWarnings({ summary }: CheckResult, allowed: number): string {
  return `${counted(summary.warnings, 'warning')}, and --max-warnings allows ${allowed}`;
}
